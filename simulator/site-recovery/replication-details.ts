import { sentinels, ticks } from '../arm/moments.ts';
import {
  type DiskReplication,
  diskProgress,
  movedUntil,
  type Progress,
  type Replication,
  totalProgress,
} from '../estate/replication.ts';
import type { Instant } from '../virtual-clock.ts';

/** Progress of the initial replication as an item carries it: all null while nothing runs, and at its very start. */
export function replicationSummary(replication: Replication | undefined, at: Instant, running: boolean) {
  const progress = replication === undefined || !running ? undefined : totalProgress(replication, at);
  const shown = progress !== undefined && progress.state !== 'queued' ? progress : undefined;
  return {
    initialReplicationProgressPercentage: shown?.percentage ?? null,
    initialReplicationProcessedBytes: shown?.processedBytes ?? null,
    initialReplicationTransferredBytes: shown === undefined ? null : transferred(shown),
    initialReplicationProgressHealth:
      shown === undefined || replication === undefined ? 'None' : progressHealth(replication, at),
    resyncProgressPercentage: null,
    resyncProcessedBytes: null,
    resyncTransferredBytes: null,
    resyncProgressHealth: 'None',
  };
}

/** `irDetails` of a disk: there while its replication runs, queued or not; gone after. */
export function diskReplicationDetails(replication: Replication, disk: DiskReplication, moment: Instant) {
  const at = movedUntil(replication, moment);
  const progress = diskProgress(disk, at);
  const started = progress.state !== 'queued';
  return {
    progressHealth: started ? progressHealth(replication, moment) : 'Queued',
    transferredBytes: transferred(progress),
    last15MinutesTransferredBytes: started ? recent(disk, at) : 0,
    lastDataTransferTimeUtc: started ? dashedTime(at) : null,
    processedBytes: progress.processedBytes,
    startTime: started ? dashedTime(disk.startsAt).slice(0, 20) : null,
    lastRefreshTime: started ? americanTime(at) : null,
    progressPercentage: started ? progress.percentage : null,
  };
}

/** Half an hour without a byte is no progress. */
function progressHealth(replication: Replication, at: Instant): 'InProgress' | 'NoProgress' {
  return at - movedUntil(replication, at) > 30 * 60_000 ? 'NoProgress' : 'InProgress';
}

/** Zeroes are not sent: about an eighth less travels than is read. The share is that of the recording. */
function transferred(progress: Progress): number {
  return Math.round(progress.processedBytes * 0.877);
}

function recent(disk: DiskReplication, at: Instant): number {
  const quarter = 15 * 60_000;
  const now = diskProgress(disk, at).processedBytes;
  const before = diskProgress(disk, Math.max(disk.startsAt, at - quarter)).processedBytes;
  return Math.round((now - before) * 0.877);
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2023-Aug-26 03:42:14.151668`: one of the three ways in which this service writes a time. */
function dashedTime(at: Instant): string {
  const iso = new Date(at).toISOString();
  const month = months[new Date(at).getUTCMonth()];
  return `${iso.slice(0, 4)}-${month}-${iso.slice(8, 10)} ${iso.slice(11, 23)}000`;
}

/** `8/26/2023 3:42:27 AM`: another. */
function americanTime(at: Instant): string {
  const date = new Date(at);
  const hour = date.getUTCHours();
  const clock = [date.getUTCMinutes(), date.getUTCSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
  return `${day} ${hour % 12 === 0 ? 12 : hour % 12}:${clock} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** `currentScenario`, with the sentinels of an item at rest. */
export function currentScenario(
  vault: string,
  job: { readonly id: string; readonly scenarioName: string; readonly startedAt: Instant } | undefined,
) {
  return job === undefined
    ? {
        scenarioName: 'None',
        jobId: `${vault}/replicationJobs/None`,
        startTime: sentinels.noScenarioStart,
      }
    : { scenarioName: job.scenarioName, jobId: `${vault}/replicationJobs/${job.id}`, startTime: ticks(job.startedAt) };
}
