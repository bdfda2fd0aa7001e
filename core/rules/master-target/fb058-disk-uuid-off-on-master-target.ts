import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { diskUuidOf } from '../disk-uuid.ts';
import { eachTargetMachine } from '../judge.ts';
import { broken, holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';

export const diskUuidOffOnMasterTarget = defineRule<{ target: string }>({
  code: 'FB058',
  title: 'disk.enableUUID is not set on the master target',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'without it the master target cannot tell the attached disks apart, and writes nothing or into the wrong one.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.prepareFailback,
    says: 'disk.EnableUUID=true must be set in the configuration parameters of the master target, so that the VMDK has a consistent UUID and mounts correctly',
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand:
    'In the vSphere client, open the master target, Edit Settings, Advanced Parameters, and look for disk.EnableUUID. In PowerCLI:\nGet-VM NAME | Get-AdvancedSetting -Name disk.EnableUUID',
  mend: 'Power the master target off, set `disk.EnableUUID` to TRUE in its advanced parameters (add the row if it is missing), power it on and capture anew. Or say what you know: `known { disk.enableUUID: true }`',
  message: ({ target }) =>
    `\`disk.enableUUID\` is not TRUE on the master target '${target}'. The disks of the returning machines then have no identity inside it, do not mount correctly, and the failback fails.`,
  remedy: () =>
    'Power the master target off, set the parameter, power it on, and capture anew.\nNew-AdvancedSetting -Entity (Get-VM NAME) -Name disk.EnableUUID -Value TRUE -Force -Confirm:$false',
  reads: [],
  check: eachTargetMachine(
    {
      fact: 'disk.enableUUID',
      declared: ({ name, target }) => bySaying(target.known, 'disk.enableUUID', true, () => ({ target: name })),
    },
    (machine, { name }) => {
      const isSet = diskUuidOf(machine);
      if (isSet === undefined) return unknown(`the capture did not tell the settings of '${name}'`);
      return isSet ? holds(machine) : broken({ target: name }, [machine]);
    },
  ),
});
