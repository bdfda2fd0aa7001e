import type { StepKind } from '../plan/plan.ts';
import type { RunView, StepView } from '../run/view.ts';
import { escapeHtml } from './escape-html.ts';
import { sayDuration, sayMoment } from './say.ts';
import { type TimeAxis, timeAxis } from './time-axis.ts';

type Phase = 'prepare' | 'replicate' | 'failover' | 'verify' | 'commit' | 'protect' | 'wait';

const phaseOf: Record<StepKind, Phase> = {
  preflight: 'prepare',
  reprotect: 'prepare',
  'delete-old': 'prepare',
  'process-server': 'prepare',
  registered: 'prepare',
  replicate: 'replicate',
  failover: 'failover',
  'switch-traffic': 'verify',
  probe: 'verify',
  run: 'verify',
  commit: 'commit',
  protect: 'protect',
  home: 'protect',
  'remove-leftovers': 'protect',
  window: 'wait',
  approve: 'wait',
  hold: 'wait',
  backup: 'wait',
  ask: 'wait',
};

const legend: readonly (readonly [Phase, string])[] = [
  ['prepare', 'Check and reprotect'],
  ['replicate', 'Replicate'],
  ['failover', 'Fail over'],
  ['verify', 'Traffic and probes'],
  ['wait', 'Wait: window, gate, soak'],
  ['commit', 'Commit'],
  ['protect', 'Protect again'],
];

/** Above this many machines a row for each would be a wall, so only the waves are drawn. */
const mostMachineRows = 60;

const width = 1000;
const labelWidth = 170;
const rowHeight = 22;
const top = 34;

interface Row {
  readonly label: string;
  readonly isWave: boolean;
  readonly steps: readonly StepView[];
}

/** When each machine did what, as an inline SVG with its legend; undefined before anything has begun. */
export function renderTimeline(view: RunView): string | undefined {
  const begun = view.state.startedAt;
  if (begun === undefined) return undefined;
  const axis = timeAxis(begun, view.state.endedAt ?? view.now, labelWidth, width - 12);
  const rows = rowsOf(view);
  const height = top + rows.length * rowHeight + 6;
  const body = rows.map((row, index) => drawRow(row, top + index * rowHeight, axis, view.now)).join('');
  return [
    `<ul class="legend">${legend.map(([phase, text]) => `<li><i class="bar ${phase}"></i>${text}</li>`).join('')}</ul>`,
    `<div class="scroll"><svg class="timeline" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="timeline-title">`,
    `<title id="timeline-title">Timeline from ${sayMoment(begun)} to ${sayMoment(axis.end)}; the tables give the same moments as text.</title>`,
    drawTicks(axis, height),
    body,
    '</svg></div>',
  ].join('\n');
}

function rowsOf(view: RunView): readonly Row[] {
  const withMachines = view.plan.machines.length <= mostMachineRows;
  const waves = view.waves.flatMap((wave): Row[] => {
    const machines = wave.machines.map((machine) => ({ label: machine.name, isWave: false, steps: machine.steps }));
    const own = withMachines ? wave.steps : [...machines.flatMap(({ steps }) => steps), ...wave.steps];
    return [{ label: wave.name, isWave: true, steps: own }, ...(withMachines ? machines : [])];
  });
  return view.steps.length === 0 ? waves : [...waves, { label: 'afterwards', isWave: true, steps: view.steps }];
}

function drawTicks({ ticks, x }: TimeAxis, height: number): string {
  return ticks
    .map(({ at, time, date }) => {
      const left = x(at).toFixed(1);
      const day = date === undefined ? '' : `<text class="tick day" x="${left}" y="12">${date}</text>`;
      return `${day}<text class="tick" x="${left}" y="26">${time}</text><line class="grid" x1="${left}" x2="${left}" y1="${top - 4}" y2="${height}"/>`;
    })
    .join('');
}

function drawRow(row: Row, y: number, axis: TimeAxis, now: string): string {
  const name = escapeHtml(shorten(row.label, row.isWave ? 20 : 22));
  const label = `<text class="${row.isWave ? 'wave' : 'machine'}" x="${row.isWave ? 0 : 14}" y="${y + 15}">${name}<title>${escapeHtml(row.label)}</title></text>`;
  // Long waits first, so that short actions lie on top of them.
  const bars = row.steps
    .filter(({ state }) => state.startedAt !== undefined)
    .toSorted((a, b) => paintOrder(a) - paintOrder(b));
  return `<g>${label}${bars.map((step) => drawBar(step, y, axis, now)).join('')}</g>`;
}

function paintOrder(step: StepView): number {
  return phaseOf[step.plan.kind] === 'wait' ? 0 : 1;
}

function drawBar({ plan, state }: StepView, y: number, axis: TimeAxis, now: string): string {
  const start = state.startedAt ?? now;
  const end = state.endedAt ?? now;
  const left = axis.x(start);
  const length = Math.max(2, axis.x(end) - left);
  const phase = state.status === 'failed' || state.status === 'declined' ? 'broken' : phaseOf[plan.kind];
  const took = sayDuration((Date.parse(end) - Date.parse(start)) / 1000);
  const title = `${plan.title}: ${sayMoment(start)}, ${took}, ${state.status}`;
  const inset = phase === 'wait' ? 7 : 4;
  return `<rect class="bar ${phase}" x="${left.toFixed(1)}" y="${y + inset}" width="${length.toFixed(1)}" height="${rowHeight - 2 * inset}" rx="2"><title>${escapeHtml(title)}</title></rect>`;
}

function shorten(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
