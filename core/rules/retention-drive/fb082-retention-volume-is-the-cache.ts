import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { defineRule } from '../rule.ts';
import { eachRetentionVolume } from './retention-volume.ts';

export const retentionVolumeIsTheCache = defineRule<{ target: string }>({
  code: 'FB082',
  title: 'Retention volume is the cache or installation volume',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'the service does not list such a volume, and reprotect cannot name it.',
  architecture: 'classic',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.prepareFailback,
    says: 'the volume that process server and master target are installed on is the cache volume of the master target, and not eligible as its retention volume',
    confidence: 'documented',
  },
  seenIn: 'guest',
  byHand:
    'See inside the master target on which volume Site Recovery is installed: on Windows with the first command, on Linux with the second.\nGet-CimInstance Win32_Service | Where-Object Name -eq svagents | Select-Object PathName\ndf -h /usr/local/ASR /mnt/retention',
  mend: 'Add a disk of its own for retention, and name it. Or say what you know: `known { retention.apart: true }`',
  message: ({ target }) =>
    `The retention volume of the master target '${target}' is the one that Site Recovery is installed on or keeps its cache on. The service does not offer it for retention.`,
  details:
    'The service lists no volume that falls short. So a volume that the vault lists on the master target holds this rule, as long as nobody says otherwise in `known`.',
  reads: ['os'],
  check: eachRetentionVolume('place of the retention volume', ({ name, target }) =>
    bySaying(target.known, 'retention.apart', true, () => ({ target: name })),
  ),
});
