import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { eachMachine, mayRunInAzure } from '../judge.ts';
import { osFamilyOf } from '../os-family.ts';
import { unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';

export const namesDifferInCase = defineRule<{ vm: string }>({
  code: 'FB020',
  title: 'Devices or mounts of Linux differ in case only',
  kind: 'prerequisite',
  severity: 'warning',
  severityBecause: 'the replication mixes the two up; but most machines have no such names.',
  architecture: 'both',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.prepareOnPremises,
    says: 'names of devices, mount points and volumes on Linux must be unique even when case is ignored',
    confidence: 'documented',
  },
  seenIn: 'guest',
  byHand:
    'In the Linux machine; what it prints is there more than once:\nlsblk -rno NAME,MOUNTPOINT | tr "A-Z " "a-z\\n" | sort | uniq -d',
  mend: 'Rename one of the two, in /etc/fstab too, and let the replication catch up. Or say what you know: `known { unique-names: true }`',
  message: ({ vm }) =>
    `Devices, mounts or volumes of '${vm}' have names that differ in case only. Site Recovery compares them without case and takes them for one.`,
  check: eachMachine('names of devices and mounts', (subject) => {
    const os = osFamilyOf(subject);
    if (os === undefined || os.family !== 'linux' || !mayRunInAzure(subject)) return undefined;
    const vm = subject.machine.name;
    return (
      bySaying(subject.machine.known, 'unique-names', true, () => ({ vm })) ??
      unknown(`nobody looked at the names of devices and mounts in '${vm}'`)
    );
  }),
});
