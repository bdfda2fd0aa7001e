import { type Bytes, hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { eachMasterTarget } from '../judge.ts';
import { broken, holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { sized } from '../words.ts';
import { listedVolume, retentionVolumeOf } from './retention-volume.ts';

interface Params {
  readonly target: string;
  readonly volume: string;
  readonly capacity: Bytes;
  readonly free: Bytes;
  /** What the service reports as the threshold of the volume, in percent. */
  readonly threshold: number;
}

export const retentionVolumeFull = defineRule<Params>({
  code: 'FB084',
  title: 'Retention volume has no capacity or too little free space',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'a volume without capacity is not listed, and one that is full keeps no recovery points; beyond its threshold it still works, so that is a warning.',
  architecture: 'classic',
  decidedBy: ['inventory', 'preflight', 'run'],
  timeToLive: hours(4),
  source: {
    ...articles.prepareFailback,
    says: 'the capacity of the retention volume must not be zero; the service reports capacity, free space and a threshold with each volume',
    confidence: 'documented',
  },
  byHand:
    'Look inside the master target, or at its volumes in PowerShell:\n(Get-AzRecoveryServicesAsrFabric -Name CS).FabricSpecificDetails.MasterTargetServers.RetentionVolumes',
  mend: 'Enlarge the disk of the retention volume (600 GB on Windows and 1 TB on Linux are advised), or remove what does not belong there.',
  message: ({ target, volume, capacity, free, threshold }) =>
    capacity === 0 || free === 0
      ? `The retention volume '${volume}' of the master target '${target}' ${capacity === 0 ? 'has no capacity' : 'is full'}, so no recovery points can be kept on the way home, and nothing can be failed over to.`
      : `The retention volume '${volume}' of the master target '${target}' has ${sized(free)} of ${sized(capacity)} free, which is beyond its threshold of ${threshold} %. When it fills up, old recovery points are lost and replication stalls.`,
  details:
    'Whether the threshold is of used or of free space is documented nowhere; the one that was recorded, 80 % on a volume that was nearly empty, reads like used space. So the rule warns only where both readings do: with 80 %, and with 20 %, once less than 20 % of the volume are free.',
  reads: ['os'],
  check: eachMasterTarget<Params>({ fact: 'space on the retention volume' }, (captured, subject) => {
    const named = retentionVolumeOf(subject);
    const volume = named === undefined ? undefined : listedVolume(captured, named);
    if (volume === undefined) return unknown(`the vault does not list the retention volume of '${subject.name}'`);
    const { name, capacityBytes: capacity, freeBytes: free, thresholdPercent: threshold = 0 } = volume;
    const params = { target: subject.name, volume: name, capacity, free, threshold };
    if (capacity === 0 || free === 0) return broken(params, [captured]);
    const isEnough = free * 100 >= capacity * Math.min(threshold, 100 - threshold);
    return isEnough ? holds(captured) : broken(params, [captured], { severity: 'warning' });
  }),
});
