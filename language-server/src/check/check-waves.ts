import type { Wave } from '../../../core/runbook/runbook.ts';
import type { ProblemList } from '../lower/problem-list.ts';

/** What makes an order of waves impossible. Which machines a wave moves is for the rules to judge (FB157). */
export function checkWaves(waves: readonly Wave[], problems: ProblemList): void {
  tellCycles(waves, problems);
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
