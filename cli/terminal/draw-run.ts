import { sayCount, sayDuration, sayMoment } from '../../core/report/say.ts';
import { sayAlarm } from '../../core/report/say-alarm.ts';
import { sayPeople } from '../../core/report/say-people.ts';
import { type Silent, saySilent } from '../../core/report/say-silent.ts';
import { howTo } from '../../core/run/gates.ts';
import type { MachineView, RunView, StepView, WaveView } from '../../core/run/view.ts';
import { showControls } from '../../core/show-controls.ts';
import { drawFailures } from './draw-failures.ts';
import { type Frame, fitted } from './frame.ts';
import type { Paint } from './paint.ts';
import { textWidth, toWidth, truncate } from './text-width.ts';

/** A run, and whether a process executes it where that is known. */
export type WatchedRun = RunView & { readonly alive?: boolean; readonly silent?: Silent | undefined };

/**
 * A run as the lines of one frame, never wider or higher than the terminal. What a person must do comes last, nearest to
 * the prompt; machines take the room that is left, those that need eyes first.
 */
export function drawRun(view: WatchedRun, frame: Frame): readonly string[] {
  const head = drawHead(view, frame);
  const foot = [
    ...drawAlarms(view, frame),
    ...drawFailures(view, frame),
    ...drawAbandoned(view, frame),
    ...drawOpen(view, frame),
  ];
  const waves = drawWaves(view.waves, frame, Math.max(1, frame.rows - 1 - head.length - foot.length));
  const room = frame.rows - 1 - head.length - foot.length - waves.length;
  return [...head, ...waves, ...drawMachines(view, frame, room), ...foot];
}

function drawHead(view: WatchedRun, frame: Frame): string[] {
  const { plan, state, now, home, timeLeft, fraction } = view;
  const { columns, paint } = frame;
  const change = plan.runbook.change === null ? '' : ` ${showControls(plan.runbook.change)}`;
  const standing = standingOf(view);
  const name = truncate(
    `${showControls(plan.runbook.name)}${change}`,
    Math.max(10, columns - Math.max(24, textWidth(standing) + 2)),
  );
  const left =
    timeLeft === undefined
      ? ''
      : ` · ${sayDuration(timeLeft.likely)} left (${sayDuration(timeLeft.low)} to ${sayDuration(timeLeft.high)})`;
  const figures = `${percent(fraction, state.status === 'done')} · ${home} of ${sayCount(plan.machines.length, 'machine')} home${left} · ${sayMoment(now)}`;
  return [
    `${paint.strong(name)}  ${standsStill(view) ? paint.warn(standing) : tone(state.status, paint)(standing)}`,
    ...fitted(figures, frame).map(paint.soft),
    '',
  ];
}

/** The journal says what the run does; whether somebody does it is said beside it. */
function standingOf(view: WatchedRun): string {
  const status = view.state.status.replaceAll('-', ' ');
  if (!standsStill(view)) return status;
  return `${status}, ${view.silent === undefined ? 'nobody executes it' : 'not heard of'}`;
}

function standsStill({ alive, silent, state }: WatchedRun): boolean {
  return state.endedAt === undefined && (alive === false || silent !== undefined);
}

function drawWaves(waves: readonly WaveView[], { columns, paint }: Frame, room: number): string[] {
  const names = Math.min(18, Math.floor(columns / 4), widest(waves));
  const bar = columns >= 100 ? 24 : columns >= 60 ? 14 : 0;
  const lefts = columns >= 72 ? 18 : 0;
  const lines = waves.slice(0, room).map((wave) => {
    // What failed has no time left that anybody knows.
    const left =
      wave.timeLeft === undefined || wave.timeLeft.likely === 0 ? '' : `${sayDuration(wave.timeLeft.likely)} left`;
    const row = drawRow(wave, wave.status === 'done', { names, bar, paint });
    const text = truncate(showControls(wave.current), Math.max(0, columns - names - bar - lefts - 10));
    return `${row}  ${lefts === 0 ? '' : toWidth(left, lefts)}${text}`.trimEnd();
  });
  if (waves.length > room) lines.splice(-1, 1, paint.soft(`and ${sayCount(waves.length - room + 1, 'more wave')}`));
  return lines;
}

interface Row {
  readonly names: number;
  /** 0: the terminal is too narrow for bars. */
  readonly bar: number;
  readonly paint: Paint;
}

function drawRow(row: WaveView | MachineView, isOver: boolean, { names, bar, paint }: Row): string {
  const bars = bar === 0 ? '' : ` ${drawBar(row, bar, paint)}`;
  return `${toWidth(showControls(row.name), names)}${bars} ${percent(row.fraction, isOver).padStart(5)}`;
}

function widest(rows: readonly { readonly name: string }[]): number {
  return Math.max(4, ...rows.map(({ name }) => textWidth(showControls(name))));
}

const urgency: Record<MachineView['status'], number> = {
  failed: 0,
  running: 1,
  waiting: 2,
  stopped: 3,
  pending: 4,
  home: 5,
};

function drawMachines({ waves }: RunView, { columns, paint }: Frame, room: number): string[] {
  const all = waves.flatMap(({ machines }) => machines);
  // A row that stays where it is can be followed with the eye; only what does not fit is sorted by urgency.
  const shown =
    all.length < room
      ? all
      : all.toSorted((one, other) => urgency[one.status] - urgency[other.status]).slice(0, Math.max(0, room - 2));
  if (shown.length === 0) return [];
  const names = Math.min(26, Math.floor(columns / 3), widest(shown));
  const bar = columns >= 60 ? 10 : 0;
  const lines = shown.map((machine) => {
    const text = truncate(showControls(doing(machine)), Math.max(0, columns - names - bar - 12));
    return `  ${drawRow(machine, machine.status === 'home', { names, bar, paint })}  ${text}`.trimEnd();
  });
  const rest = all.length - shown.length;
  const more =
    rest === 0 ? [] : [paint.soft(truncate(`  and ${sayCount(rest, 'more machine')}: ${countStates(all)}`, columns))];
  return ['', ...lines, ...more];
}

/** The note of the step under way says more than its title (`Initial replication 43 %`); a machine that waits says for what. */
function doing({ current, steps, status }: MachineView): string {
  if (status === 'home') return current;
  if (status === 'failed') return `failed: ${current}`;
  const moving = steps.find(({ state }) => ['running', 'looking', 'waiting', 'asking'].includes(state.status));
  if (moving === undefined) return status === 'waiting' || status === 'pending' ? `next: ${current}` : current;
  return moving.note === '' || moving.note === current ? current : `${current}: ${moving.note}`;
}

function countStates(machines: readonly MachineView[]): string {
  const counts = Map.groupBy(machines, ({ status }) => status);
  const order = Object.keys(urgency) as MachineView['status'][];
  return order.flatMap((status) => (counts.has(status) ? `${counts.get(status)?.length} ${status}` : [])).join(', ');
}

function drawAlarms({ state }: RunView, frame: Frame): string[] {
  const { paint } = frame;
  const standing = state.alarms.filter(({ overAt }) => overAt === undefined);
  const newest = standing.slice(-3);
  const hidden = standing.length - newest.length;
  const lines = newest.flatMap((alarm) => fitted(`! ${showControls(sayAlarm(alarm))}`, frame).map(paint.warn));
  const because = state.because === undefined ? [] : fitted(showControls(state.because), frame);
  const more = hidden === 0 ? [] : [paint.soft(`! and ${sayCount(hidden, 'earlier alarm')}`)];
  return lines.length + because.length === 0 ? [] : ['', ...more, ...lines, ...because];
}

function drawAbandoned(view: WatchedRun, frame: Frame): string[] {
  if (!standsStill(view)) return [];
  const { silent, state } = view;
  const why = silent === undefined ? abandoned(state.runId) : saySilent(state.runId, silent);
  const next = `  failback resume ${state.runId}${silent === undefined ? '' : ' --take-over'}`;
  return ['', ...fitted(why, frame).map(frame.paint.warn), ...fitted(next, frame)];
}

/** What to say of a run whose process is gone. */
export function abandoned(runId: string): string {
  return `No process executes the run '${runId}'; jobs in Azure go on, and nothing new is issued until it is resumed.`;
}

function drawOpen(view: RunView, frame: Frame): string[] {
  if (view.open.length === 0) return [];
  const { columns, paint } = frame;
  const lines = view.open
    .slice(0, 3)
    .flatMap((step) => [
      ...fitted(`? ${sayGate(step)}`, frame).map(paint.strong),
      ...whatToDo(step, frame).flatMap((line) => fitted(`  ${showControls(line)}`, frame)),
    ]);
  const more = view.open.length > 3 ? [paint.soft(`  and ${view.open.length - 3} more`)] : [];
  return ['', ...lines, ...more, paint.soft(truncate(`  failback approve ${view.state.runId}`, columns))];
}

/** What a person is to do by hand; in a frame that is redrawn in place there is no room for it. */
function whatToDo({ plan, state }: StepView, { wraps }: Frame): readonly string[] {
  if (wraps !== true) return [];
  return plan.kind === 'delete-old' && state.note !== undefined ? state.note.split('\n') : howTo(plan);
}

/** A gate in one line: its title, its wave, and who may answer. */
export function sayGate({ plan }: StepView): string {
  const who = 'by' in plan ? sayPeople(plan.by) : null;
  const parts = [plan.title, plan.wave === null ? [] : `wave ${plan.wave}`, who === null ? [] : `by ${who}`].flat();
  return showControls(parts.join(' · '));
}

function drawBar(
  { fraction, status }: { readonly fraction: number; readonly status: string },
  width: number,
  paint: Paint,
): string {
  const full = Math.floor(Math.min(1, Math.max(0, fraction)) * width);
  return `${tone(status, paint)('█'.repeat(full))}${paint.soft('░'.repeat(width - full))}`;
}

/** Never 100 % of something that is not over. */
export function percent(fraction: number, isOver = true): string {
  return `${Math.min(isOver ? 100 : 99, Math.floor(Math.min(1, Math.max(0, fraction)) * 100))} %`;
}

function tone(status: string, paint: Paint): (text: string) => string {
  if (['failed', 'declined', 'stopped', 'cancelled'].includes(status)) return paint.bad;
  if (['done', 'home'].includes(status)) return paint.good;
  if (['waiting', 'paused', 'needs-sign-in', 'cancelling'].includes(status)) return paint.warn;
  return paint.calm;
}
