import { afterKill, afterPowerCut, type DiskState, type TornWrite } from './forgetful-disk.ts';
import type { Crossing } from './killing-gate.ts';
import type { Moment } from './stage.ts';

/** How a process ended: somebody killed it, or its computer lost power. */
export type Death = 'kill' | 'power-cut';

/** A moment at which a run is ended, and what its successor finds. */
export interface KillPoint {
  readonly name: string;
  /** What passed the gate. */
  readonly what: string;
  readonly cut: string;
  readonly death: Death;
  readonly moment: Moment;
  /** Calls that were sent, and reach the service only when the successor already looks for them. */
  readonly late: boolean;
}

/** Every point at which a run that crossed its gate like this can be ended. */
export function pointsOf(crossings: readonly Crossing<Moment>[], journal: string): readonly KillPoint[] {
  return crossings.flatMap((crossing, at) => [
    ...aroundOf(crossings, crossing, at),
    ...(writesTo(journal, crossing) ? tornOf(crossing, at, journal) : []),
  ]);
}

/** A journal that is opened is written anew beside the old one, whose name it takes then: its writer knows the first name. */
function writesTo(journal: string, { passage: { what, path } }: Crossing<Moment>): boolean {
  return (
    what === 'append' && (path === journal || (path?.startsWith(`${journal}.`) && path.endsWith('.draft')) === true)
  );
}

function aroundOf(
  crossings: readonly Crossing<Moment>[],
  crossing: Crossing<Moment>,
  at: number,
): readonly KillPoint[] {
  const { passage, before, after, seenFrom } = crossing;
  const point = (cut: string, moment: Moment, death: Death, late = false): KillPoint => ({
    name: `${cut} ${passage.what} ${at} (${death})`,
    what: passage.what,
    cut,
    death,
    moment: { ...moment, disk: death === 'kill' ? afterKill(moment.disk) : afterPowerCut(moment.disk) },
    late,
  });
  const seen = seenFrom === undefined ? undefined : crossings[seenFrom]?.before;
  return (['kill', 'power-cut'] as const).flatMap((death) => [
    point('before', before, death),
    ...(after === undefined ? [] : [point('after, unseen,', after, death)]),
    ...(seen === undefined ? [] : [point('after, seen,', seen, death)]),
    ...(passage.what === 'call' ? [point('late', before, death, true)] : []),
  ]);
}

function tornOf({ passage, before }: Crossing<Moment>, at: number, journal: string): readonly KillPoint[] {
  const { path: written = journal, bytes = new Uint8Array() } = passage;
  const path = before.disk.entries.has(written) ? written : journal;
  const lengths = [0, 1, Math.floor(bytes.length / 2), bytes.length - 1];
  return lengths.flatMap((length) => {
    const torn: TornWrite = { path, bytes: bytes.subarray(0, length) };
    const moment = (disk: DiskState): Moment => ({ ...before, disk });
    return [
      { death: 'kill' as const, moment: moment(afterKill(before.disk, torn)) },
      { death: 'power-cut' as const, moment: moment(afterPowerCut(before.disk, torn)) },
    ].map(({ death, moment }) => ({
      name: `torn at byte ${length} of ${bytes.length} in append ${at} (${death})`,
      what: 'append',
      cut: `torn at ${['0', '1', 'the middle', 'the last but one'][lengths.indexOf(length)]}`,
      death,
      moment,
      late: false,
    }));
  });
}
