import type { Machine, Runbook, Wave } from '../../../core/runbook/runbook.ts';
import type { ProblemList } from '../lower/problem-list.ts';

/** What makes an order of waves impossible or leaves a machine out of it. */
export function checkWaves(runbook: Runbook, problems: ProblemList): void {
  tellCycles(runbook.waves, problems);
  const moved = tellMovedTwice(runbook.waves, problems);
  if (runbook.waves.length === 0) return;
  for (const machine of runbook.machines) {
    // A shared file may hold machines of several runbooks.
    if (moved.has(machine.name.toLowerCase()) || machine.at.uri !== runbook.at.uri) continue;
    problems.warning(
      'machine-in-no-wave',
      machine.at,
      `No wave moves '${machine.name}', so it stays in Azure. Name it in the \`machines:\` of a wave, or remove it.`,
    );
  }
}

function tellMovedTwice(waves: readonly Wave[], problems: ProblemList): ReadonlySet<string> {
  const first = new Map<Machine, Wave>();
  for (const wave of waves) {
    for (const { value: machine, at } of wave.machines) {
      const earlier = first.get(machine);
      if (earlier === undefined) first.set(machine, wave);
      else if (earlier !== wave) {
        problems.error(
          'machine-in-two-waves',
          at,
          `'${machine.name}' comes home in wave '${earlier.name}' already; a machine belongs to one wave. Remove it from one of the two.`,
          {
            related: [{ at: earlier.at, message: `Wave '${earlier.name}'.` }],
          },
        );
      }
    }
  }
  return new Set([...first.keys()].map((machine) => machine.name.toLowerCase()));
}

/** Tells each circle once, at the `after:` that closes it. */
function tellCycles(waves: readonly Wave[], problems: ProblemList): void {
  const byName = new Map(waves.map((wave) => [wave.name.toLowerCase(), wave]));
  const done = new Set<Wave>();
  const path: Wave[] = [];
  const visit = (wave: Wave): void => {
    if (done.has(wave)) return;
    path.push(wave);
    for (const { value, at } of wave.after) {
      const before = byName.get(value.toLowerCase());
      if (before === undefined) continue;
      const from = path.indexOf(before);
      if (from < 0) {
        visit(before);
        continue;
      }
      const circle = [...path.slice(from), before].map((one) => `'${one.name}'`).join(' after ');
      problems.error(
        'wave-cycle',
        at,
        `These waves wait for one another: ${circle}. None could ever begin. Remove one \`after:\`.`,
      );
    }
    path.pop();
    done.add(wave);
  };
  waves.forEach(visit);
}
