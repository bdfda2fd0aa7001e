import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { defineRule } from '../rule.ts';
import { eachLinuxTarget } from './linux-target.ts';

export const masterTargetOnLvm = defineRule<{ target: string }>({
  code: 'FB054',
  title: 'Linux master target is installed on LVM',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'the article says that such a master target is not supported.',
  architecture: 'classic',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.linuxMasterTarget,
    says: 'a master target server on LVM is not supported',
    confidence: 'documented',
  },
  seenIn: 'guest',
  byHand:
    'On the master target, list its block devices: no line of the system disk may say `lvm`.\nlsblk -o NAME,TYPE,FSTYPE,MOUNTPOINT',
  mend: 'Install the master target anew with plain partitions ("Guided - use entire disk", without LVM). Or say what you saw: `known { lvm: false }`',
  message: ({ target }) =>
    `The Linux master target '${target}' is installed on LVM, which is not supported: the disks of the returning machines bring volume groups of their own, and it has to leave those alone.`,
  reads: [],
  check: eachLinuxTarget('partitions', ({ name, target }) =>
    bySaying(target.known, 'lvm', false, () => ({ target: name })),
  ),
});
