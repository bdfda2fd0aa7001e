import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import type { MasterTargetInPlay } from '../classic-in-play.ts';
import { knownFact } from '../decisions.ts';
import { broken, declared } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { eachRetentionVolume } from './retention-volume.ts';

/** As Windows names them, and as `lsblk` and `df` do. */
const FAT = /^(?:v?fat(?:12|16|32)?|msdos)$/i;

interface Params {
  readonly target: string;
  readonly fileSystem: string;
}

export const retentionVolumeIsFat = defineRule<Params>({
  code: 'FB083',
  title: 'Retention volume is formatted with FAT',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'the service does not list such a volume, and reprotect cannot name it.',
  architecture: 'classic',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.prepareFailback,
    says: 'the file system of the retention volume must not be FAT or FAT32; otherwise the drive is not listed for the master target',
    confidence: 'documented',
  },
  seenIn: 'guest',
  byHand:
    'See inside the master target how the volume is formatted: on Windows with the first command, on Linux with the second.\nGet-Volume -DriveLetter R | Select-Object FileSystemType\ndf -T /mnt/retention',
  mend: 'Format the volume with NTFS on Windows, ext4 on Linux; that erases what is on it. Or say what you know: `known { retention.file-system: ntfs }`',
  message: ({ target, fileSystem }) =>
    `The retention volume of the master target '${target}' is formatted with ${fileSystem}, which the service does not offer for retention.`,
  details:
    'The service lists no volume that falls short. So a volume that the vault lists on the master target holds this rule, as long as nobody says otherwise in `known`.',
  reads: ['os'],
  check: eachRetentionVolume('file system of the retention volume', asSaid),
});

function asSaid({ name, target }: MasterTargetInPlay) {
  const fact = knownFact(target.known, 'retention.file-system');
  if (fact === undefined) return undefined;
  const fileSystem = String(fact.value);
  return FAT.test(fileSystem) ? broken<Params>({ target: name, fileSystem }, [], { at: fact.at }) : declared();
}
