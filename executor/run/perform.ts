import { FailbackError } from '../../core/failback-error.ts';
import type { Action } from '../../core/run/action.ts';
import type { RunEventBody } from '../../core/run/events.ts';
import { endsTheProcess } from '../journal/journal-trouble.ts';
import { startInBackground } from './in-background.ts';
import { issueCalls } from './issue-calls.ts';
import { lastLook } from './keep-look.ts';
import { lookUpJob } from './look-up-job.ts';
import { observe } from './observe.ts';
import { preflight } from './preflight.ts';
import { coolDown, forEachAtOnce, type RunContext } from './run-context.ts';
import { answerInAdvance } from './take-commands.ts';
import { VAULT_GONE, vaultNotFound } from './vault-gone.ts';

/** Seconds until something is tried again that Azure did not let us read. */
const TRY_AGAIN = 60;

/** Performs what `next` asked for. What needs no world is recorded at once; readings come before calls. */
export async function perform(context: RunContext, actions: readonly Action[]): Promise<void> {
  const ending = actions.some(({ kind }) => kind === 'end') ? await lastLook(context) : {};
  const plain = actions.flatMap((action) => plainEvents(action, ending));
  await context.journal.record(plain, { sync: plain.some(({ kind }) => kind === 'run-ended') });
  await answerInAdvance(context);
  for (const action of actions)
    if (action.kind === 'probe' || action.kind === 'script') startInBackground(context, action.step);
  const readings = actions.filter(
    (action) =>
      action.kind === 'preflight' ||
      action.kind === 'look-up' ||
      action.kind === 'observe' ||
      action.kind === 'try-sign-in',
  );
  await forEachAtOnce(readings, 1, (action) => read(context, action));
  const issues = actions.filter((action) => action.kind === 'issue');
  if (issues.length > 0)
    await guarded(
      context,
      issues.map(({ step }) => step),
      () => issueCalls(context, issues),
    );
}

async function read(context: RunContext, action: Action): Promise<void> {
  switch (action.kind) {
    case 'preflight':
      return guarded(context, [action.step], async () => {
        if (context.journal.state.steps.get(action.step)?.status === 'pending')
          await context.journal.record([{ kind: 'step-started', step: action.step }]);
        await preflight(context, action.step, action.before);
      });
    case 'look-up':
      return guarded(context, [action.step], () => lookUpJob(context, action.step));
    case 'observe':
      return guarded(context, [], () => observe(context));
    case 'try-sign-in':
      return guarded(context, [], async () => {
        await context.board.refresh(0);
        await context.journal.record([{ kind: 'signed-in' }]);
      });
    default:
      return;
  }
}

/**
 * A reading that failed is no failure of the run: it is tried again in a while, and told once it lasts. A bug is not
 * caught here; it ends the process, and the journal stays true.
 */
async function guarded(context: RunContext, steps: readonly string[], act: () => Promise<void>): Promise<void> {
  try {
    await act();
    context.cooling.delete('readings');
    context.cooling.delete(VAULT_GONE);
  } catch (error) {
    // A look at the site that a shutdown cut off: the next process looks again.
    if (context.signal.aborted && error === context.signal.reason) return;
    if (!(error instanceof FailbackError) || endsTheProcess(error)) throw error;
    if (error.code === 'needs-sign-in') {
      context.board.missed();
      if (!context.journal.state.signInNeeded)
        await context.journal.record([{ kind: 'needs-sign-in', message: `${error.message} ${error.remedy}` }]);
      return;
    }
    for (const step of steps) coolDown(context, step, TRY_AGAIN);
    context.board.missed();
    if (error.code === VAULT_GONE) return vaultNotFound(context, error);
    const since = coolDown(context, 'readings', 0);
    const lasting = context.now().getTime() - since.getTime() >= 15 * 60_000;
    const permanent = error.code === 'azure-forbidden' || error.code === 'azure-not-found';
    const key = `reading/${error.code}/${since.toISOString()}`;
    if ((lasting || permanent) && !context.journal.state.alarmKeys.has(key))
      await context.journal.record([{ kind: 'alarm', key, message: `${error.message} ${error.remedy}` }]);
  }
}

function plainEvents(action: Action, ending: { readonly seen?: string }): readonly RunEventBody[] {
  switch (action.kind) {
    case 'begin':
      return [{ kind: 'step-started', step: action.step }];
    case 'open-gate': {
      const { step, expiresAt } = action;
      return [{ kind: 'gate-opened', step, ...(expiresAt === undefined ? {} : { expiresAt }) }];
    }
    case 'ask-anew': {
      const { step, key, message, expiresAt } = action;
      return [
        { kind: 'alarm', key, message },
        { kind: 'gate-opened', step, ...(expiresAt === undefined ? {} : { expiresAt }) },
      ];
    }
    case 'ask':
      return [
        { kind: 'step-started', step: action.step },
        { kind: 'asked', step: action.step, message: action.message },
      ];
    case 'finish':
      return [{ kind: 'step-done', step: action.step, ...(action.note === undefined ? {} : { note: action.note }) }];
    case 'leave-out':
      return [{ kind: 'step-skipped', step: action.step, who: 'failback', because: action.because }];
    case 'fail':
      return [{ kind: 'step-failed', step: action.step, failure: action.failure }];
    case 'raise-alarm': {
      const { key, machine, message } = action;
      return [{ kind: 'alarm', key, message, ...(machine === undefined ? {} : { machine }) }];
    }
    case 'alarm-over':
      return [{ kind: 'alarm-over', key: action.key }];
    case 'end':
      return [
        {
          kind: 'run-ended',
          status: action.status,
          ...(action.because === undefined ? {} : { because: action.because }),
          ...ending,
        },
      ];
    case 'preflight':
    case 'issue':
    case 'look-up':
    case 'probe':
    case 'script':
    case 'observe':
    case 'try-sign-in':
    case 'wait':
      return [];
  }
}
