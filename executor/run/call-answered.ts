import type { EventFailure, RunEventBody } from '../../core/run/events.ts';
import type { CallOutcome } from '../effects.ts';
import { callFailed } from './call-failed.ts';
import type { RunContext } from './run-context.ts';

/** Times that a call which may simply be repeated is repeated. */
const PATIENCE = 20;

/** What came of a call, as the journal tells it. */
export function callAnswered(
  context: RunContext,
  step: string,
  requestId: string,
  outcome: CallOutcome,
): RunEventBody[] {
  switch (outcome.kind) {
    case 'accepted':
      return [
        { kind: 'accepted', step, requestId, by: 'response', ...(outcome.jobId ? { jobId: outcome.jobId } : {}) },
        ...(outcome.note === undefined ? [] : [{ kind: 'settled' as const, step, note: outcome.note }]),
      ];
    case 'unknown':
      return [{ kind: 'unknown-outcome', step, requestId, message: outcome.message }];
    case 'refused': {
      const refusals = context.journal.state.books.get(step)?.refusals ?? 0;
      if (outcome.status === 0 && refusals >= PATIENCE)
        return callFailed(context, step, refusedTooOften(step, outcome.message), requestId);
      const pause = outcome.retryAfter ?? backOff(refusals);
      const retryAt = new Date(context.now().getTime() + pause * 1000).toISOString();
      const { status, message } = outcome;
      const signIn: RunEventBody[] = outcome.signIn ? [{ kind: 'needs-sign-in', message: signInMessage(message) }] : [];
      return [{ kind: 'refused', step, requestId, status, message, retryAt }, ...signIn];
    }
    case 'not-yet': {
      const { message } = outcome;
      if ((context.journal.state.books.get(step)?.refusals ?? 0) >= PATIENCE)
        return callFailed(context, step, refusedTooOften(step, message), requestId);
      const retryAt = new Date(context.now().getTime() + outcome.retryAfter * 1000).toISOString();
      return [{ kind: 'refused', step, requestId, status: 0, message, retryAt, inTurn: true }];
    }
    case 'rejected':
      return callFailed(
        context,
        step,
        {
          code: outcome.code,
          message: outcome.message,
          remedy: `${outcome.remedy}\n  failback retry RUN ${step} --because "…"`,
        },
        requestId,
      );
  }
}

function refusedTooOften(step: string, message: string): EventFailure {
  return {
    code: 'refused-too-often',
    message: `${message} It was so ${PATIENCE} times in a row.`,
    remedy: `See in the portal what keeps it there. Then take the step up again:\n  failback retry RUN ${step} --because "…"`,
  };
}

function signInMessage(message: string): string {
  return `${message} Sign in where the run is executed (az login); the run goes on by itself.`;
}

/** Half a minute, one, two, … up to ten. */
function backOff(refusals: number): number {
  return Math.min(600, 30 * 2 ** refusals);
}
