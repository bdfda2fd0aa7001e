import type { Plan } from '../plan/plan.ts';
import type { RunEvent } from './events.ts';
import type { LaterPlan } from './ledger.ts';
import { indexOf } from './plan-index.ts';

/** A place in a journal where one event does not go with the others. */
export interface Inconsistency {
  /** Place of the event, from 0. */
  readonly event: number;
  readonly why: string;
}

type Answered = 'accepted' | 'refused' | 'unknown-outcome';
const answersOfCalls: readonly RunEvent['kind'][] = ['accepted', 'refused', 'unknown-outcome'];

/**
 * What a whole and unharmed journal may still say that no run of failback would have written: a job without its intent,
 * an approval on another plan, a call that the plan does not have. A chain that was forged from its first line on holds
 * together; its story has to as well.
 */
export function auditEvents(plan: Plan, events: readonly RunEvent[], laterPlan: LaterPlan): readonly Inconsistency[] {
  const found: Inconsistency[] = [];
  const intended = new Map<string, string>();
  const open = new Set<string>();
  let inForce = plan;
  let ended = false;
  events.forEach((event, at) => {
    const tell = (why: string) => void found.push({ event: at, why });
    if ('step' in event && !indexOf(inForce).steps.has(event.step)) tell(`the plan has no step '${event.step}'`);
    if (at === 0 && event.kind !== 'run-started') tell('the journal does not begin with the start of the run');
    switch (event.kind) {
      case 'run-started':
        if (at > 0) tell('the run starts a second time');
        if (event.planHash !== plan.hash) tell('the run starts with another plan than the one beside it');
        break;
      case 'replanned': {
        const next = laterPlan(event.planHash);
        if (next === undefined) tell(`the run goes on with a plan that is not there (${event.planHash.slice(0, 12)})`);
        inForce = next ?? inForce;
        break;
      }
      case 'intent':
        if (intended.has(event.requestId)) tell(`the request id ${event.requestId} is used a second time`);
        intended.set(event.requestId, event.step);
        break;
      case 'gate-opened':
        open.add(event.step);
        break;
      case 'gate-answered':
        if (event.planHash !== inForce.hash)
          tell(`'${event.step}' is answered on another plan than the run follows there`);
        if (!open.has(event.step)) tell(`'${event.step}' is answered and was never asked`);
        break;
      case 'run-ended':
        if (ended) tell('the run ends a second time, and nobody took it up in between');
        break;
    }
    if (answersOfCalls.includes(event.kind)) {
      const { step, requestId } = event as RunEvent & { kind: Answered };
      if (intended.get(requestId) !== step) tell(`'${step}' has an answer to a call that was never intended`);
    }
    ended = event.kind === 'run-ended';
  });
  return found;
}
