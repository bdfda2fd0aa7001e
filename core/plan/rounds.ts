import type { World } from '../inventory/world.ts';
import type { Appliance, MasterTarget, Runbook, Wave } from '../runbook/runbook.ts';
import { batchesOf } from './batches.ts';
import type { Convoy } from './convoys.ts';
import { Places, placesOf } from './places.ts';
import type { SettledMachine } from './settle-machines.ts';

type Way = Appliance | MasterTarget;

/** Machines that fail over together: one pilot batch of one wave, in one round. */
export interface Cell {
  readonly wave: Wave;
  /** Counted within the wave, from 0. */
  readonly number: number;
  readonly machines: readonly SettledMachine[];
}

/**
 * Machines that are under failback at the same time. A convoy takes one round, unless its disks are more than an
 * appliance takes at once: then a single wave goes in several, each with its own approvals, and the later ones take over
 * the places of the earlier ones.
 */
export interface Round {
  /** Counted within the wave, from 0. */
  readonly number: number;
  readonly cells: readonly Cell[];
}

export interface Rounds {
  /** In an order in which nothing waits for what comes later. */
  readonly rounds: readonly Round[];
  /** For each machine, by its index, the machines whose commit must free its places. */
  readonly placesFrom: readonly (readonly number[])[];
  /** Why some machines cannot be placed at all, as sentences. */
  readonly cannot: readonly string[];
}

/** Divides the convoys into rounds that fit the appliances, and the rounds into pilot batches. */
export function roundsOf(
  convoys: readonly Convoy[],
  machines: readonly SettledMachine[],
  runbook: Runbook,
  world: World | undefined,
): Rounds {
  const byWave = Map.groupBy(machines, ({ wave }) => wave);
  const ours = new Set(machines.flatMap(({ item }) => item?.id ?? []));
  const limits = new Map<Way, number>();
  const limit = (way: Way) => {
    const known = limits.get(way) ?? placesOf(way, world, ours);
    limits.set(way, known);
    return known;
  };
  const cannot: string[] = [];
  const rounds: Round[] = [];
  for (const convoy of convoys) {
    const members = convoy.waves.flatMap((wave) => byWave.get(wave) ?? []);
    if (members.length === 0) continue;
    const batch = batchesOf(members, runbook);
    const roundOf =
      convoy.waves.length === 1
        ? fillRounds(members, runbook, limit, cannot)
        : oneRound(members, convoy, limit, cannot);
    rounds.push(...divide(convoy, members, roundOf, batch));
  }
  return { rounds, placesFrom: handOut(rounds, machines.length, limit), cannot };
}

/** Next fit, for each appliance on its own; what moves together stays in one round. */
function fillRounds(
  members: readonly SettledMachine[],
  runbook: Runbook,
  limit: (way: Way) => number,
  cannot: string[],
): ReadonlyMap<SettledMachine, number> {
  const roundOf = new Map<SettledMachine, number>();
  const open = new Map<Way, { round: number; disks: number }>();
  for (const unit of inseparable(members, runbook)) {
    const needs = disksByWay(unit);
    let round = 0;
    for (const [way, disks] of needs) {
      const now = open.get(way) ?? { round: 0, disks: 0 };
      round = Math.max(round, now.disks + disks > limit(way) && now.disks > 0 ? now.round + 1 : now.round);
      if (disks > limit(way)) cannot.push(tooMany(unit, way, disks, limit(way)));
    }
    for (const [way, disks] of needs) {
      const now = open.get(way);
      open.set(way, { round, disks: (now?.round === round ? now.disks : 0) + disks });
    }
    for (const settled of unit) roundOf.set(settled, round);
  }
  return roundOf;
}

function oneRound(
  members: readonly SettledMachine[],
  convoy: Convoy,
  limit: (way: Way) => number,
  cannot: string[],
): ReadonlyMap<SettledMachine, number> {
  for (const [way, disks] of disksByWay(members))
    if (disks > limit(way))
      cannot.push(
        `The waves ${named(convoy.waves.map(({ name }) => name))} are held together by an application, so their ` +
          `machines on '${way.name}' are under failback at the same time: ${disks} disks, and it takes ${limit(way)}. ` +
          'Bring some of them home through another one, or let the application continue on failure.',
      );
  return new Map(members.map((settled) => [settled, 0]));
}

function tooMany(unit: readonly SettledMachine[], way: Way, disks: number, limit: number): string {
  const [first] = unit;
  const who = unit.length === 1 ? `'${first?.machine.name}' has` : `${unit.length} machines that move together have`;
  return (
    `${who} ${disks} disks to bring home through '${way.name}', which takes ${limit} at once. ` +
    (unit.length === 1 ? 'Exclude disks from replication.' : 'Bring some of them home through another one.')
  );
}

/** Members of a consistency group and of an application that holds commit together, so they share a round. */
function inseparable(members: readonly SettledMachine[], runbook: Runbook): readonly (readonly SettledMachine[])[] {
  const leader = new Map<object, object>();
  const find = (thing: object): object => {
    let at = thing;
    for (let up = leader.get(at); up !== undefined; up = leader.get(at)) at = up;
    if (at !== thing) leader.set(thing, at);
    return at;
  };
  const join = (one: object, other: object) => {
    const [a, b] = [find(one), find(other)];
    if (a !== b) leader.set(b, a);
  };
  const holding = runbook.apps.filter(({ onFailure }) => onFailure.value === 'hold');
  for (const group of [...runbook.consistencyGroups, ...holding])
    for (const { value } of group.machines) join(group, value);
  return [...Map.groupBy(members, ({ machine }) => find(machine)).values()];
}

function divide(
  convoy: Convoy,
  members: readonly SettledMachine[],
  roundOf: ReadonlyMap<SettledMachine, number>,
  batchOf: ReadonlyMap<SettledMachine, number>,
): Round[] {
  const numbers = new Map<Wave, number>();
  const byRound = Map.groupBy(members, (settled) => roundOf.get(settled) ?? 0);
  return [...byRound.keys()]
    .sort((one, other) => one - other)
    .map((number) => {
      const inRound = byRound.get(number) ?? [];
      const byWave = Map.groupBy(inRound, ({ wave }) => wave);
      const cells = convoy.waves.flatMap((wave) => {
        const byBatch = Map.groupBy(byWave.get(wave) ?? [], (settled) => batchOf.get(settled) ?? 0);
        return [...byBatch.keys()]
          .sort((one, other) => one - other)
          .map((batch): Cell => {
            const count = numbers.get(wave) ?? 0;
            numbers.set(wave, count + 1);
            return { wave, number: count, machines: byBatch.get(batch) ?? [] };
          });
      });
      return { number, cells };
    });
}

/** Hands out places in the order of the rounds; within a round nobody waits for anybody. */
function handOut(rounds: readonly Round[], count: number, limit: (way: Way) => number): number[][] {
  const placesFrom: number[][] = Array.from({ length: count }, () => []);
  const places = new Map<Way, Places>();
  for (const round of rounds) {
    const together = new Set<number>();
    for (const { machines } of round.cells) for (const { index } of machines) together.add(index);
    for (const { machines } of round.cells)
      for (const { index, via, disks } of machines) {
        if (via === undefined) continue;
        const ring = places.get(via) ?? new Places(limit(via));
        places.set(via, ring);
        placesFrom[index] = ring.take(disks ?? 1, index).filter((holder) => !together.has(holder));
      }
  }
  return placesFrom;
}

function disksByWay(machines: readonly SettledMachine[]): ReadonlyMap<Way, number> {
  const disks = new Map<Way, number>();
  for (const { via, disks: own } of machines) if (via !== undefined) disks.set(via, (disks.get(via) ?? 0) + (own ?? 1));
  return disks;
}

function named(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}
