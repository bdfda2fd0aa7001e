import { FailbackError } from '../../core/failback-error.ts';
import { someOf } from '../../core/plan/missing-ids.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { RunTarget } from '../../core/run/state.ts';
import { listRuns, readPlan, readRun } from '../journal/runs.ts';

/**
 * Two runs on one machine would take each other's jobs for a stranger's, and one would commit what the other still checks.
 * So a machine that an unfinished run of this home has in its plan is not taken up by another. Every rehearsal has an estate
 * of its own. Runs of another home, or another computer, are told by their jobs alone.
 * @param own id of the run that asks, if it exists already
 * @throws FailbackError `machine-in-another-run`
 */
export async function refuseHeldMachines(home: string, plan: Plan, target: RunTarget, own?: string): Promise<void> {
  if (target.kind === 'simulated') return;
  const wanted = new Map(
    plan.machines.flatMap(({ name, itemId }) => (itemId === null ? [] : [[itemId.toLowerCase(), name]])),
  );
  for (const { id, handle, trouble } of await listRuns(home)) {
    if (id === own || trouble !== undefined) continue;
    const { state } = await readRun(handle);
    if (state.endedAt !== undefined || !sameTarget(state.target, target)) continue;
    const { machines } = await readPlan(handle);
    const held = machines.flatMap(({ itemId }) => wanted.get(itemId?.toLowerCase() ?? '') ?? []);
    if (held.length === 0) continue;
    throw new FailbackError(
      'machine-in-another-run',
      `${someOf(held)} ${held.length === 1 ? 'is' : 'are'} in the hands of the run '${id}', which is not over (${state.status}).`,
      `Let that run end, or end it, and start again:\n  failback status ${id}\n  failback cancel ${id}`,
    );
  }
}

function sameTarget(one: RunTarget, other: RunTarget): boolean {
  if (one.kind !== other.kind) return false;
  return one.kind !== 'simulator' || other.kind !== 'simulator' || one.url === other.url;
}
