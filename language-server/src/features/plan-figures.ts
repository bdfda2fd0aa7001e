import { sameName } from '../../../core/inventory/world.ts';
import type { Estimate, Plan, PlanStep } from '../../../core/plan/plan.ts';
import type { Seconds } from '../../../core/quantity.ts';
import { sayDuration } from '../../../core/report/say.ts';

/** How long the work of a wave's cutover takes, one thing after the other where it must be; waiting for people and windows left out. */
export function sayWave(plan: Plan, wave: string): string | undefined {
  const seconds = waveSeconds(plan, wave);
  return seconds === 0 ? undefined : `≈ ${sayDuration(seconds)}`;
}

/** The same in seconds; 0 where nothing is estimated. */
export function waveSeconds(plan: Plan, wave: string): Seconds {
  const ends = new Map<string, number>();
  let last = 0;
  // Each step comes after what it waits for, so one walk finds when each ends.
  for (const step of plan.steps) {
    if (step.wave === null || !sameName(step.wave, wave)) continue;
    const start = Math.max(0, ...step.waitsFor.map((id) => ends.get(id) ?? 0));
    const end = start + (CUTOVER.has(step.kind) ? step.estimate.likely : 0);
    ends.set(step.id, end);
    last = Math.max(last, end);
  }
  return last === 0 ? 0 : last + laterRounds(plan, wave);
}

/** With `at-most:` the machines beyond it fail over once others are done. */
function laterRounds({ waves, steps }: Plan, name: string): Seconds {
  const wave = waves.find((one) => sameName(one.name, name));
  if (wave === undefined || wave.atMost === null || wave.machines.length <= wave.atMost) return 0;
  const failovers = steps.filter(({ kind, wave: of }) => kind === 'failover' && of !== null && sameName(of, name));
  const longest = Math.max(0, ...failovers.map(({ estimate }) => estimate.likely));
  return (Math.ceil(wave.machines.length / wave.atMost) - 1) * longest;
}

const CUTOVER: ReadonlySet<PlanStep['kind']> = new Set(['failover', 'switch-traffic', 'probe', 'run']);

/** What the cutover of a wave takes, as a sentence. */
export function waveWork(plan: Plan, wave: string): string | undefined {
  const said = sayWave(plan, wave);
  return said === undefined ? undefined : `Its cutover takes ${said} of work, without waiting for people and windows.`;
}

/** A machine's way through the plan as Markdown, a line for each step. */
export function machineWay(plan: Plan, machine: string): string | undefined {
  const steps = plan.steps.filter((step) => step.machine !== null && sameName(step.machine, machine));
  if (steps.length === 0) return undefined;
  const lines = steps.map(
    ({ title, estimate, irreversible }) =>
      `1. ${title}: ${sayEstimate(estimate)}${irreversible === null ? '' : ' — **no way back**'}`,
  );
  return `Its way, as planned:\n\n${lines.join('\n')}`;
}

export function sayEstimate({ low, likely, high }: Estimate): string {
  if (low === high) return sayDuration(likely);
  return `≈ ${sayDuration(likely)} (${sayDuration(low)} to ${sayDuration(high)})`;
}

/** Disks that come home through each appliance or master target, by its name in small letters. */
export function disksByTarget(plan: Plan): ReadonlyMap<string, { readonly disks: number; readonly uncounted: number }> {
  const found = new Map<string, { disks: number; uncounted: number }>();
  for (const { via, disks } of plan.machines) {
    if (via === null) continue;
    const count = found.get(via.toLowerCase()) ?? { disks: 0, uncounted: 0 };
    if (disks === null) count.uncounted++;
    else count.disks += disks;
    found.set(via.toLowerCase(), count);
  }
  return found;
}
