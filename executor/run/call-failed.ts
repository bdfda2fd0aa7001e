import type { PlanStep } from '../../core/plan/plan.ts';
import type { EventFailure, RunEventBody } from '../../core/run/events.ts';
import { indexOf } from '../../core/run/plan-index.ts';
import type { RunContext } from './run-context.ts';

/** What a failed call comes to. A cancel that failed leaves the machine failed over, as it was before. */
export function callFailed(context: RunContext, id: string, failure: EventFailure, rejected?: string): RunEventBody[] {
  const step = indexOf(context.plan).steps.get(id);
  if (step === undefined || context.journal.state.books.get(id)?.undo === undefined)
    return [{ kind: 'step-failed', step: id, failure, ...(rejected === undefined ? {} : { requestId: rejected }) }];
  return standsAsBefore(step, failure);
}

function standsAsBefore({ id, machine }: PlanStep, failure: EventFailure): RunEventBody[] {
  const message = `The failover could not be cancelled and stands as before: ${failure.message}`;
  return [
    { kind: 'step-done', step: id, note: message },
    { kind: 'alarm', key: `undo/${id}`, message, ...(machine === null ? {} : { machine }) },
  ];
}
