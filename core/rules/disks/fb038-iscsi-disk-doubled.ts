import { articles } from '../articles.ts';
import { eachMachine } from '../judge.ts';
import { broken } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { listed } from '../words.ts';

export const iscsiDiskDoubled = defineRule<{ vm: string; disks: readonly string[] }>({
  code: 'FB038',
  title: 'iSCSI disk comes home a second time, as a VMDK',
  kind: 'advice',
  severity: 'warning',
  severityBecause: 'nothing fails; but the same volume is there twice, and the system may mount the old one.',
  architecture: 'modernized',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.modernizedTutorial,
    says: 'disks that the guest reaches by iSCSI are replicated, and come home as new VMDKs; the duplicate iSCSI disks are to be removed after the planned failover',
    confidence: 'documented',
  },
  byHand:
    'Inside the machine, see which disks come by iSCSI. On Windows (PowerShell), then on Linux:\nGet-IscsiSession | Get-Disk\niscsiadm -m session -P 3 | grep "Attached scsi disk"',
  mend: 'Plan an `ask` after failover that disconnects and deletes the iSCSI disks, before anything writes to them.',
  message: ({ vm, disks }) =>
    disks.length === 1
      ? `${listed(disks)} of '${vm}' comes by iSCSI inside the guest. It comes home as a VMDK, beside the iSCSI disk of old, which the system may then mount in its place.`
      : `${listed(disks)} of '${vm}' come by iSCSI inside the guest. They come home as VMDKs, beside the iSCSI disks of old, which the system may then mount in their place.`,
  check: eachMachine('iSCSI disks', ({ machine }) => {
    const iscsi = machine.disks.filter(({ kind }) => kind !== undefined && kind.value === 'iscsi');
    const [first] = iscsi;
    if (first === undefined) return undefined;
    return broken({ vm: machine.name, disks: iscsi.map(({ name }) => name) }, [], { at: first.at });
  }),
});
