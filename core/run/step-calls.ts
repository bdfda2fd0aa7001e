import type { PlanStep } from '../plan/plan.ts';
import type { RunCall } from './action.ts';
import type { CallBook } from './call-book.ts';

/** The mutating calls of a step, in order; empty for steps that make none. */
export function callsOf(step: PlanStep): readonly RunCall[] {
  switch (step.kind) {
    case 'reprotect':
    case 'failover':
    case 'commit':
    case 'protect':
    case 'delete-old':
      return [step.call];
    case 'process-server':
    case 'switch-traffic':
    case 'remove-leftovers':
      return step.calls;
    case 'preflight':
    case 'replicate':
    case 'window':
    case 'approve':
    case 'hold':
    case 'backup':
    case 'ask':
    case 'probe':
    case 'run':
    case 'home':
    case 'registered':
      return [];
  }
}

/** A call by its place among those of its step. */
export interface PresentCall {
  readonly call: number;
  readonly request: RunCall;
}

/** The call that a step is at; undefined when it made all of them. */
export function presentCall(step: PlanStep, book: CallBook): PresentCall | undefined {
  if (book.undo !== undefined) {
    if (book.phase === 'settled' || step.kind !== 'failover') return undefined;
    return { call: 0, request: cancelFailover(step.call.resourceId) };
  }
  const call = book.phase === 'settled' ? book.call + 1 : book.call;
  const request = callsOf(step)[call];
  return request === undefined ? undefined : { call, request };
}

/** Takes a planned failover back: the machine runs in Azure again and replicates. Only before the commit. */
function cancelFailover(resourceId: string | null): RunCall {
  return {
    operation: 'cancel-failover',
    resourceId,
    body: null,
    requires: { instanceType: 'InMageRcmFailback', allowedOperation: 'CancelFailover' },
  };
}
