import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { eachMasterTarget } from '../judge.ts';
import { broken } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { listedVolume, retentionVolumeOf } from './retention-volume.ts';

interface Params {
  readonly target: string;
  readonly volume: string;
}

export const newDriveNotListedYet = defineRule<Params>({
  code: 'FB086',
  title: 'New retention drive takes up to 15 minutes to appear',
  kind: 'advice',
  severity: 'info',
  severityBecause: 'it tells why a drive that is there may not be seen yet; whether it is there at all is FB080.',
  architecture: 'classic',
  decidedBy: ['inventory'],
  timeToLive: hours(24),
  source: {
    ...articles.prepareFailback,
    says: 'a drive added to the master target takes up to 15 minutes to appear; if it does not, the configuration server can be refreshed',
    confidence: 'documented',
  },
  byHand:
    'In the vault, open Site Recovery infrastructure, Configuration servers, the server, and choose Refresh server; then look at the master target again. Or in PowerShell:\nUpdate-AzRecoveryServicesAsrServicesProvider -InputObject (Get-AzRecoveryServicesAsrServicesProvider -Fabric (Get-AzRecoveryServicesAsrFabric -Name CS))',
  mend: 'Wait 15 minutes after adding the drive, refresh the configuration server if it is not there by then, and capture anew.',
  message: ({ target, volume }) =>
    `The vault did not list '${volume}' on the master target '${target}' when it was captured. If the drive is new, that tells nothing yet: it takes up to 15 minutes to appear.`,
  reads: ['os'],
  check: eachMasterTarget<Params>({ fact: 'listing of the retention volume' }, (captured, subject) => {
    const volume = retentionVolumeOf(subject);
    if (volume === undefined || listedVolume(captured, volume) !== undefined) return undefined;
    return broken({ target: subject.name, volume: volume.name }, [captured], { at: volume.at });
  }),
});
