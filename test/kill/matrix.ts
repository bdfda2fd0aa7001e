import type { RunEvent } from '../../core/run/events.ts';
import { reduce } from '../../core/run/reduce.ts';
import type { RunState } from '../../core/run/state.ts';
import { parseJournal } from '../../executor/journal/read-journal.ts';
import { journalFile } from '../../executor/journal/run-directory.ts';
import type { EffectGate } from '../../executor/run/effect-gate.ts';
import { type Chance, seededChance } from '../../simulator/chance.ts';
import {
  approvedAndFresh,
  chainVerifies,
  intendedFirst,
  meansTheSame,
  nothingEarly,
  nothingTwice,
  strangersUntouched,
  withinBudget,
} from './checks.ts';
import { type EstateTruth, estateAt } from './estate-truth.ts';
import { afterKill, afterPowerCut } from './forgetful-disk.ts';
import { type Crossing, deadlyGate, watchedGate } from './killing-gate.ts';
import { type KillPoint, pointsOf } from './points.ts';
import { type Moment, type Outcome, Stage, type Staging } from './stage.ts';
import type { World } from './world.ts';

/** A run that nobody killed, with all the moments at which somebody could have. */
export interface CalmRun {
  readonly stage: Stage;
  readonly points: readonly KillPoint[];
  readonly crossings: readonly Crossing<Moment>[];
  readonly outcome: Outcome;
  readonly truth: EstateTruth;
}

export interface Verdict {
  readonly faults: readonly string[];
  readonly outcome: Outcome;
  /** Times that the run was killed on its way to this end. */
  readonly kills: number;
}

/** A resume that takes longer than this has lost its way: it is a fault, and not a reason to wait. */
const MOST_MS = 20_000;

export async function playCalmly(world: World, staging: Partial<Staging> = {}): Promise<CalmRun> {
  const stage = await Stage.set(world);
  let crossings: readonly Crossing<Moment>[] = [];
  const watched = (look: () => Moment): EffectGate => {
    const both = watchedGate(look);
    crossings = both.crossings;
    return both.gate;
  };
  const { ended, strike } = await stage.play(stage.start, { ...staging, gate: watched });
  const outcome = await Promise.race([ended, tooLong(stage)]);
  await strike();
  const points = pointsOf(crossings, `${journalFile(stage.run)}`);
  return { stage, points, crossings, outcome, truth: estateAt(outcome.moment, world, stage.written) };
}

/** Takes the run up after it was ended at a point, perhaps ends it once more, and judges what came of it. */
export async function resumeAt(
  calm: CalmRun,
  point: KillPoint,
  options: {
    readonly again?: { readonly after: number; readonly chance: Chance };
    readonly staging?: Partial<Staging>;
  } = {},
): Promise<Verdict> {
  const { stage } = calm;
  let moment = point.moment;
  let kills = 1;
  const staging = { ...options.staging, ...(point.late ? lateArrival(calm, point, options.staging) : {}) };
  if (options.again !== undefined) {
    const { after, chance } = options.again;
    const struck = await playUntil(stage, moment, after, staging);
    if (struck !== undefined) {
      kills += 1;
      const disk = chance.draw('death', point.name, after) < 0.5 ? afterKill(struck.disk) : afterPowerCut(struck.disk);
      moment = { ...struck, disk };
    }
  }
  const { ended, strike } = await stage.play(moment, { ...staging, gate: () => (_, act) => act() });
  try {
    const outcome = await Promise.race([ended, tooLong(stage)]);
    return { faults: judge(calm, outcome), outcome, kills };
  } finally {
    await strike();
  }
}

/** Everything that must hold at the end of a run, however it came there. */
export function judge({ stage, outcome: calm, truth: before }: CalmRun, outcome: Outcome): readonly string[] {
  const { plan } = stage.written;
  const broken = chainVerifies(outcome.journal);
  if (broken.length > 0) return broken;
  const { events } = parseJournal(outcome.journal, 'the journal');
  const truth = estateAt(outcome.moment, stage.world, stage.written);
  const evidence = { plan, events, notes: outcome.moment.notes, jobs: truth.jobs };
  return [
    ...nothingTwice(evidence),
    ...intendedFirst(evidence),
    ...approvedAndFresh(evidence),
    ...nothingEarly(evidence),
    ...strangersUntouched(evidence),
    ...withinBudget(evidence),
    ...meansTheSame(plan, events, reduce),
    ...sameEnd(calm.state, outcome.state),
    ...(truth.stands === before.stands
      ? []
      : [`The estate stands otherwise: ${firstDifference(before.stands, truth.stands)}`]),
  ];
}

export function sameEnd(calm: RunState, state: RunState): readonly string[] {
  const faults =
    calm.status === state.status
      ? []
      : [`The run ended '${state.status}' instead of '${calm.status}': ${state.because ?? ''}`];
  for (const [id, { status }] of calm.steps) {
    const now = state.steps.get(id);
    if (now?.status !== status)
      faults.push(`'${id}' is '${now?.status}' instead of '${status}': ${now?.failure?.message ?? now?.note ?? ''}`);
  }
  return faults;
}

export function eventsOf({ journal }: Outcome): readonly RunEvent[] {
  return parseJournal(journal, 'the journal').events;
}

/** The moment at which the n-th passage killed the run; undefined where it ended before. */
async function playUntil(
  stage: Stage,
  from: Moment,
  at: number,
  staging: Partial<Staging>,
): Promise<Moment | undefined> {
  const struck = Promise.withResolvers<Moment>();
  const gate = (look: () => Moment) => deadlyGate(at, at % 2 === 0 ? 'before' : 'after', () => struck.resolve(look()));
  const { ended, strike } = await stage.play(from, { ...staging, gate });
  const moment = await Promise.race([struck.promise, ended.then(() => undefined), tooLong(stage)]);
  await strike();
  return moment;
}

/**
 * The calls that the dead process had under way reach the service when its successor has looked once for their jobs: the
 * network had them meanwhile.
 */
function lateArrival(
  { crossings, outcome }: CalmRun,
  { moment }: KillPoint,
  staging: Partial<Staging> = {},
): Pick<Staging, 'effects'> {
  const crossing = crossings.find(
    ({ passage, before }) =>
      passage.what === 'call' && before.estate === moment.estate && before.notes.length === moment.notes.length,
  );
  const from = crossing?.before.notes.length ?? 0;
  const to = crossing?.after?.notes.length ?? from;
  const sent = outcome.moment.notes.slice(from, to).filter(({ method }) => method === 'POST');
  let arrived = false;
  return {
    effects: (given, url) => {
      const effects = staging.effects?.(given, url) ?? given;
      return {
        ...effects,
        async jobsBetween(earliest, latest) {
          const jobs = await effects.jobsBetween(earliest, latest);
          if (!arrived) {
            arrived = true;
            for (const { url: path, body, requestId = '' } of sent)
              await fetch(new URL(path, url), {
                method: 'POST',
                headers: {
                  authorization: 'Bearer late',
                  'content-type': 'application/json',
                  'x-ms-client-request-id': requestId,
                },
                ...(body === '' ? {} : { body }),
              }).catch(() => undefined); // a fault of the story may break this connection too
          }
          return jobs;
        },
      };
    },
  };
}

function tooLong(stage: Stage): Promise<never> {
  return new Promise((_, reject) => {
    const sentence = () => `The run did not end within ${MOST_MS / 1000} s. It told last: ${stage.told}`;
    setTimeout(() => reject(new Error(sentence())), MOST_MS).unref();
  });
}

function firstDifference(one: string, other: string): string {
  const others = other.split('\n');
  const at = one.split('\n').findIndex((line, index) => line !== others[index]);
  return `${one.split('\n')[at] ?? ''} became ${others[at] ?? ''}`;
}

/** Points by their kind, drawn by chance until there are enough: one of each kind after the other, so that rare ones are there too. */
export function choosePoints(points: readonly KillPoint[], count: number, seed: number): readonly KillPoint[] {
  const chance = seededChance(seed);
  const kinds = Map.groupBy(points, ({ what, cut, death }) => `${what} ${cut} ${death}`);
  const by = (name: string) => chance.draw('order', name);
  const shuffled = [...kinds]
    .sort(([one], [other]) => by(one) - by(other))
    .map(([, some]) => some.toSorted((one, other) => by(one.name) - by(other.name)));
  const chosen: KillPoint[] = [];
  for (let round = 0; chosen.length < Math.min(count, points.length); round += 1)
    for (const kind of shuffled) {
      const point = kind[round];
      if (point !== undefined && chosen.length < count) chosen.push(point);
    }
  return chosen;
}
