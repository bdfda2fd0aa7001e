import type { Plan, PlanStep } from '../plan/plan.ts';
import type { GateAnswer } from './state.ts';

export type GateStep = PlanStep & { kind: 'approve' | 'backup' | 'ask' };

export function isGate(step: PlanStep): step is GateStep {
  return step.kind === 'approve' || step.kind === 'backup' || step.kind === 'ask';
}

/** What the person is to do before they confirm, numbered, where the plan knows it. */
export function howTo(step: PlanStep): readonly string[] {
  return step.kind === 'ask' ? (step.how ?? []).map((what, at) => `${at + 1}. ${what}`) : [];
}

type GatePerson = GateStep['by']['people'][number];

/** The person of the gate that `who` names, by name, full name or address; undefined when the gate is not theirs. */
export function personOf(gate: GateStep, who: string): GatePerson | undefined {
  const wanted = who.trim().toLowerCase();
  return gate.by.people.find((person) =>
    [person.name, person.fullName, person.email].some((name) => name?.toLowerCase() === wanted),
  );
}

/** Those whose answer is still wanted. For `any` it is nobody's in particular once one answered. */
export function missingAnswers(gate: GateStep, answers: readonly GateAnswer[]): readonly GatePerson[] {
  const given = answers.filter(({ answer }) => answer !== 'declined');
  if (gate.by.mode === 'any' || gate.by.people.length === 0) return given.length > 0 ? [] : gate.by.people;
  return gate.by.people.filter((person) => !given.some(({ who }) => personOf(gate, who) === person));
}

/** Whether the answers open the gate. One with nobody named opens for anybody's word. */
export function isAnswered(gate: GateStep, answers: readonly GateAnswer[]): boolean {
  const given = answers.filter(({ answer }) => answer !== 'declined');
  return given.length > 0 && missingAnswers(gate, answers).length === 0;
}

/** `--approve GATE=WHO`: an answer given in advance. `all` fits every gate and is for simulated estates only. */
export interface PreApproval {
  /** Id of a step, the beginning of one up to a slash, or `all`. */
  readonly gate: string;
  readonly who: string;
}

export function fits(approval: PreApproval, gate: GateStep): boolean {
  return approval.gate === 'all' || approval.gate === gate.id || gate.id.startsWith(`${approval.gate}/`);
}

/** Gates of a plan that no approval in advance fits, for a sentence before a run without a terminal. */
export function unansweredGates(plan: Plan, approvals: readonly PreApproval[]): readonly GateStep[] {
  return plan.steps.filter(isGate).filter((gate) => !approvals.some((approval) => fits(approval, gate)));
}
