import type { Plan } from '../plan/plan.ts';
import type { Seconds } from '../quantity.ts';
import { type Bin, binsOf, type Distribution, distributionOf } from './distribution.ts';
import type { Rehearsal } from './rehearsal.ts';

/** What many rehearsals of one plan tell together. */
export interface Rehearsals {
  readonly schema: 'failback/rehearsals';
  readonly version: 1;
  readonly runbook: string;
  readonly planHash: string;
  readonly times: number;
  readonly firstSeed: number;
  readonly faults: readonly string[];
  readonly faultChance: number;
  readonly estimated: Plan['total'];
  readonly done: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Of those that came to an end with every machine home. */
  readonly duration: Distribution | null;
  readonly histogram: readonly Bin[];
  readonly waves: readonly WaveSpread[];
  readonly causes: readonly Cause[];
  /** How often each step decided over the length, the most frequent first. */
  readonly path: readonly { readonly step: string; readonly title: string; readonly times: number }[];
  /** Shortest, middle and longest of them, by the seed that tells one like it. */
  readonly seeds: { readonly shortest: number; readonly middle: number; readonly longest: number } | null;
}

export interface WaveSpread {
  readonly name: string;
  readonly objective: Seconds | null;
  readonly recoveryTime: Distribution | null;
  /** Of all rehearsals: in how many the objective was met; null without one. */
  readonly objectiveMet: number | null;
  /** From the last replicated machine to the opening of the window. */
  readonly slack: Distribution | null;
  /** In how many the window was missed. */
  readonly late: number;
  readonly finished: number;
}

export interface Cause {
  readonly code: string;
  readonly kind: string;
  readonly message: string;
  /** In how many rehearsals, and at which steps with how many times each. */
  readonly rehearsals: number;
  readonly steps: readonly { readonly step: string; readonly times: number }[];
  readonly seed: number;
}

export interface RehearsedWith {
  readonly plan: Plan;
  readonly firstSeed: number;
  readonly faults: readonly string[];
  readonly faultChance: number;
}

/** Sums rehearsals up. The order in which they came changes nothing. */
export function sumUpRehearsals({ plan, ...how }: RehearsedWith, unsorted: readonly Rehearsal[]): Rehearsals {
  const all = unsorted.toSorted((one, other) => one.seed - other.seed);
  const done = all.filter(({ status }) => status === 'done').toSorted((one, other) => one.took - other.took);
  const durations = done.map(({ took }) => took);
  const seedAt = (share: number) => done[Math.floor(share * (done.length - 1))]?.seed ?? 0;
  return {
    schema: 'failback/rehearsals',
    version: 1,
    runbook: plan.runbook.name,
    planHash: plan.hash,
    times: all.length,
    ...how,
    estimated: plan.total,
    done: done.length,
    byStatus: counted(all.map(({ status }) => status)),
    duration: distributionOf(durations) ?? null,
    histogram: binsOf(durations),
    waves: plan.waves.map(({ name, objective }) => waveSpread(name, objective, all)),
    causes: causesOf(all),
    path: pathOf(plan, done),
    seeds: done.length === 0 ? null : { shortest: seedAt(0), middle: seedAt(0.5), longest: seedAt(1) },
  };
}

function waveSpread(name: string, objective: Seconds | null, all: readonly Rehearsal[]): WaveSpread {
  const mine = all.flatMap(({ waves }) => waves.filter((wave) => wave.name === name));
  const slack = mine.flatMap((wave) => wave.slack ?? []);
  return {
    name,
    objective,
    recoveryTime: distributionOf(mine.flatMap(({ recoveryTime }) => recoveryTime ?? [])) ?? null,
    objectiveMet: objective === null ? null : mine.filter(({ objectiveMet }) => objectiveMet === true).length,
    slack: distributionOf(slack) ?? null,
    late: slack.filter((left) => left < 0).length,
    finished: mine.filter(({ finished }) => finished).length,
  };
}

function causesOf(all: readonly Rehearsal[]): readonly Cause[] {
  const told = all.flatMap(({ seed, failures }) => failures.map((failure) => ({ seed, ...failure })));
  return [...Map.groupBy(told, ({ code, kind }) => `${code} ${kind}`).values()]
    .flatMap((same) => {
      const [first] = same;
      if (first === undefined) return [];
      const steps = Object.entries(counted(same.map(({ step }) => step)));
      return [
        {
          code: first.code,
          kind: first.kind,
          message: first.message,
          rehearsals: new Set(same.map(({ seed }) => seed)).size,
          steps: steps.map(([step, times]) => ({ step, times })).sort((one, other) => other.times - one.times),
          seed: first.seed,
        },
      ];
    })
    .sort((one, other) => other.rehearsals - one.rehearsals || (one.code < other.code ? -1 : 1));
}

function pathOf({ steps }: Plan, done: readonly Rehearsal[]): Rehearsals['path'] {
  const times = counted(done.flatMap(({ path }) => path));
  return steps
    .flatMap(({ id, title }) => (times[id] === undefined ? [] : [{ step: id, title, times: times[id] }]))
    .toSorted((one, other) => other.times - one.times);
}

function counted(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
