/** What waits for a person, and for whom; the same for the notification, the tree and the commands. Pure. */

import type { GateStep } from '../../core/plan/plan.ts';
import { sayPeople } from '../../core/report/say-people.ts';
import { isGate, missingAnswers } from '../../core/run/gates.ts';
import { isOver } from '../../core/run/step-progress.ts';
import type { RunView, StepView } from '../../core/run/view.ts';

export type Person = GateStep['by']['people'][number];

/** The gates that wait now, in the plan's order. A step that asks because the run cannot know is no gate: it is settled. */
export function openGates(view: RunView): readonly StepView[] {
  return view.open.filter(({ plan }) => isGate(plan));
}

/** Steps whose outcome nobody but a person can tell, in the plan's order. */
export function unclearSteps(view: RunView): readonly StepView[] {
  return view.open.filter(({ plan }) => !isGate(plan));
}

/** Who may still answer. Empty: anybody may. */
export function whoMayAnswer({ plan, state }: StepView): readonly Person[] {
  return isGate(plan) ? missingAnswers(plan, state.answers) : [];
}

/** What came of a gate that waits no more, for who answers from a notification that is older; undefined while it may wait. */
export function sayAnswered({ plan, state }: StepView): string | undefined {
  if (!isGate(plan) || !isOver(state)) return undefined;
  const given = state.answers.map(({ who, answer }) => `${who} ${SAID[answer]}`);
  return `“${plan.title}” waits for nobody any more: ${given.length === 0 ? `it is ${state.status}` : given.join(', ')}.`;
}

const SAID = { approved: 'approved it', declined: 'declined it', done: 'confirmed it' } as const;

/** `dr-lead (Dana Vermeer)`, or `anyone`. */
export function sayWhoAnswers(step: StepView): string {
  if (!isGate(step.plan)) return 'anyone';
  return sayPeople({ mode: step.plan.by.mode, people: [...whoMayAnswer(step)] }) ?? 'anyone';
}

/** The word for saying yes: approvals are approved, questions and backups are confirmed. */
export function yesOf({ plan }: StepView): { readonly kind: 'approve' | 'done'; readonly label: string } {
  return plan.kind === 'approve' ? { kind: 'approve', label: 'Approve' } : { kind: 'done', label: 'Confirm' };
}
