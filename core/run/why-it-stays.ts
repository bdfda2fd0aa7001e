import { someOf } from '../plan/missing-ids.ts';
import type { Plan, PlanStep } from '../plan/plan.ts';
import type { LedgerState } from './ledger.ts';
import { indexOf } from './plan-index.ts';

type Clearing = PlanStep & { readonly kind: 'process-server' | 'remove-leftovers' };

/**
 * Why what a step would remove has to stay, as the end of a sentence; undefined where it may go, and for a step that makes
 * something. Clean-up is never done after a failed run. A process server goes only where every machine that used it came
 * home, and, where the plan was to make it, only if this run saw that it did: a name alone proves nothing.
 */
export function whyItStays(plan: Plan, state: LedgerState, step: Clearing): string | undefined {
  if (!removes(step)) return undefined;
  if (state.count.failed + state.count.stopped + state.count.declined > 0)
    return 'not everything came home, and what a failed machine left in Azure may still be needed';
  if (step.kind === 'remove-leftovers') return undefined;
  const { steps, waitsFor } = indexOf(plan);
  const leftOut = (waitsFor.get(step.id) ?? []).flatMap((id) =>
    state.steps.get(id)?.status === 'skipped' ? (steps.get(id)?.machine ?? []) : [],
  );
  if (leftOut.length > 0)
    return `${someOf(leftOut)} ${leftOut.length === 1 ? 'was' : 'were'} left out and may still replicate through it`;
  const maker = makerOf(plan, step);
  if (maker !== undefined && state.steps.get(maker.id)?.status !== 'done')
    return `'${maker.title}' was left out, so nobody knows whose machine bears its name`;
  return undefined;
}

function removes(step: Clearing): boolean {
  return step.kind === 'remove-leftovers' || step.calls.some(({ operation }) => operation === 'remove-process-server');
}

/** The step that makes what this one removes, if the plan has one. */
function makerOf({ steps }: Plan, removal: Clearing): PlanStep | undefined {
  const gone = new Set(removal.calls.map(({ resourceId }) => resourceId));
  return steps.find(
    (step) =>
      step.kind === 'process-server' &&
      step.calls.some(({ operation, resourceId }) => operation === 'create-process-server' && gone.has(resourceId)),
  );
}
