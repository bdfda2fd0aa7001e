import { remedyFor } from '../../core/report/remedy-for.ts';
import { sayCount } from '../../core/report/say.ts';
import type { RunView, StepView } from '../../core/run/view.ts';
import { showControls } from '../../core/show-controls.ts';
import { type Frame, fitted } from './frame.ts';
import { truncate } from './text-width.ts';

/**
 * What failed while the rest goes on: in words and not in colour alone, with the command that takes it up again. Of an
 * ended run the summary tells it.
 */
export function drawFailures(view: RunView, frame: Frame): readonly string[] {
  if (view.state.endedAt !== undefined) return [];
  const failed = failedSteps(view);
  const shown = failed.slice(0, frame.wraps === true || frame.rows >= 30 ? 3 : 1);
  if (shown.length === 0) return [];
  const { paint } = frame;
  const hidden = failed.length - shown.length;
  return [
    '',
    ...shown.flatMap((step) => drawFailure(step, view.state.runId, frame)),
    ...(hidden === 0 ? [] : [paint.bad(`✗ and ${sayCount(hidden, 'more failed step')}`)]),
  ];
}

function drawFailure({ plan, state }: StepView, runId: string, frame: Frame): readonly string[] {
  const { failure } = state;
  const why = failure === undefined ? '' : ` (${failure.code}): ${failure.message}`;
  const remedy = failure === undefined ? [] : showRemedy(remedyFor(failure.remedy, runId), frame);
  return [...fitted(showControls(`✗ ${plan.title} failed${why}`), frame).map(frame.paint.bad), ...remedy];
}

/** Commands stand in lines of their own and are never broken. Where a frame is redrawn there is room for the first only. */
function showRemedy(remedy: string, frame: Frame): readonly string[] {
  const lines = remedy.split('\n').map((line) => showControls(line));
  const isCommand = (line: string) => line.startsWith('  ');
  if (frame.wraps !== true)
    return lines
      .filter(isCommand)
      .slice(0, 1)
      .map((line) => truncate(line, frame.columns));
  return lines.flatMap((line) => (isCommand(line) ? `  ${line}` : fitted(`  ${line}`, frame)));
}

/** Looks into failed machines only: a frame is drawn often, and a run may have ten thousand machines. */
function failedSteps({ waves, steps }: RunView): readonly StepView[] {
  const looked = waves.flatMap((wave) => [
    ...wave.steps,
    ...wave.machines.filter(({ status }) => status === 'failed').flatMap((machine) => machine.steps),
  ]);
  return [...looked, ...steps].filter(({ state }) => state.status === 'failed');
}
