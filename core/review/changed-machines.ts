import type { Plan } from '../plan/plan.ts';
import { counted, readableBytes, readableList } from '../plan/readable.ts';
import type { Wave } from '../runbook/runbook.ts';
import { type Change, placesOf } from './change.ts';
import type { Sides } from './side.ts';

/** Machines that come home now, that do not any more, and that go in another wave. */
export function changedMachines(sides: Sides): Change[] {
  return [...come(sides), ...gone(sides), ...moved(sides)];
}

function come({ added, after }: Sides): Change[] {
  return [...Map.groupBy(added, ({ wave }) => wave)].map(([wave, machines]) => {
    const names = machines.map(({ machine }) => machine.name);
    return {
      risk: 'serious',
      kind: 'machine',
      subjects: names,
      says: `${readableList(names)} ${names.length === 1 ? 'comes' : 'come'} home too, ${inWave(wave)}.`,
      means: moreToMove(names, after.plan),
      ...placesOf(machines.map(({ machine }) => machine.at)),
    };
  });
}

function gone({ removed, before }: Sides): Change[] {
  if (removed.length === 0) return [];
  const names = removed.map(({ machine }) => machine.name);
  const cost = before.plan.costPerHour;
  return [
    {
      risk: 'serious',
      kind: 'machine',
      subjects: names,
      says: `${readableList(names)} ${names.length === 1 ? 'does' : 'do'} not come home any more.`,
      means: `${names.length === 1 ? 'It stays' : 'They stay'} in Azure${cost === null ? '' : ', and cost there'}, and nothing else says when ${names.length === 1 ? 'it returns' : 'they return'}.`,
      at: removed[0]?.machine.at,
      inOldText: true,
    },
  ];
}

function moved({ machines, waveBefore }: Sides): Change[] {
  const movers = machines.filter(
    ({ beforeWave, afterWave }) =>
      (afterWave === undefined ? undefined : waveBefore.get(afterWave)) !== beforeWave ||
      (afterWave === undefined) !== (beforeWave === undefined),
  );
  const routes = Map.groupBy(movers, ({ beforeWave, afterWave }) => `${beforeWave?.name}\n${afterWave?.name}`);
  return [...routes.values()].map((route) => {
    const names = route.map(({ after }) => after.name);
    const [first] = route;
    return {
      risk: 'serious',
      kind: 'machine',
      subjects: names,
      says: `${readableList(names)} ${names.length === 1 ? 'moves' : 'move'} ${fromWave(first?.beforeWave)} ${toWave(first?.afterWave)}.`,
      means: first?.afterWave === undefined ? 'A machine in no wave is not moved at all.' : undefined,
      ...placesOf(route.map(({ after }) => after.at)),
    };
  });
}

function moreToMove(names: readonly string[], { machines }: Plan): string | undefined {
  const wanted = new Set(names);
  const bytes = machines.filter(({ name }) => wanted.has(name)).reduce((sum, machine) => sum + (machine.bytes ?? 0), 0);
  if (bytes === 0) return undefined;
  return `${counted(names.length, 'machine')} more, with up to ${readableBytes(bytes)} to move.`;
}

function inWave(wave: Wave | undefined): string {
  return wave === undefined ? 'but in no wave' : `in wave '${wave.name}'`;
}

function fromWave(wave: Wave | undefined): string {
  return wave === undefined ? 'from no wave' : `from wave '${wave.name}'`;
}

function toWave(wave: Wave | undefined): string {
  return wave === undefined ? 'to none' : `to wave '${wave.name}'`;
}
