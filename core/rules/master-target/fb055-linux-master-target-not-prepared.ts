import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { defineRule } from '../rule.ts';
import { eachLinuxTarget } from './linux-target.ts';

export const linuxMasterTargetNotPrepared = defineRule<{ target: string }>({
  code: 'FB055',
  title: 'Linux master target is not prepared as its article asks',
  kind: 'prerequisite',
  severity: 'warning',
  severityBecause:
    'what is missing shows when disks are attached, not before; nobody but its administrator can tell, and much of it a working server has proven.',
  architecture: 'classic',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.linuxMasterTarget,
    says: 'a Linux master target needs the packages multipath-tools, lsscsi, python-pyasn1, lvm2 and kpartx; ApplyCustomChanges.sh is run exactly once; the retention disk is formatted as ext4 by its multipath id and mounted by /etc/fstab',
    confidence: 'documented',
  },
  seenIn: 'guest',
  byHand:
    'On the master target, see the packages, the multipath id of the retention disk, and that the same id is mounted by /etc/fstab.\ndpkg -s multipath-tools lsscsi python-pyasn1 lvm2 kpartx | grep -E "^(Package|Status)"\nmultipath -ll\ngrep retention /etc/fstab\nfindmnt -o SOURCE,FSTYPE /mnt/retention',
  mend: 'Install the packages; format the retention disk with `mkfs.ext4 /dev/mapper/ID`; mount it from /etc/fstab by that id; run ApplyCustomChanges.sh if it never ran, never twice; restart. Or say what you saw: `known { prepared: true }`',
  message: ({ target }) =>
    `The Linux master target '${target}' is not prepared as the article asks. Without multipath it addresses disks by names that change as disks are attached, and its retention disk may be another one after a restart.`,
  reads: [],
  check: eachLinuxTarget('preparation', ({ name, target }) =>
    bySaying(target.known, 'prepared', true, () => ({ target: name })),
  ),
});
