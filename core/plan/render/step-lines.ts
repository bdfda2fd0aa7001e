import type { Estimate, Plan, PlannedWave, PlanStep } from '../plan.ts';
import { counted, readableDuration, readableList } from '../readable.ts';
import { WAY_HOME } from '../way-home.ts';
import { namesInRoom, WIDTH, wrapped } from './columns.ts';
import { renderInterval } from './render-times.ts';
import { asksPerson, wordsOf } from './step-words.ts';

const GUTTER = 8;
const VERB = 11;
const LIKELY = 10;
const INTERVAL = 16;
const TEXT_END = WIDTH - LIKELY - INTERVAL - 4;

/** Steps that are told as one line: a step of the wave, or the same step of several machines. */
interface Line {
  readonly first: PlanStep;
  readonly steps: PlanStep[];
}

/** The steps of a wave, each with how long it takes; gates and points of no return stand out in the margin. */
export function stepLines(steps: readonly PlanStep[], wave: PlannedWave | undefined, waveOf: WaveOf): string[] {
  return linesOf(steps).flatMap((line) => lineText(line, wave, waveOf));
}

/** Which wave a step belongs to. */
export type WaveOf = (id: string) => { readonly wave: string | null; readonly kind: PlanStep['kind'] } | undefined;

export function waveLookUp(plan: Plan): WaveOf {
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  return (id) => steps.get(id);
}

/** Steps of machines between two steps of the wave are the same step for several machines. */
function linesOf(steps: readonly PlanStep[]): Line[] {
  const lines: Line[] = [];
  let together = new Map<PlanStep['kind'], Line>();
  for (const step of steps) {
    const known = step.machine === null ? undefined : together.get(step.kind);
    if (known !== undefined) {
      known.steps.push(step);
      continue;
    }
    const line = { first: step, steps: [step] };
    if (step.machine === null) {
      lines.push(line);
      together = new Map();
      continue;
    }
    const later = [...together.values()].find(({ first }) => rank(first) > rank(step));
    lines.splice(later === undefined ? lines.length : lines.indexOf(later), 0, line);
    together.set(step.kind, line);
  }
  return lines;
}

/** A machine's way; only some machines delete their old one, and that comes first. */
function rank({ kind }: PlanStep): number {
  return way.indexOf(kind);
}

const way: readonly PlanStep['kind'][] = ['delete-old', ...WAY_HOME];

function lineText({ first, steps }: Line, wave: PlannedWave | undefined, waveOf: WaveOf): string[] {
  const finals = [...new Set(steps.flatMap(({ irreversible }) => irreversible ?? []))];
  const gutter = finals.length > 0 ? '  FINAL' : asksPerson(first) ? '  gate' : '';
  const [verb, rest] = wordsOf(first, machinesOf(steps, wave));
  const turns = first.kind === 'failover' && wave?.atMost ? `, at most ${wave.atMost} at once` : '';
  const lead = gutter.padEnd(GUTTER) + verb.padEnd(VERB);
  const [head = '', ...more] = wrapped(lead, rest + turns + waits(steps, wave, waveOf), TEXT_END);
  const { likely, interval } = times(first.kind === 'window' ? [] : steps.map(({ estimate }) => estimate));
  const notes = [
    ...finals.map((why) => `no way back: ${why}`),
    ...(first.kind === 'process-server' ? first.restsOn : []),
    ...(first.kind === 'ask' ? (first.how ?? []).map((what, at) => `${at + 1}. ${what}`) : []),
    ...new Set(
      steps.flatMap(({ undo }) =>
        undo === null || undo.loses === 'nothing' ? [] : [`undo: ${undo.how} It loses ${undo.loses}.`],
      ),
    ),
  ];
  return [
    `${head.padEnd(TEXT_END + 2)}${likely.padStart(LIKELY)}  ${interval}`.trimEnd(),
    ...more,
    ...notes.flatMap((note) => wrapped(' '.repeat(GUTTER + VERB), note)),
  ];
}

function machinesOf(steps: readonly PlanStep[], wave: PlannedWave | undefined): string {
  const names = steps.flatMap(({ machine }) => machine ?? []);
  if (names.length === 1) return names[0] ?? '';
  if (names.length === wave?.machines.length) return counted(names.length, 'machine');
  return `${names.length} of ${wave?.machines.length ?? names.length} machines, ${namesInRoom(names, 32)}`;
}

/** What of other waves, or of other machines' places, the steps wait for. */
function waits(steps: readonly PlanStep[], wave: PlannedWave | undefined, waveOf: WaveOf): string {
  const others = new Set<string>();
  let forPlaces = 0;
  for (const { kind, waitsFor } of steps) {
    const before = waitsFor.flatMap((id) => waveOf(id) ?? []);
    if (kind === 'reprotect' && before.some((step) => step.kind === 'commit')) forPlaces += 1;
    else for (const step of before) if (step.wave !== null && step.wave !== wave?.name) others.add(step.wave);
  }
  const names = [...others];
  const verified =
    names.length === 0 || wave === undefined
      ? ''
      : `, once ${together(names.map((name) => `'${name}'`))} ${names.length === 1 ? 'is' : 'are'} verified`;
  return (
    verified +
    (forPlaces === 0
      ? ''
      : `, ${forPlaces === steps.length ? '' : `${forPlaces} of them `}after others have freed their places`)
  );
}

/** `data and front`. */
function together(names: readonly string[]): string {
  if (names.length < 2 || names.length > 3) return readableList(names, 3);
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function times(estimates: readonly Estimate[]): { likely: string; interval: string } {
  if (estimates.length === 0) return { likely: '', interval: '' };
  let [low, likely, high] = [Number.POSITIVE_INFINITY, 0, 0];
  for (const estimate of estimates) {
    low = Math.min(low, estimate.low);
    likely = Math.max(likely, estimate.likely);
    high = Math.max(high, estimate.high);
  }
  return { likely: readableDuration(likely), interval: renderInterval({ low, high }) };
}
