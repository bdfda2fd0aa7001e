import type { RunEventBody } from '../../core/run/events.ts';
import { indexOf } from '../../core/run/plan-index.ts';
import { begunLast } from '../../core/run/spells.ts';
import type { ProbeStep, ScriptStep } from '../effects.ts';
import type { RunContext } from './run-context.ts';

/** Seconds between two tries of a probe. */
const TRY_AGAIN = 15;

/** Starts a script or a probe and lets the run go on meanwhile. */
export function startInBackground(context: RunContext, id: string): void {
  const step = indexOf(context.plan).steps.get(id);
  if (step === undefined || context.background.has(id)) return;
  const work = step.kind === 'run' ? script(context, step) : step.kind === 'probe' ? probe(context, step) : undefined;
  if (work === undefined) return;
  context.background.set(
    id,
    work
      .catch((error: unknown) => {
        // One that a shutdown cut off broke on nothing.
        if (!context.signal.aborted) context.broken.push(error);
      })
      .finally(() => {
        context.background.delete(id);
        context.wake();
      }),
  );
}

async function script(context: RunContext, step: ScriptStep): Promise<void> {
  await context.journal.record([{ kind: 'step-started', step: step.id }], { sync: true });
  const most = step.tries ?? 1;
  let note = '';
  for (let tried = 1; tried <= most; tried += 1) {
    const outcome = await context.effects.script(step, context.signal, tried);
    if (context.signal.aborted) return; // the next process asks what became of it
    note = most === 1 ? outcome.note : `${outcome.note} Try ${tried} of ${most}.`;
    if (outcome.unclear === true)
      return context.journal.record([{ kind: 'asked', step: step.id, message: outcome.note }], { sync: true });
    if (outcome.code === 0) return context.journal.record([{ kind: 'step-done', step: step.id, note }]);
    context.figures.set(step.id, { step: step.id, fraction: 0, note, at: context.now().toISOString() });
    if (tried < most) await context.clock.sleep(TRY_AGAIN, context.signal);
  }
  await context.journal.record([
    failed(step.id, 'script', note, 'Read its output, mend the cause, and make sure that it may run again.'),
  ]);
}

async function probe(context: RunContext, step: ProbeStep): Promise<void> {
  const state = context.journal.state.steps.get(step.id);
  // One that is taken up again has its whole time anew; one that another process began goes on with its own.
  const started = state === undefined ? undefined : begunLast(state);
  if (started === undefined) await context.journal.record([{ kind: 'step-started', step: step.id }]);
  const until = Date.parse(started ?? context.now().toISOString()) + step.within * 1000;
  for (;;) {
    const { ok, note } = await context.effects.probe(step, context.signal);
    if (context.signal.aborted) return;
    if (ok) return context.journal.record([{ kind: 'step-done', step: step.id, note }]);
    if (context.now().getTime() + TRY_AGAIN * 1000 > until)
      return context.journal.record([
        failed(
          step.id,
          'probe',
          `No answer as wanted within ${step.within} s. ${note}.`,
          'See to the service or the network.',
        ),
      ]);
    context.figures.set(step.id, { step: step.id, fraction: 0, note, at: context.now().toISOString() });
    await context.clock.sleep(TRY_AGAIN, context.signal);
  }
}

function failed(step: string, code: string, message: string, remedy: string): RunEventBody {
  const again = `  failback retry RUN ${step} --because "…"`;
  return {
    kind: 'step-failed',
    step,
    failure: { code, message, remedy: `${remedy} Then take it up again:\n${again}` },
  };
}
