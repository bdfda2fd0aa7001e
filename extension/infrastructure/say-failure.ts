import type { StepView } from '../../core/run/view.ts';
import { withoutCommands } from './without-commands.ts';

type Failed = Pick<StepView, 'plan' | 'state'>;

/** Facts that a notification names; the Runs view and the report have them all, with the steps. */
const MOST_FACTS = 2;

/** What failed, in the service's words, and what to do about it; as short as a notification must be. Pure. */
export function sayFailure(runbook: string, { plan, state }: Failed, more: number): string {
  const wave = plan.wave === null ? '' : `, wave ${plan.wave}`;
  const others = more === 0 ? '' : ` ${more} more failed with it.`;
  const { failure } = state;
  if (failure === undefined) return `${runbook}${wave}: “${plan.title}” failed.${others}`;
  if (hasMoved({ plan, state }))
    return `${runbook}${wave}: the plan no longer follows from the facts. ${moved(state)}${others}`;
  const remedy = withoutCommands(failure.remedy);
  return `${runbook}${wave}: “${plan.title}” failed (${failure.code}). ${failure.message} ${remedy}${others}`;
}

/** Nothing is wrong with the step: facts changed, so a new plan is the way on, not another try. */
export function hasMoved({ state }: Failed): boolean {
  return state.failure?.code === 'decisions-moved' && (state.failure.facts ?? []).length > 0;
}

function moved({ failure }: Failed['state']): string {
  const facts = failure?.facts ?? [];
  const said = facts.slice(0, MOST_FACTS).map(({ fact, before, now, steps, more }) => {
    const count = steps.length + more;
    const rest = count === 0 ? '' : `; ${count} ${count === 1 ? 'step rests' : 'steps rest'} on it`;
    return `The ${fact} was ${before} and is ${now} now${rest}.`;
  });
  const left = facts.length - said.length;
  return [...said, ...(left > 0 ? [`${left} more changed.`] : [])].join(' ');
}
