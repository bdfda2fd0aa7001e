import { sameName } from '../../../core/inventory/world.ts';
import type { Estimate, Plan, PlanStep } from '../../../core/plan/plan.ts';
import { sayDuration } from '../../../core/report/say.ts';

/** How long a wave's cutover takes from its first failover to its last verification, waiting for people and windows left out. */
export function sayWave(plan: Plan, wave: string): string | undefined {
  const steps = plan.steps.filter((step) => step.wave !== null && sameName(step.wave, wave));
  const worked = steps.filter(({ kind }) => CUTOVER.has(kind));
  if (worked.length === 0) return undefined;
  const perMachine = Map.groupBy(worked, ({ machine }) => machine);
  const longest = Math.max(...[...perMachine.values()].map(likely));
  return `≈ ${sayDuration(longest)}`;
}

const CUTOVER: ReadonlySet<PlanStep['kind']> = new Set(['failover', 'switch-traffic', 'probe', 'run']);

function likely(steps: readonly PlanStep[]): number {
  return steps.reduce((sum, { estimate }) => sum + estimate.likely, 0);
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
