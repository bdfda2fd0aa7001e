import type { Plan } from '../plan/plan.ts';
import { makeReport } from '../report/report.ts';
import { projectView } from '../run/project-view.ts';
import type { RunState } from '../run/state.ts';
import { pathTaken } from './path-taken.ts';
import type { Rehearsal, RehearsedFailure, RehearsedWave } from './rehearsal.ts';

/** What a rehearsal came to that is over, or that stands still because nobody is there to answer. */
export function observeRehearsal(plan: Plan, state: RunState, seed: number, now: Date): Rehearsal {
  const view = projectView(plan, state, [], now);
  const { summary, waves } = makeReport(view, undefined);
  return {
    seed,
    status: endOf(state),
    took: summary.took ?? 0,
    home: summary.home,
    waves: waves.map(({ name, recoveryTime, objectiveMet, status }) => ({
      name,
      recoveryTime,
      // One that never came back missed its objective, whatever the clock says.
      objectiveMet: objectiveOf(plan, name) === null ? null : objectiveMet === true && recoveryTime !== null,
      slack: slackOf(plan, state, name),
      finished: status === 'done',
    })),
    failures: failuresOf(plan, state),
    path: pathTaken(plan, state.steps),
  };
}

function endOf({ status }: RunState): Rehearsal['status'] {
  return status === 'done' || status === 'failed' || status === 'declined' || status === 'cancelled' ? status : 'stuck';
}

function objectiveOf({ waves }: Plan, name: string): number | null {
  return waves.find((wave) => wave.name === name)?.objective ?? null;
}

function slackOf({ steps }: Plan, state: RunState, wave: string): RehearsedWave['slack'] {
  const window = steps.find((step) => step.kind === 'window' && step.wave === wave);
  if (window?.kind !== 'window') return null;
  const ready = steps
    .filter((step) => step.kind === 'replicate' && step.wave === wave)
    .map(({ id }) => Date.parse(state.steps.get(id)?.endedAt ?? ''));
  if (ready.length === 0 || ready.some(Number.isNaN)) return null;
  return (Date.parse(window.opens) - Math.max(...ready)) / 1000;
}

function failuresOf({ steps }: Plan, state: RunState): readonly RehearsedFailure[] {
  return steps.flatMap(({ id, kind }) => {
    const at = state.steps.get(id);
    if (at?.failure !== undefined && at.status === 'failed')
      return [{ code: at.failure.code, step: id, kind, message: at.failure.message }];
    if (at?.status === 'asking') return [{ code: 'asks a person', step: id, kind, message: at.note ?? '' }];
    return [];
  });
}
