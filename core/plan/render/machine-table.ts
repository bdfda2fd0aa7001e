import type { PlannedMachine } from '../plan.ts';
import { counted, readableBytes } from '../readable.ts';
import { namesInRoom, table } from './columns.ts';

const NAMES_ROOM = 34;
const NAME_ROOM = 14;
const ROWS = 12;

/** The machines of a wave as a table; those that differ by name only share a row. */
export function machineTable(machines: readonly PlannedMachine[]): string[] {
  const batches = new Set(machines.map(({ batch }) => batch)).size > 1;
  const groups = [...Map.groupBy(machines, (machine) => likeness(machine)).values()];
  const shown = groups.slice(0, ROWS).map((group) => row(group, batches));
  const header = [
    'machines',
    '',
    'system',
    'disks',
    'size',
    'datastore',
    'location',
    'through',
    ...(batches ? ['batch'] : []),
  ];
  const lines = table([header, ...shown], new Set([1, 3, 4, 8])).map((line) => `  ${line}`);
  const rest = groups.slice(ROWS).flat().length;
  return rest === 0 ? lines : [...lines, `  and ${counted(rest, 'machine')} of ${groups.length - ROWS} further kinds`];
}

function row(group: readonly PlannedMachine[], batches: boolean): string[] {
  const [first] = group;
  if (first === undefined) return [];
  return [
    namesInRoom(
      group.map(({ name }) => name),
      NAMES_ROOM,
    ),
    group.length === 1 ? '' : `${group.length}`,
    first.os ?? 'unknown',
    first.disks === null ? 'unknown' : `${first.disks}`,
    first.bytes === null ? 'unknown' : readableBytes(first.bytes),
    namesInRoom([first.datastore ?? 'unknown'], NAME_ROOM),
    first.location,
    namesInRoom([first.via ?? 'unknown'], NAME_ROOM),
    ...(batches ? [`${first.batch + 1}`] : []),
  ];
}

function likeness({ os, disks, bytes, datastore, location, via, batch }: PlannedMachine): string {
  return JSON.stringify([os, disks, bytes, datastore, location, via, batch]);
}
