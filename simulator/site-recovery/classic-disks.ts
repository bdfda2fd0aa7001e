import type { CapturedItem } from '../../core/inventory/inventory.ts';
import { ticks } from '../arm/moments.ts';
import { diskProgress, movedUntil, totalProgress } from '../estate/replication.ts';
import type { ItemView } from './item-view.ts';

type CapturedDisk = CapturedItem['disks'][number];

const MiB = 2 ** 20;

/** Share of the first copy after which its second step begins. Never recorded. */
const SECOND_STEP = 95;

/** `ResyncStepI` and `DifferentialSync` are recorded; the step between them is assumed. */
export function stageOf({ state, at }: ItemView): string {
  if (state.phase !== 'replicating-back' && state.phase !== 'replicating-forward')
    return state.resyncRequired ? 'ResyncStepI' : 'DifferentialSync';
  const percentage = state.replication === undefined ? 0 : totalProgress(state.replication, at).percentage;
  return percentage < SECOND_STEP ? 'ResyncStepI' : 'ResyncStepII';
}

/**
 * A protected disk. Both classic providers have the same fields but for three, whose unit one of them spells out.
 */
export function classicDisk(view: ItemView, disk: CapturedDisk, unit: 'MB' | 'MegaBytes') {
  const { state, at } = view;
  const replication = state.replication?.disks.find(({ diskId }) => diskId === disk.id);
  const running = state.phase === 'replicating-back' || state.phase === 'replicating-forward';
  const until = state.replication === undefined ? at : movedUntil(state.replication, at);
  const progress = running && replication !== undefined ? diskProgress(replication, until) : undefined;
  const started = progress !== undefined && progress.state !== 'queued';
  const left = progress === undefined || replication === undefined ? 0 : replication.bytes - progress.processedBytes;
  return {
    diskId: disk.id,
    diskName: disk.name,
    protectionStage: running ? (progress?.state === 'complete' ? 'DifferentialSync' : stageOf(view)) : stageOf(view),
    healthErrorCode: null,
    rpoInSeconds: running ? 0 : 76,
    resyncRequired: String(state.resyncRequired),
    resyncProgressPercentage: progress?.percentage ?? 0,
    resyncDurationInSeconds:
      started && replication !== undefined ? Math.floor((until - replication.startsAt) / 1000) : 0,
    diskCapacityInBytes: disk.capacityBytes,
    fileSystemCapacityInBytes: disk.capacityBytes,
    [`sourceDataIn${unit}`]: Math.round(left / MiB) + (running ? 0 : pendingOn(view, disk, 'source')),
    [`psDataIn${unit}`]: running ? 0 : pendingOn(view, disk, 'process-server'),
    [`targetDataIn${unit}`]: running ? 0 : pendingOn(view, disk, 'target'),
    diskResized: String(disk.resized ?? false),
    lastRpoCalculatedTime: ticks(at - (at % 60_000)),
    resyncProcessedBytes: progress?.processedBytes ?? 0,
    resyncTotalTransferredBytes: Math.round((progress?.processedBytes ?? 0) * 0.877),
    resyncLast15MinutesTransferredBytes: 0,
    ...(started && replication !== undefined
      ? { resyncLastDataTransferTimeUTC: ticks(until), resyncStartTime: ticks(replication.startsAt) }
      : {}),
    progressHealth: !running ? 'None' : started ? (at - until > 30 * 60_000 ? 'NoProgress' : 'InProgress') : 'Queued',
    progressStatus: !running ? 'None' : started ? 'InProgress' : 'Queued',
  };
}

/** What changed and is not over yet, in MB: a little everywhere, drawn for each minute. */
function pendingOn({ estate, machine, state, at }: ItemView, disk: CapturedDisk, where: string): number {
  if (state.phase !== 'protected-back' && state.phase !== 'protected-forward') return 0;
  const drawn = estate.chance.draw('pending', where, machine.key, disk.id, Math.floor(at / 60_000));
  return Math.round(drawn * 2048) / 1024;
}

export function pendingInAll(view: ItemView): number {
  return view.machine.item.disks.reduce((sum, disk) => sum + pendingOn(view, disk, 'source'), 0);
}
