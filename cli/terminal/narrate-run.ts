import type { StepKind } from '../../core/plan/plan.ts';
import type { Timestamp } from '../../core/quantity.ts';
import { everyStep } from '../../core/report/every-step.ts';
import { sayCount, sayDuration } from '../../core/report/say.ts';
import { sayAlarm } from '../../core/report/say-alarm.ts';
import { sayRenamed } from '../../core/report/say-renamed.ts';
import { howTo } from '../../core/run/gates.ts';
import { begunLast } from '../../core/run/spells.ts';
import type { StepState, StepStatus } from '../../core/run/state.ts';
import type { RunView, StepView } from '../../core/run/view.ts';
import { showControls } from '../../core/show-controls.ts';
import { percent, sayGate } from './draw-run.ts';

/** What the steps of a kind do, for a line about several of them. */
const verbs: Record<StepKind, string> = {
  preflight: 'Capture the facts anew',
  reprotect: 'Reprotect',
  replicate: 'Replicate',
  window: 'Window',
  approve: 'Approval',
  hold: 'Soak',
  backup: 'Backup',
  ask: 'Question',
  failover: 'Fail over',
  'switch-traffic': 'Switch traffic',
  probe: 'Probe',
  run: 'Run a script',
  commit: 'Commit',
  protect: 'Protect again',
  home: 'Home',
  'delete-old': 'Delete the old machine',
  'process-server': 'Process server',
  registered: 'Process server',
  'remove-leftovers': 'Remove leftovers',
};

/** A line, and when what it tells happened: undefined where only the moment of the look is known. */
interface Told {
  readonly at: Timestamp | undefined;
  readonly line: string;
}

/** A step that only waits, or that is over at once, is told when it is over. */
const toldWhenBegun: readonly StepKind[] = ['reprotect', 'failover', 'commit', 'protect'];
const namedAtMost = 4;

/**
 * Tells a run in plain lines, for logs and pipes. Steps that moved between two looks share a line, so that a thousand
 * machines stay readable; each line carries the moment of what it
 * tells, or of the last of it, by the service's clock: so the past of a run that is taken up is told as it was.
 */
export class RunNarrator {
  readonly #statuses = new Map<string, StepStatus>();
  readonly #survived = new Map<string, number>();
  readonly #answers = new Map<string, number>();
  #stoppedBefore = 0;
  #alarms = 0;
  #renamed = 0;
  #tenth = 0;

  /** Lines for what is new since the last view. */
  tell(view: RunView): readonly string[] {
    const steps = everyStep(view);
    const told: Told[] = [
      ...this.#answered(steps),
      ...this.#survivedFaults(steps),
      ...this.#moved(steps),
      ...this.#stopped(steps),
      ...this.#renamedItems(view),
      ...this.#alarmed(view),
      ...this.#progressed(view),
    ];
    // What happened between two looks is told in its order, however late somebody looks.
    return told
      .map(({ at = view.now, line }) => ({ at, line: `${at.slice(5, 16).replace('T', ' ')}  ${showControls(line)}` }))
      .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
      .map(({ line }) => line);
  }

  #moved(steps: readonly StepView[]): Told[] {
    const moved = steps.filter(({ plan, state }) => {
      const before = this.#statuses.get(plan.id) ?? 'pending';
      this.#statuses.set(plan.id, state.status);
      if (before === state.status || state.status === 'pending') return false;
      if (state.answers.length > 0 && state.status === 'done') return false;
      if (state.status === 'stopped') return false;
      return state.status !== 'running' || toldWhenBegun.includes(plan.kind);
    });
    const groups = Map.groupBy(moved, ({ plan, state }) => `${plan.wave}|${plan.kind}|${state.status}`);
    return [...groups.values()].flatMap((group) => {
      const at = latest(group.map(({ state }) => movedAt(state)));
      return sayGroup(group).map((line) => ({ at, line }));
    });
  }

  /** What a failure keeps from starting is a number: its cause was told, and the report names each. */
  #stopped(steps: readonly StepView[]): Told[] {
    const count = steps.filter(({ state }) => state.status === 'stopped').length;
    const before = this.#stoppedBefore;
    this.#stoppedBefore = count;
    if (count <= before) return [];
    const line = `${sayCount(count, 'step')} will not start, because what they wait for did not end well`;
    const bad = steps.filter(({ state }) => state.status === 'failed' || state.status === 'declined');
    return [{ at: latest(bad.map(({ state }) => state.endedAt)), line }];
  }

  #answered(steps: readonly StepView[]): Told[] {
    return steps.flatMap(({ plan, state }) => {
      const fresh = state.answers.slice(this.#answers.get(plan.id) ?? 0);
      this.#answers.set(plan.id, state.answers.length);
      return fresh.map(({ answer, who, proof, comment, at }) => ({
        at,
        line: `${inWave(plan.wave)}${plan.title}: ${answer} by ${who} (${proof})${comment === undefined ? '' : `: ${comment}`}`,
      }));
    });
  }

  #survivedFaults(steps: readonly StepView[]): Told[] {
    return steps.flatMap(({ plan, state }) => {
      const fresh = state.survived.slice(this.#survived.get(plan.id) ?? 0);
      this.#survived.set(plan.id, state.survived.length);
      // Of a step that is over nobody knows when within it that was: before its end.
      return fresh.map((sentence) => ({
        at: state.endedAt,
        line: `${inWave(plan.wave)}${plan.title}: ${sentence}`,
      }));
    });
  }

  #alarmed({ state }: RunView): Told[] {
    const fresh = state.alarms.slice(this.#alarms);
    this.#alarms = state.alarms.length;
    return fresh.map((alarm) => ({ at: alarm.at, line: `alarm: ${sayAlarm(alarm)}` }));
  }

  #renamedItems({ state }: RunView): Told[] {
    const fresh = state.renamedItems.slice(this.#renamed);
    this.#renamed = state.renamedItems.length;
    return fresh.map((renamed) => ({ at: renamed.at, line: sayRenamed(renamed) }));
  }

  #progressed({ fraction, timeLeft, home, plan, state }: RunView): Told[] {
    const tenth = Math.floor(fraction * 10);
    if (tenth <= this.#tenth) return [];
    this.#tenth = tenth;
    const left = timeLeft === undefined || timeLeft.likely === 0 ? '' : `, ${sayDuration(timeLeft.likely)} left`;
    const line = `progress: ${percent(fraction, state.status === 'done')}, ${home} of ${sayCount(plan.machines.length, 'machine')} home${left}`;
    return [{ at: undefined, line }];
  }
}

/** When a step came to where it stands; undefined where the journal's events leave no moment in its state. */
function movedAt(state: StepState): Timestamp | undefined {
  if (state.endedAt !== undefined) return state.endedAt;
  if (state.status === 'running') return begunLast(state);
  return state.status === 'waiting' ? (state.askedAt ?? begunLast(state)) : undefined;
}

/** The last of some moments; undefined where one of them is not known. */
function latest(moments: readonly (Timestamp | undefined)[]): Timestamp | undefined {
  let last: Timestamp | undefined;
  for (const moment of moments) {
    if (moment === undefined) return undefined;
    if (last === undefined || Date.parse(moment) > Date.parse(last)) last = moment;
  }
  return last;
}

function sayGroup(group: readonly StepView[]): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const { plan, state } = first;
  if (state.status === 'waiting' && (plan.kind === 'approve' || plan.kind === 'backup' || plan.kind === 'ask')) {
    return group.flatMap((step) => [
      `waits for an answer: ${sayGate(step)}`,
      ...howTo(step.plan).map((line) => `  ${line}`),
    ]);
  }
  // A failure is told one by one: each has a cause and a remedy of its own.
  if (state.failure !== undefined) {
    return group.map(
      (step) =>
        `${inWave(step.plan.wave)}${step.plan.title}: failed (${step.state.failure?.code}): ${step.state.failure?.message}`,
    );
  }
  if (plan.kind === 'delete-old' && state.status === 'asking')
    return group.map(
      (step) => `${inWave(step.plan.wave)}${step.plan.title}: waits for a person who does it. ${step.note}`,
    );
  if (group.length === 1) return [`${inWave(plan.wave)}${plan.title}: ${said(state.status)}`];
  const names = group.slice(0, namedAtMost).map((step) => step.plan.machine ?? step.plan.title);
  const more = group.length > namedAtMost ? ` and ${group.length - namedAtMost} more` : '';
  const verb = plan.machine === null ? '' : `${verbs[plan.kind]} `;
  return [`${inWave(plan.wave)}${verb}${names.join(', ')}${more}: ${said(state.status)}`];
}

function said(status: StepStatus): string {
  switch (status) {
    case 'running':
      return 'begun';
    case 'looking':
      return 'the answer was lost; looking for its job';
    case 'asking':
      return 'unclear; asks a person';
    default:
      return status;
  }
}

function inWave(wave: string | null): string {
  return wave === null ? '' : `${wave}: `;
}
