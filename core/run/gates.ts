import type { GateStep, Plan, PlanStep } from '../plan/plan.ts';
import type { GateAnswer, RunState, RunTarget } from './state.ts';

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

/** Whether only an answer signed with the person's key counts. In a rehearsal a typed name does. */
export function mustBeSigned(gate: GateStep, target: RunTarget): boolean {
  return gate.kind === 'approve' && gate.signed === true && target.kind === 'azure';
}

/**
 * Whether whoever started the run names themselves here, by any name that is known of them. Of a name that was typed it
 * says little; of a signature it says that two keys were wanted.
 */
export function isStarter(gate: GateStep, who: string, { startedBy, starterKnownAs }: Starter): boolean {
  const starter = [startedBy, ...starterKnownAs];
  const same = (one: string | undefined) => starter.some((name) => name.toLowerCase() === one?.trim().toLowerCase());
  const person = personOf(gate, who);
  return same(who) || (person !== undefined && [person.name, person.fullName, person.email].some(same));
}

/** Who started a run. */
export type Starter = Pick<RunState, 'startedBy' | 'starterKnownAs'>;

/**
 * Whether answers open a gate for this very plan: asked once more before a call that cannot be taken back, so it counts
 * no answer that was given on another plan, by somebody else, or without the signature that the gate wants.
 */
export function holds(gate: GateStep, answers: readonly GateAnswer[], planHash: string, rehearsed: boolean): boolean {
  const onThisPlan = answers.filter((answer) => answer.answer !== 'declined' && answer.planHash === planHash);
  if (rehearsed) return onThisPlan.length > 0;
  const counted = mustBeSigned(gate, { kind: 'azure' }) ? ofDifferentKeys(onThisPlan) : onThisPlan;
  const { mode, people } = gate.by;
  if (people.length === 0) return counted.length > 0;
  const answered = people.filter((person) => counted.some(({ who }) => personOf(gate, who) === person));
  return mode === 'any' ? answered.length > 0 : answered.length === people.length;
}

/** Signed answers, one of each key: one key is one pair of eyes, whatever names it signs with. */
function ofDifferentKeys(answers: readonly GateAnswer[]): readonly GateAnswer[] {
  const keys = new Set<string>();
  return answers.filter(({ proof, key }) => {
    if (proof !== 'proven' || key === undefined || keys.has(key)) return false;
    keys.add(key);
    return true;
  });
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

/**
 * `--approve GATE=WHO`: an answer given in advance. On Azure it names one gate by its id, so that nobody answers what
 * they did not see; in a rehearsal the beginning of an id fits all gates behind it, and `all` every gate.
 */
export interface PreApproval {
  /** Id of a step; in rehearsals also the beginning of one up to a slash, or `all`. */
  readonly gate: string;
  readonly who: string;
}

export function fits(approval: PreApproval, gate: GateStep, target: RunTarget): boolean {
  if (approval.gate === gate.id) return !mustBeSigned(gate, target);
  return target.kind !== 'azure' && (approval.gate === 'all' || gate.id.startsWith(`${approval.gate}/`));
}

/** Gates of a plan that no approval in advance fits, for a sentence before a run without a terminal. */
export function unansweredGates(plan: Plan, approvals: readonly PreApproval[], target: RunTarget): readonly GateStep[] {
  return plan.steps.filter(isGate).filter((gate) => !approvals.some((approval) => fits(approval, gate, target)));
}
