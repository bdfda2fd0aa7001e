import { someOf } from '../plan/missing-ids.ts';
import type { Plan, PlanStep } from '../plan/plan.ts';
import type { Action, Limits } from './action.ts';
import { underCutover } from './cutover-limits.ts';
import { decideStep } from './decide-step.ts';
import type { LedgerState } from './ledger.ts';
import { leftOnTheWay } from './left-behind.ts';
import { indexOf } from './plan-index.ts';
import { begunLast } from './spells.ts';
import { nextUncommittedAlarm, uncommittedAlarms, uncommittedNoMore } from './uncommitted.ts';
import { watchInterval } from './watching.ts';

/**
 * What may be done now, by plan, state and time alone. It looks at open steps only, so its cost is that of what can
 * move and not of the plan. The order of the answer is the plan's; the last action says until when to wait.
 */
export function next(plan: Plan, state: LedgerState, now: Date, limits: Limits): readonly Action[] {
  if (state.endedAt !== undefined) return [{ kind: 'wait', until: undefined }];
  const alarms = [...uncommittedAlarms(plan, state, now), ...uncommittedNoMore(state)];
  const { actions, until } = wishes(plan, state, now, limits);
  const all = [...alarms, ...actions];
  const watch = watching(state, now, limits);
  if (watch.due) all.push({ kind: 'observe' });
  if (all.length === 0) {
    const ending = end(plan, state, limits);
    if (ending !== undefined) return [ending];
  }
  const moments = [until, watch.at, nextUncommittedAlarm(plan, state)].filter((moment) => moment !== undefined);
  const earliest = moments.length === 0 ? undefined : new Date(Math.min(...moments)).toISOString();
  return [...all, { kind: 'wait', until: earliest }];
}

function wishes(plan: Plan, state: LedgerState, now: Date, limits: Limits) {
  const actions: Action[] = [];
  let until: number | undefined;
  const waitUntil = (moment: number) => {
    until = until === undefined ? moment : Math.min(until, moment);
  };
  const anew: (Action & { kind: 'preflight' })[] = [];
  let issues = limits.issues;
  const cutovers = new Map<string, number>();
  // In the plan's order, so that what others wait for longest goes first.
  for (const step of fairly(state.open.inOrder, limits.issues)) {
    const wish = decideStep(plan, state, step, now, limits);
    if (wish === undefined) continue;
    if ('until' in wish) waitUntil(wish.until);
    else if (wish.action.kind === 'preflight' && wish.action.before !== undefined) anew.push(wish.action);
    else if (wish.action.kind !== 'issue') actions.push(wish.action);
    else if (!entersCutover(plan, state, step, cutovers)) continue;
    else if (issues > 0) {
      issues -= 1;
      actions.push(wish.action);
    } else waitUntil(Date.parse(limits.issuesAgainAt));
  }
  if (state.signInNeeded) {
    const due = limits.watchedAt === undefined ? 0 : Date.parse(limits.watchedAt) + 60_000;
    if (now.getTime() >= due) actions.push({ kind: 'try-sign-in' });
    else waitUntil(due);
  }
  for (const [step, asked] of Map.groupBy(anew, ({ step }) => step))
    actions.push({ kind: 'preflight', step, before: asked.flatMap(({ before }) => before ?? []) });
  return { actions, until };
}

/**
 * Where the quota is short, waves take turns: in the plan's order alone, a wave of a thousand machines would keep the next
 * one waiting for its first call. Within a wave the order stays.
 */
function fairly(steps: readonly PlanStep[], issues: number): readonly PlanStep[] {
  const [first] = steps;
  if (steps.length <= issues || steps.every(({ wave }) => wave === first?.wave)) return steps;
  const waves = [...Map.groupBy(steps, ({ wave }) => wave).values()];
  const longest = Math.max(...waves.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => waves.flatMap((wave) => wave[turn] ?? [])).flat();
}

/** Whether the wave's `at-most` leaves room for this failover; counts it if so. */
function entersCutover(plan: Plan, state: LedgerState, step: PlanStep, cutovers: Map<string, number>): boolean {
  if (step.kind !== 'failover' || step.wave === null) return true;
  // Made anew after a refusal or a lost answer, it is under cutover already.
  if ((state.steps.get(step.id)?.attempt ?? 0) > 0 && state.steps.get(step.id)?.status !== 'pending') return true;
  const atMost = indexOf(plan).waves.get(step.wave)?.atMost ?? null;
  if (atMost === null) return true;
  const under = cutovers.get(step.wave) ?? underCutover(plan, state, step.wave);
  if (under >= atMost) return false;
  cutovers.set(step.wave, under + 1);
  return true;
}

function watching(state: LedgerState, now: Date, limits: Limits): { due: boolean; at: number | undefined } {
  let jobs = 0;
  let awaited = 0;
  let youngest: number | undefined;
  for (const step of state.open.inOrder) {
    const { id } = step;
    const at = state.steps.get(id);
    if (state.books.get(id)?.phase === 'accepted' && at?.status !== 'asking') jobs += 1;
    if (at?.status !== 'running') continue;
    if (step.kind === 'registered') awaited += 1;
    if (step.kind !== 'replicate' && step.kind !== 'home') continue;
    const began = Date.parse(begunLast(at) ?? now.toISOString());
    youngest = youngest === undefined ? began : Math.max(youngest, began);
  }
  const interval = watchInterval({
    jobs,
    awaited,
    replicatingFor: youngest === undefined ? undefined : (now.getTime() - youngest) / 1000,
    nearEnd: limits.nearEnd,
    ...(limits.pages === undefined ? {} : { pages: limits.pages }),
  });
  if (interval === undefined || state.signInNeeded || state.halted) return { due: false, at: undefined };
  const at = limits.watchedAt === undefined ? now.getTime() : Date.parse(limits.watchedAt) + interval * 1000;
  return at <= now.getTime() ? { due: true, at: now.getTime() + interval * 1000 } : { due: false, at };
}

/** The run ends when nothing is under way any more and nothing can start. */
function end(plan: Plan, state: LedgerState, limits: Limits): (Action & { kind: 'end' }) | undefined {
  const { count } = state;
  if (limits.inFlight.size > 0) return undefined;
  if (state.cancelling) {
    const lives = [...state.open].some((id) => {
      const status = state.steps.get(id)?.status;
      const book = state.books.get(id);
      if (status === 'looking' && book?.undo === undefined) return (book?.emptyLooks ?? 0) < 2;
      // Taking a failover back is seen through, though the service puts it off.
      if (book?.undo !== undefined) return status === 'running' || status === 'looking';
      return book?.phase === 'accepted' || book?.phase === 'intended';
    });
    return lives
      ? undefined
      : {
          kind: 'end',
          status: 'cancelled',
          because: [withUncommitted(state, state.because) ?? '', ...leftBehind(plan, state)].join(' ').trim(),
        };
  }
  if (state.open.size > 0) return undefined;
  if (count.failed > 0)
    return { kind: 'end', status: 'failed', because: withUncommitted(state, failedSteps(plan, state)) };
  if (count.declined > 0)
    return { kind: 'end', status: 'declined', because: withUncommitted(state, declinedGates(plan, state)) };
  return { kind: 'end', status: 'done', because: withUncommitted(state, undefined) };
}

/** What a cancelled run leaves on its way, and what to do with it. */
function leftBehind(plan: Plan, state: LedgerState): readonly string[] {
  return leftOnTheWay(plan, state).map(({ machines, words }) => `${someOf(machines)}: ${words}`);
}

function failedSteps(plan: Plan, state: LedgerState): string {
  const failed = plan.steps.filter(({ id }) => state.steps.get(id)?.status === 'failed');
  const [first] = failed;
  const failure = first === undefined ? undefined : state.steps.get(first.id)?.failure;
  const others = failed.length > 1 ? ` ${failed.length - 1} more failed.` : '';
  return `'${first?.id ?? ''}' failed: ${failure?.message ?? ''}${others}`;
}

/** Who said no to what, in whose words, and how it is asked again. */
function declinedGates(plan: Plan, state: LedgerState): string {
  const declined = plan.steps.filter(({ id }) => state.steps.get(id)?.status === 'declined');
  const said = declined.map(({ id, title, wave }) => {
    const no = state.steps.get(id)?.answers.findLast(({ answer }) => answer === 'declined');
    const where = wave === null ? '' : ` of wave '${wave}'`;
    const words = no?.comment === undefined ? ', without a comment.' : `: “${no.comment}”.`;
    return `${no?.who ?? 'A person'} declined '${title}'${where}${words}`;
  });
  const again = declined.map(({ id }) => `\`failback retry ${state.runId} ${id} --because "…"\``).slice(0, 3);
  return `${said.join(' ')} Nothing that waits for it starts. To have it asked again: ${again.join(', ')}.`;
}

function withUncommitted(state: LedgerState, because: string | undefined): string | undefined {
  if (state.uncommitted.size === 0) return because;
  const names = [...state.uncommitted.keys()].map((name) => `'${name}'`).join(', ');
  return [because, `Failed over and not committed: ${names}.`].filter((part) => part !== undefined).join(' ');
}
