import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { diskUuidOf } from '../disk-uuid.ts';
import { eachOldMachine } from '../judge.ts';
import { broken, holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';

export const diskUuidOffOnOldMachine = defineRule<{ vm: string }>({
  code: 'FB040',
  title: 'disk.enableUUID is not set on the old machine',
  kind: 'prerequisite',
  severity: 'warning',
  severityBecause:
    'the service then guesses which disk is which; where it guesses wrong, the machine gets a disk too many.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.typesOfFailback,
    says: "disk.enableUUID=TRUE lets the service identify the original VMDK; otherwise it looks for the VMDK on a best-effort basis, and if it doesn't find the right one, it creates an extra disk and writes the data there",
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand:
    'In the vSphere client, open the old machine, Edit Settings, Advanced Parameters, and look for disk.EnableUUID. In PowerCLI:\nGet-VM NAME | Get-AdvancedSetting -Name disk.EnableUUID',
  mend: 'While the old machine is off, set `disk.EnableUUID` to TRUE in its advanced parameters (add the row if it is missing), before reprotect. Or say what you know: `known { disk.enableUUID: true }`',
  message: ({ vm }) =>
    `\`disk.enableUUID\` is not TRUE on the old machine of '${vm}'. The service identifies its disks by their UUIDs; without them it matches as well as it can, and what it does not recognise is written into an extra disk.`,
  remedy: () =>
    'Set it while the old machine is off, before reprotect, and capture anew.\nNew-AdvancedSetting -Entity (Get-VM NAME) -Name disk.EnableUUID -Value TRUE -Force -Confirm:$false',
  check: eachOldMachine(
    {
      fact: 'disk.enableUUID of the old machine',
      declared: ({ machine }) => bySaying(machine.known, 'disk.enableUUID', true, () => ({ vm: machine.name })),
    },
    (captured, { machine }) => {
      const isSet = diskUuidOf(captured);
      if (isSet === undefined)
        return unknown(`the capture did not tell the settings of the old machine '${machine.name}'`);
      return isSet ? holds(captured) : broken({ vm: machine.name }, [captured]);
    },
  ),
});
