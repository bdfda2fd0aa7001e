import type { Plan, PlanStep } from '../plan/plan.ts';
import type { EventFailure } from './events.ts';
import type { LedgerState } from './ledger.ts';
import { indexOf } from './plan-index.ts';

/** Why this failover must never start: after the freeze, or outside its window. */
export function failoverForbidden(plan: Plan, state: LedgerState, step: PlanStep, now: Date): EventFailure | undefined {
  if (plan.freeze !== null && now.getTime() >= Date.parse(plan.freeze))
    return {
      code: 'freeze',
      message: `The freeze began at ${plan.freeze}, and no failover starts after it.`,
      remedy: 'Change `freeze:` in the runbook, have it reviewed, and start a run from the new plan.',
    };
  for (const window of indexOf(plan).windows.get(step.wave ?? '') ?? []) {
    if (state.steps.get(window.id)?.status === 'skipped') continue;
    if (now.getTime() >= Date.parse(window.closes)) return windowClosed(window.id, window.closes, step.id);
  }
  return undefined;
}

/** `failover` is the step that was to go through the window, where the window itself had been open before. */
export function windowClosed(window: string, closes: string, failover?: string): EventFailure {
  const retry = failover === undefined ? '' : `\n  failback retry RUN ${failover} --because "…"`;
  return {
    code: 'window-closed',
    message: `The window closed at ${closes} before this could start.`,
    remedy: `Agree on a new window and start a run from a new plan; or, where the work may go on outside the window, say why and take it up again:\n  failback skip RUN ${window} --because "…"${retry}`,
  };
}

/** Machines of a wave between the start of a failover and its verification, for waves that limit them. */
export function underCutover(plan: Plan, state: LedgerState, wave: string): number {
  const index = indexOf(plan);
  let count = 0;
  for (const name of index.waves.get(wave)?.machines ?? []) if (isUnderCutover(plan, state, name)) count += 1;
  return count;
}

function isUnderCutover(plan: Plan, state: LedgerState, machine: string): boolean {
  const index = indexOf(plan);
  const steps = index.stepsOfMachine.get(machine) ?? [];
  const failover = steps.find((step) => step.kind === 'failover');
  if (failover === undefined) return false;
  const at = state.steps.get(failover.id);
  if (at === undefined) return false;
  if (at.status !== 'done') return at.attempt > 0 && ['running', 'looking', 'asking'].includes(at.status);
  return (index.dependants.get(failover.id) ?? []).some(
    (step) =>
      step.machine === machine &&
      verifies(step) &&
      !['done', 'skipped'].includes(state.steps.get(step.id)?.status ?? ''),
  );
}

function verifies(step: PlanStep): boolean {
  return step.kind === 'probe' || step.kind === 'run' || step.kind === 'ask';
}
