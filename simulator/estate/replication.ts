import type { CapturedItem } from '../../core/inventory/inventory.ts';
import type { Bytes } from '../../core/quantity.ts';
import type { Chance } from '../chance.ts';
import type { Knobs } from '../knobs.ts';
import type { Instant } from '../virtual-clock.ts';

/** One initial replication: when each disk starts and ends, and how much of it travels. */
export interface Replication {
  readonly kind: 'delta' | 'full-copy';
  readonly queuedAt: Instant;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** From then on nothing moves, for so long; the ends of its disks do not count that time. */
  readonly stallsAt: Instant | undefined;
  readonly stallsFor: number;
  readonly disks: readonly DiskReplication[];
}

export interface DiskReplication {
  readonly diskId: string;
  readonly bytes: Bytes;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** How far a disk, or all of them, has come. */
export interface Progress {
  readonly state: 'queued' | 'in-progress' | 'complete';
  readonly percentage: number;
  readonly processedBytes: Bytes;
}

export function planReplication(
  item: CapturedItem,
  kind: Replication['kind'],
  queuedAt: Instant,
  knobs: Knobs,
  chance: Chance,
  occasion: readonly (string | number)[],
): Replication {
  const startsAt = queuedAt + 1000 * chance.around(knobs.replicationQueueSeconds, knobs.jitter, 'queue', ...occasion);
  const rate = chance.around(knobs.replicationRate, knobs.jitter, 'rate', ...occasion);
  let cursor = startsAt;
  const disks = item.disks.map((disk) => {
    const share = kind === 'delta' ? knobs.deltaShare : knobs.usedShare;
    const bytes = Math.round(
      Math.min(disk.capacityBytes, chance.around(disk.capacityBytes * share, knobs.jitter, disk.id, ...occasion)),
    );
    const from = cursor;
    cursor += Math.ceil((bytes * 8 * 1000) / rate);
    return { diskId: disk.id, bytes, startsAt: from, endsAt: cursor };
  });
  return { kind, queuedAt, startsAt, endsAt: cursor, stallsAt: undefined, stallsFor: 0, disks };
}

export function diskProgress(disk: DiskReplication, at: Instant): Progress {
  if (at < disk.startsAt) return { state: 'queued', percentage: 0, processedBytes: 0 };
  if (at >= disk.endsAt) return { state: 'complete', percentage: 100, processedBytes: disk.bytes };
  const share = (at - disk.startsAt) / (disk.endsAt - disk.startsAt);
  return { state: 'in-progress', percentage: Math.floor(share * 100), processedBytes: Math.floor(disk.bytes * share) };
}

export function totalProgress(replication: Replication, moment: Instant): Progress {
  const at = movedUntil(replication, moment);
  const bytes = replication.disks.reduce((sum, disk) => sum + disk.bytes, 0);
  const processedBytes = replication.disks.reduce((sum, disk) => sum + diskProgress(disk, at).processedBytes, 0);
  if (at < replication.startsAt) return { state: 'queued', percentage: 0, processedBytes: 0 };
  if (at >= replication.endsAt) return { state: 'complete', percentage: 100, processedBytes };
  return {
    state: 'in-progress',
    percentage: bytes === 0 ? 0 : Math.floor((100 * processedBytes) / bytes),
    processedBytes,
  };
}

/** How far it is, as the moment at which it would be there had it never stood still. */
export function movedUntil({ stallsAt = Number.POSITIVE_INFINITY, stallsFor }: Replication, at: Instant): Instant {
  return at <= stallsAt ? at : Math.max(stallsAt, at - stallsFor);
}
