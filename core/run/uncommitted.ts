import type { Plan, PlanStep } from '../plan/plan.ts';
import { hours, type Seconds } from '../quantity.ts';
import type { Action } from './action.ts';
import type { LedgerState } from './ledger.ts';
import { indexOf } from './plan-index.ts';

/**
 * A machine that failed over and is not committed replicates nowhere: what is written to it is protected by nothing, and
 * its machine in Azure stands by and costs. So each has a clock of its own, and an alarm at once when nothing will
 * commit it.
 */
export function uncommittedAlarms(plan: Plan, state: LedgerState, now: Date): readonly Action[] {
  const alarms: Action[] = [];
  const mayBeStuck = state.cancelling || state.stops.size > 0 || state.count.stopped > 0;
  for (const [machine, since] of state.uncommitted) {
    // Asked at every turn of ten thousand machines: most neither are stuck nor wait long.
    if (!mayBeStuck && now.getTime() < alarmTime(plan, machine, since)) continue;
    const stuck =
      state.cancelling ||
      state.stops.has(`machine/${machine}`) ||
      (statusOf(plan, state, machine, 'commit') === 'stopped' && !beingUndone(plan, state, machine));
    const key = `${stuck ? 'uncommitted-stuck' : 'uncommitted'}/${machine}/${since}`;
    if (state.alarmKeys.has(key)) continue;
    if (!stuck && now.getTime() < alarmTime(plan, machine, since)) continue;
    if (beingCommitted(plan, state, machine)) continue;
    alarms.push({ kind: 'raise-alarm', key, machine, message: sentence(plan, machine, since, stuck, now) });
  }
  return alarms;
}

/** Those of machines that were committed meanwhile, or whose failover was taken back. */
export function uncommittedNoMore(state: LedgerState): readonly Action[] {
  return [...state.standing].flatMap((key): readonly Action[] => {
    const [, machine = '', since] = /^uncommitted(?:-stuck)?\/(.+)\/([^/]+)$/.exec(key) ?? [];
    return since === undefined || state.uncommitted.get(machine) === since ? [] : [{ kind: 'alarm-over', key }];
  });
}

/** When the next of these alarms is due by time alone. */
export function nextUncommittedAlarm(plan: Plan, state: LedgerState): number | undefined {
  let earliest: number | undefined;
  for (const [machine, since] of state.uncommitted) {
    const at = alarmTime(plan, machine, since);
    if (earliest !== undefined && at >= earliest) continue;
    if (!state.alarmKeys.has(`uncommitted/${machine}/${since}`) && !beingCommitted(plan, state, machine)) earliest = at;
  }
  return earliest;
}

/** Beyond the holds that the plan itself asks for. */
const PATIENCE: Seconds = hours(24);

function alarmTime(plan: Plan, machine: string, since: string): number {
  return Date.parse(since) + (plannedHold(plan, machine) + PATIENCE) * 1000;
}

const holds = new WeakMap<Plan, Map<string, Seconds>>();

function plannedHold(plan: Plan, machine: string): Seconds {
  const known = holds.get(plan) ?? new Map<string, Seconds>();
  holds.set(plan, known);
  const wave = indexOf(plan).machines.get(machine)?.wave ?? '';
  const hold = known.get(wave) ?? Math.max(0, ...plan.steps.filter((step) => step.wave === wave).map(lengthOfHold));
  known.set(wave, hold);
  return hold;
}

function lengthOfHold(step: PlanStep): Seconds {
  return step.kind === 'hold' ? step.for : 0;
}

/** Its job runs: an alarm that stands ends with it, and none is raised over what is being done. If it fails, one is due again. */
function beingCommitted(plan: Plan, state: LedgerState, machine: string): boolean {
  const commit = stepOf(plan, machine, 'commit');
  const { status, acceptedBy } = (commit && state.steps.get(commit.id)) ?? {};
  return status === 'running' && acceptedBy !== undefined;
}

function beingUndone(plan: Plan, state: LedgerState, machine: string): boolean {
  return statusOf(plan, state, machine, 'failover') !== 'done';
}

function statusOf(plan: Plan, state: LedgerState, machine: string, kind: PlanStep['kind']): string | undefined {
  const step = stepOf(plan, machine, kind);
  return step === undefined ? undefined : state.steps.get(step.id)?.status;
}

function stepOf(plan: Plan, machine: string, kind: PlanStep['kind']): PlanStep | undefined {
  return indexOf(plan)
    .stepsOfMachine.get(machine)
    ?.find((step) => step.kind === kind);
}

function sentence({ architecture }: Plan, machine: string, since: string, stuck: boolean, now: Date): string {
  const age = Math.floor((now.getTime() - Date.parse(since)) / 3_600_000);
  const why = stuck ? 'and nothing will commit it as things stand' : `and is not committed after ${age} h`;
  const wayOut =
    architecture === 'modernized'
      ? 'Commit it, or cancel its failover (`failback undo`), which discards what was written on-premises.'
      : 'Commit it: a classic failover cannot be cancelled.';
  const when = `${since.slice(0, 16).replace('T', ' ')} UTC`;
  return `'${machine}' failed over at ${when} ${why}. What is written to it is protected nowhere. ${wayOut}`;
}
