import * as vscode from 'vscode';
import * as z from 'zod';
import { FailbackError } from '../../core/failback-error.ts';
import { everyStep } from '../../core/report/every-step.ts';
import type { RunView, StepView } from '../../core/run/view.ts';
import type { RunsWatch, SeenRun } from './runs-watch.ts';
import { sayRunStatus, sayTargetShort } from './say-run.ts';

/** How commands are called: from the tree with a node, from a notification with ids, from the palette with nothing. */
const treeNode = z
  .object({
    run: z.object({ summary: z.object({ id: z.string() }) }),
    step: z.object({ plan: z.object({ id: z.string() }) }).optional(),
  })
  .transform(({ run, step }) => ({ run: run.summary.id, step: step?.plan.id }));
const calledOn = z.union([treeNode, z.object({ run: z.string(), step: z.string().optional() })]);

/**
 * The run that a command is about, or undefined when the person thought better of it.
 * @throws FailbackError `no-such-run` when none fits
 */
export async function chooseRun(
  watch: RunsWatch,
  argument: unknown,
  fits: (run: SeenRun) => boolean,
  none: string,
): Promise<SeenRun | undefined> {
  const called = calledOn.safeParse(argument);
  if (called.success) {
    if (!watch.run(called.data.run)) await watch.look();
    const run = watch.run(called.data.run);
    if (run) return run;
  }
  const fitting = watch.runs.filter(fits);
  if (fitting.length === 0) throw new FailbackError('no-such-run', none, 'The Runs view shows the runs there are.');
  if (fitting.length === 1) return fitting[0];
  const items = fitting.map((run) => ({
    label: run.summary.runbook,
    description: `${sayTargetShort(run.summary.target)} · ${sayRunStatus(run.summary)}`,
    detail: run.summary.id,
    run,
  }));
  return (await vscode.window.showQuickPick(items, { title: 'Which run?' }))?.run;
}

export interface ChosenStep {
  readonly run: SeenRun;
  readonly step: StepView;
}

/**
 * The step that a command is about: the one it was called on, else one of those that `offered` picks from each run.
 * Undefined when the person thought better of it.
 * @throws FailbackError `no-such-step`
 */
export async function chooseStep(
  watch: RunsWatch,
  argument: unknown,
  offered: (view: RunView) => readonly StepView[],
  title: string,
): Promise<ChosenStep | undefined> {
  const called = calledOn.safeParse(argument);
  if (called.success && called.data.step !== undefined) {
    const { run: id, step: wanted } = called.data;
    const run = watch.run(id);
    const step = run?.view && everyStep(run.view).find(({ plan }) => plan.id === wanted);
    if (run && step) return { run, step };
    throw new FailbackError(
      'no-such-step',
      'This step is not there any more: its run is gone.',
      'The Runs view shows the runs there are.',
    );
  }
  const runs = called.success ? watch.runs.filter(({ summary }) => summary.id === called.data.run) : watch.runs;
  const steps = runs.flatMap((run) => (run.view ? offered(run.view).map((step) => ({ run, step })) : []));
  if (steps.length === 0) {
    throw new FailbackError('no-such-step', 'No run waits for that.', 'The Runs view shows what each run does.');
  }
  if (steps.length === 1) return steps[0];
  const items = steps.map((chosen) => ({
    label: chosen.step.plan.title,
    description: chosen.step.plan.wave ?? '',
    detail: `${chosen.run.summary.runbook} · ${sayTargetShort(chosen.run.summary.target)}`,
    chosen,
  }));
  return (await vscode.window.showQuickPick(items, { title, matchOnDetail: true }))?.chosen;
}
