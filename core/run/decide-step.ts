import type { GateStep, Plan, PlanStep } from '../plan/plan.ts';
import type { Action, Limits } from './action.ts';
import { askToDelete } from './by-hand.ts';
import { BLANK_BOOK, type CallBook } from './call-book.ts';
import { failoverForbidden, windowClosed } from './cutover-limits.ts';
import { preflightGrownOld } from './fresh-facts.ts';
import type { LedgerState } from './ledger.ts';
import type { StepState } from './state.ts';
import { type PresentCall, presentCall } from './step-calls.ts';
import { stoppedFailure, subjectOf } from './stopping.ts';
import { whyItStays } from './why-it-stays.ts';

/** What one open step wants: something to be done, a moment to wait for, or nothing that time alone brings. */
export type Wish = { readonly action: Action } | { readonly until: number } | undefined;

/** Answers lost in a row after which a person should see what is wrong, instead of one more call. */
const MOST_LOST = 5;

/** New work starts only in a run that goes on; what is under way is followed to its end in any. */
export function decideStep(plan: Plan, state: LedgerState, step: PlanStep, now: Date, limits: Limits): Wish {
  const at = state.steps.get(step.id);
  if (at === undefined || limits.inFlight.has(step.id)) return undefined;
  const book = state.books.get(step.id) ?? BLANK_BOOK;
  // Taking a failover back is what a cancelled run may still need.
  const held = state.paused || state.signInNeeded || (state.cancelling && book.undo === undefined);
  if (at.status === 'looking') return lookUp(plan, state, step, book, now, limits, held);
  if (at.status === 'asking') return undefined;
  if (book.phase === 'intended' || book.phase === 'accepted') return undefined;
  // What the service finished is finished, whether the run goes on or not.
  if (book.phase === 'settled' && presentCall(step, book) === undefined) return issue(plan, state, step, book, now);
  const stop = book.undo === undefined ? state.stops.get(subjectOf(step)) : undefined;
  if (stop !== undefined) return fail(step, stoppedFailure(step, stop));
  if (held) return undefined;
  const wish = at.status === 'pending' ? start(plan, state, step, book, now) : goOn(plan, state, step, at, book, now);
  return firstLook(plan, state, step, wish, now, limits);
}

/** No point of no return on facts that nobody vouches for any more. */
function firstLook(plan: Plan, state: LedgerState, step: PlanStep, wish: Wish, now: Date, limits: Limits): Wish {
  if (wish === undefined || !('action' in wish) || wish.action.kind !== 'issue') return wish;
  if (wish.action.request.operation === 'cancel-failover') return wish;
  const preflight = preflightGrownOld(plan, state, step, now);
  if (preflight === undefined) return wish;
  if (limits.inFlight.has(preflight)) return undefined;
  return { action: { kind: 'preflight', step: preflight, before: [step.id] } };
}

function start(plan: Plan, state: LedgerState, step: PlanStep, book: CallBook, now: Date): Wish {
  switch (step.kind) {
    case 'preflight':
      return { action: { kind: 'preflight', step: step.id } };
    case 'window':
    case 'hold':
    case 'replicate':
    case 'home':
    case 'registered':
      return { action: { kind: 'begin', step: step.id } };
    case 'approve':
    case 'backup':
    case 'ask':
      return { action: { kind: 'open-gate', step: step.id, expiresAt: expiryOf(step, now) } };
    case 'probe':
      return { action: { kind: 'probe', step: step.id } };
    case 'run':
      return { action: { kind: 'script', step: step.id } };
    case 'delete-old':
      return ask(step, askToDelete(step));
    case 'process-server':
    case 'remove-leftovers': {
      const because = whyItStays(plan, state, step);
      if (because !== undefined) return { action: { kind: 'leave-out', step: step.id, because } };
      return issue(plan, state, step, book, now);
    }
    case 'reprotect':
    case 'failover':
    case 'commit':
    case 'protect':
    case 'switch-traffic':
      return issue(plan, state, step, book, now);
  }
}

function goOn(plan: Plan, state: LedgerState, step: PlanStep, at: StepState, book: CallBook, now: Date): Wish {
  switch (step.kind) {
    case 'window':
      if (now.getTime() >= Date.parse(step.closes)) return fail(step, windowClosed(step.id, step.closes));
      if (now.getTime() < Date.parse(step.opens)) return { until: Date.parse(step.opens) };
      return { action: { kind: 'finish', step: step.id, note: `Open until ${step.closes}` } };
    case 'hold': {
      const over = Date.parse(at.startedAt ?? now.toISOString()) + step.for * 1000;
      if (now.getTime() < over) return { until: over };
      return { action: { kind: 'finish', step: step.id, note: undefined } };
    }
    case 'approve':
    case 'backup':
    case 'ask': {
      const expiry = state.gateExpiry.get(step.id);
      if (expiry === undefined) return undefined;
      if (now.getTime() < Date.parse(expiry)) return { until: Date.parse(expiry) };
      return lapsed(state, step, expiry, now);
    }
    case 'probe':
      return { action: { kind: 'probe', step: step.id } };
    case 'preflight':
      return { action: { kind: 'preflight', step: step.id } };
    // After a crash `resumed` turns a running script into a question, so it is never started twice.
    case 'run':
    case 'replicate':
    case 'home':
    case 'delete-old':
    case 'registered':
      return undefined;
    case 'process-server':
    case 'reprotect':
    case 'failover':
    case 'commit':
    case 'protect':
    case 'switch-traffic':
    case 'remove-leftovers':
      return issue(plan, state, step, book, now);
  }
}

function issue(plan: Plan, state: LedgerState, step: PlanStep, book: CallBook, now: Date): Wish {
  if (book.phase === 'refused' && book.retryAt !== undefined && now.getTime() < Date.parse(book.retryAt))
    return { until: Date.parse(book.retryAt) };
  const present = presentCall(step, book);
  if (present === undefined && book.undo !== undefined) return fail(step, undone(step, book.undo));
  if (present === undefined) return { action: { kind: 'finish', step: step.id, note: undefined } };
  if (present.request.resourceId === null)
    return fail(step, {
      code: 'target-unknown',
      message: `The plan does not know the target of '${present.request.operation}', because no inventory showed it.`,
      remedy: 'Capture an inventory, plan anew, and start a run from that plan.',
    });
  if (step.kind === 'failover' && book.undo === undefined) {
    const forbidden = failoverForbidden(plan, state, step, now);
    if (forbidden !== undefined) return fail(step, forbidden);
  }
  return toIssue(state, step, present);
}

/** A classic item may have got another id since the plan was made: then the call goes there. */
function toIssue({ itemIds }: LedgerState, { id, machine }: PlanStep, { call, request }: PresentCall): Wish {
  const itemId = machine === null || request.requires === null ? undefined : itemIds.get(machine);
  const present = itemId === undefined ? request : { ...request, resourceId: itemId };
  return { action: { kind: 'issue', step: id, call, request: present } };
}

/** Two empty looks a settle time apart, the item still as before: only then is the call made anew. Else a person knows. */
function lookUp(
  plan: Plan,
  state: LedgerState,
  step: PlanStep,
  book: CallBook,
  now: Date,
  limits: Limits,
  held: boolean,
): Wish {
  const due = book.lookedAt === undefined ? 0 : Date.parse(book.lookedAt) + limits.settleTime * 1000;
  if (book.emptyLooks >= 2) {
    if (!book.itemUnmoved)
      return ask(
        step,
        'The answer of the call was lost, no job of ours is to be found, and yet the item changed. Look in the vault what happened; then say that it is done, or retry.',
      );
    if (book.lost >= MOST_LOST)
      return ask(
        step,
        `The call was sent ${book.lost} times, each answer was lost, and no job of ours is to be found. Look in the vault and at the network what is wrong; then say that it is done, or retry.`,
      );
    const present = presentCall(step, book);
    const stop = book.undo === undefined ? state.stops.get(subjectOf(step)) : undefined;
    if (stop !== undefined) return fail(step, stoppedFailure(step, stop));
    if (held) return undefined;
    if (present !== undefined) return firstLook(plan, state, step, toIssue(state, step, present), now, limits);
  }
  return now.getTime() < due ? { until: due } : { action: { kind: 'look-up', step: step.id } };
}

/** How a failover stands that was taken back. */
export function undone(step: PlanStep, { who, because }: { readonly who: string; readonly because: string }) {
  return {
    code: 'undone',
    message: `${who} cancelled the failover: ${because}. The machine runs in Azure again and replicates; what was written on-premises is gone.`,
    remedy: `Fail it over again when the cause is mended:\n  failback retry RUN ${step.id} --because "…"`,
  };
}

function ask(step: PlanStep, message: string): Wish {
  return { action: { kind: 'ask', step: step.id, message } };
}

function fail(step: PlanStep, failure: (Action & { kind: 'fail' })['failure']): Wish {
  return { action: { kind: 'fail', step: step.id, failure } };
}

/** Times that a request may lapse before the run takes the silence for an answer. */
const MOST_LAPSES = 3;

/** A request that nobody answered is asked anew, and told; after some times somebody should see why nobody does. */
function lapsed(state: LedgerState, step: GateStep, expiry: string, now: Date): Wish {
  const key = (time: number) => `lapsed/${step.id}/${time}`;
  let time = 1;
  while (state.alarmKeys.has(key(time))) time += 1;
  if (time % MOST_LAPSES === 0)
    return fail(step, {
      code: 'approval-lapsed',
      message: `'${step.title}' was asked ${MOST_LAPSES} times, and nobody answered before ${expiry}, when the last request lapsed.`,
      remedy: `Ask again:\n  failback retry RUN ${step.id} --because "…"`,
    });
  const message = `The request '${step.title}' lapsed at ${expiry} without the answers it wants, and is asked anew. Answers that were given to it no longer count.`;
  return { action: { kind: 'ask-anew', step: step.id, key: key(time), message, expiresAt: expiryOf(step, now) } };
}

function expiryOf({ expiresAfter }: GateStep, now: Date): string | undefined {
  return expiresAfter === null ? undefined : new Date(now.getTime() + expiresAfter * 1000).toISOString();
}
