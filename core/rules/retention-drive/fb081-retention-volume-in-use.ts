import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { defineRule } from '../rule.ts';
import { eachRetentionVolume } from './retention-volume.ts';

export const retentionVolumeInUse = defineRule<{ target: string }>({
  code: 'FB081',
  title: 'Retention volume serves another purpose or is locked',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'the service does not list such a volume, and reprotect cannot name it.',
  architecture: 'classic',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.prepareFailback,
    says: 'the retention volume must not be used for any other purpose, such as a replication target, and not be in lock mode; otherwise the drive is not listed for the master target',
    confidence: 'documented',
  },
  seenIn: 'guest',
  byHand:
    'Look inside the master target whether anything but retention lies on the volume, and whether it is locked: on Windows with the first command, on Linux with the second.\nGet-ChildItem R:\\ -Force; Get-BitLockerVolume -MountPoint R:\nls -la /mnt/retention; lsof +D /mnt/retention',
  mend: 'Add a disk that is for retention only, and name it. Or say what you know: `known { retention.exclusive: true }`',
  message: ({ target }) =>
    `The retention volume of the master target '${target}' serves another purpose, or is locked. The service does not offer it, and whatever else lies there can fill it.`,
  details:
    'The service lists no volume that falls short. So a volume that the vault lists on the master target holds this rule, as long as nobody says otherwise in `known`.',
  reads: ['os'],
  check: eachRetentionVolume('use of the retention volume', ({ name, target }) =>
    bySaying(target.known, 'retention.exclusive', true, () => ({ target: name })),
  ),
});
