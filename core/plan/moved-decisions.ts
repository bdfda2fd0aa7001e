import { decisionOf } from './decisions.ts';
import { shortHash } from './hash-plan.ts';
import { someOf } from './missing-ids.ts';
import type { Plan, PlannedMachine, PlanStep } from './plan.ts';
import { counted, readableList } from './readable.ts';

/**
 * What was decided in the reviewed plan and no longer follows, as sentences; empty when the decisions are the same.
 *
 * A run that is under way names the steps that are still to do (`open`): then the facts about what is done already may
 * differ, for a machine that came home has no machine in Azure any more, and leftovers may have become fewer.
 */
export function movedDecisions(reviewed: Plan, fresh: Plan, open?: ReadonlySet<string>): readonly string[] {
  if (open === undefined && reviewed.hash === fresh.hash) return [];
  const told = [
    ...ofTheWhole(reviewed, fresh, open),
    ...ofMachines(reviewed, fresh, open),
    ...ofSteps(reviewed, fresh, open),
  ];
  // The hash is the judge: what no sentence covers has moved all the same.
  if (told.length > 0 || open !== undefined) return told;
  return [`The order or the batches of the machines are decided otherwise now (${shortHash(fresh.hash)}).`];
}

function ofTheWhole(reviewed: Plan, fresh: Plan, open: ReadonlySet<string> | undefined): string[] {
  const sentences: string[] = [];
  if (open === undefined && reviewed.version !== fresh.version)
    sentences.push(
      'An older failback made the plan, and its hash covers less: not the people of a gate by all their names.',
    );
  const compare = (what: string, before: string | null, now: string | null) => {
    if (before !== now) sentences.push(`${what} was ${quoted(before)} and is ${quoted(now)} now.`);
  };
  compare('The runbook', reviewed.runbook.name, fresh.runbook.name);
  compare('The change', reviewed.runbook.change, fresh.runbook.change);
  compare('The architecture', reviewed.architecture, fresh.architecture);
  compare('The vault', reviewed.vault.id, fresh.vault.id);
  compare('The part of the plan', reviewed.part, fresh.part);
  compare('The freeze', reviewed.freeze, fresh.freeze);
  compare('Who must have signed the plan', signersOf(reviewed), signersOf(fresh));
  sentences.push(...ofWaves(reviewed, fresh), ...ofStatements(reviewed, fresh));
  return sentences;
}

function signersOf({ review }: Plan): string | null {
  if (review === undefined) return null;
  const people = review.by.people.map(({ name, email }) => email ?? name);
  return `${review.by.mode === 'all' ? 'all' : 'any'} of ${readableList(people)}, by '${review.signers}'`;
}

function ofWaves(reviewed: Plan, fresh: Plan): string[] {
  const now = new Map(fresh.waves.map((wave) => [wave.name, wave]));
  return reviewed.waves.flatMap((wave) => {
    const other = now.get(wave.name);
    if (other === undefined) return [];
    const sentences: string[] = [];
    if (!same(wave.after, other.after))
      sentences.push(`Wave '${wave.name}' came after ${list(wave.after)} and comes after ${list(other.after)} now.`);
    if (wave.atMost !== other.atMost)
      sentences.push(`Wave '${wave.name}' moved ${atMost(wave.atMost)} and moves ${atMost(other.atMost)} now.`);
    if (wave.onFailure !== other.onFailure)
      sentences.push(`On a failure wave '${wave.name}' was to ${wave.onFailure} and is to ${other.onFailure} now.`);
    if (wave.objective !== other.objective) sentences.push(`The objective of wave '${wave.name}' is another one now.`);
    return sentences;
  });
}

/** Accepted risks and points of no return without approval: somebody's word, and part of what was reviewed. */
function ofStatements(reviewed: Plan, fresh: Plan): string[] {
  const accepted = ({ accepted }: Plan) =>
    new Map(
      accepted.map(({ code, subject, because, by, until }) => [`${code} for '${subject}'`, [because, by, until]]),
    );
  const passed = ({ withoutApproval }: Plan) =>
    new Map(withoutApproval.map(({ wave, stage, because }) => [`${stage} of wave '${wave}'`, [because]]));
  return [
    ...differences(accepted(reviewed), accepted(fresh), {
      gone: (what) => `The risk ${what} is not accepted any more, or does not occur any more.`,
      come: (what) => `The risk ${what} is accepted now.`,
      changed: (what) => `The risk ${what} is accepted in other words, by another person or until another day.`,
    }),
    ...differences(passed(reviewed), passed(fresh), {
      gone: (what) => `The ${what} does not pass without approval any more.`,
      come: (what) => `The ${what} passes without approval now.`,
      changed: (what) => `The ${what} passes without approval for another reason.`,
    }),
  ];
}

function differences(
  before: ReadonlyMap<string, unknown>,
  now: ReadonlyMap<string, unknown>,
  say: Record<'gone' | 'come' | 'changed', (what: string) => string>,
): string[] {
  return [
    ...[...before.keys()].filter((key) => !now.has(key)).map(say.gone),
    ...[...now.keys()].filter((key) => !before.has(key)).map(say.come),
    ...[...before.keys()].filter((key) => now.has(key) && !same(before.get(key), now.get(key))).map(say.changed),
  ];
}

function ofMachines(reviewed: Plan, fresh: Plan, open: ReadonlySet<string> | undefined): string[] {
  const now = new Map(fresh.machines.map((machine) => [machine.name, machine]));
  const known = new Set(reviewed.machines.map(({ name }) => name));
  const busy = open === undefined ? undefined : machinesOf(reviewed, open);
  const gone: string[] = [];
  const sentences: string[] = [];
  for (const machine of reviewed.machines) {
    if (busy !== undefined && !busy.has(machine.name)) continue;
    const other = now.get(machine.name);
    if (other === undefined) gone.push(machine.name);
    else sentences.push(...ofMachine(machine, other));
  }
  const come = fresh.machines.filter(({ name }) => !known.has(name)).map(({ name }) => name);
  if (gone.length > 0) sentences.push(`${someOf(gone)} ${gone.length === 1 ? 'is' : 'are'} not moved any more.`);
  if (come.length > 0) sentences.push(`${someOf(come)} ${come.length === 1 ? 'is' : 'are'} moved too.`);
  return bounded(sentences, 'machine');
}

function ofMachine(before: PlannedMachine, now: PlannedMachine): string[] {
  const told: readonly [what: string, key: keyof PlannedMachine][] = [
    ['wave', 'wave'],
    ['protected item', 'itemId'],
    ['machine in Azure', 'azureVmId'],
    ['location', 'location'],
    ['way home', 'via'],
    ['datastore', 'datastore'],
    ['application', 'app'],
  ];
  return told
    .filter(([, key]) => before[key] !== now[key])
    .map(([what, key]) => `The ${what} of '${before.name}' was ${quoted(before[key])} and is ${quoted(now[key])} now.`);
}

function ofSteps(reviewed: Plan, fresh: Plan, open: ReadonlySet<string> | undefined): string[] {
  const counts = (id: string) => open === undefined || open.has(id);
  const now = new Map(fresh.steps.map((step) => [step.id, step]));
  const known = new Set(reviewed.steps.map(({ id }) => id));
  const gone: string[] = [];
  const reordered: string[] = [];
  const changed: string[] = [];
  for (const step of reviewed.steps) {
    if (!counts(step.id)) continue;
    const other = now.get(step.id);
    if (other === undefined) gone.push(step.id);
    else if (!sameStep(step, other, open !== undefined)) changed.push(step.id);
    else if (!same(step.waitsFor, other.waitsFor)) reordered.push(step.id);
  }
  const come = fresh.steps.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  const say = (ids: readonly string[], what: string) =>
    ids.length === 0 ? [] : [`${counted(ids.length, 'step')} ${what}: ${readableList(ids)}.`];
  return [
    ...say(gone, 'no longer needed, or decided otherwise'),
    ...say(come, 'not in the reviewed plan'),
    ...say(changed, 'with another call, gate or target'),
    ...say(reordered, 'in another order'),
  ];
}

/** While a run is under way the leftovers may have become fewer, for commit deletes machines; more of them are a move. */
function sameStep(before: PlanStep, now: PlanStep, underWay: boolean): boolean {
  if (underWay && before.kind === 'remove-leftovers' && now.kind === 'remove-leftovers') {
    const reviewed = new Set(before.calls.map(({ resourceId }) => resourceId));
    return now.calls.every(({ resourceId }) => reviewed.has(resourceId));
  }
  return same(reviewedOf(before), reviewedOf(now));
}

/** On whose behalf a step is done is a decision too: by it a run finds the item. */
function reviewedOf(step: PlanStep): readonly unknown[] {
  return [step.wave, step.machine, step.undo, step.irreversible, decisionOf(step)];
}

function machinesOf({ steps }: Plan, ids: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(steps.flatMap(({ id, machine }) => (machine !== null && ids.has(id) ? [machine] : [])));
}

/** A thousand machines with the same news are told by the first few. */
function bounded(sentences: readonly string[], what: string, shown = 12): string[] {
  if (sentences.length <= shown) return [...sentences];
  return [...sentences.slice(0, shown), `And ${counted(sentences.length - shown, `more ${what} decision`)} moved.`];
}

function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function quoted(value: string | number | null): string {
  return value === null ? 'not known' : `'${value}'`;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : someOf(names);
}

function atMost(count: number | null): string {
  return count === null ? 'all machines at once' : `at most ${counted(count, 'machine')} at once`;
}
