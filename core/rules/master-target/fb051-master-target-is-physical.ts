import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { eachTargetMachine } from '../judge.ts';
import { declared, holds } from '../outcome.ts';
import { defineRule } from '../rule.ts';

export const masterTargetIsPhysical = defineRule<{ target: string }>({
  code: 'FB051',
  title: 'Master target is no VMware machine',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'vSphere attaches the disks of the returning machines to the master target, and to nothing physical.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(30),
  source: {
    ...articles.linuxMasterTarget,
    says: 'the master target can only be a VMware virtual machine, not a physical server',
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand:
    'In the vSphere client, look for a machine of the name that the vault shows for the master target. In PowerCLI:\nGet-VM NAME | Select-Object Name, VMHost',
  mend: 'Install a master target on a VMware machine, and send the machines through that one. Or say what you know: `known { virtual: true }`',
  message: ({ target }) =>
    `'${target}' is a physical server. A master target must be a VMware machine, for vSphere attaches to it the disks into which the data returns.`,
  reads: [],
  check: eachTargetMachine(
    {
      fact: 'virtual machine',
      declared: ({ name, target }) =>
        bySaying(target.known, 'virtual', true, () => ({ target: name })) ??
        (target.host === undefined ? undefined : declared()),
    },
    (machine) => holds(machine),
  ),
});
