import { armName, sameName } from '../../inventory/world.ts';
import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { eachMachine } from '../judge.ts';
import { broken, holds, type Outcome, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { MachineInPlay } from '../situation.ts';

/** @source support matrix: 1 to 63 letters, digits and hyphens, a letter or digit at both ends. */
const SHAPE = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i;
/** @source "Reserved resource names" of Azure Resource Manager: not as the whole name, not in it, not in front of it. */
const RESERVED =
  /^(?:access|azure|bing|bizspark|biztalk|cortana|directx|dotnet|dynamics|excel|exchange|forefront|groove|hololens|hyperv|kinect|lync|msdn|o365|office|office365|onedrive|onenote|outlook|powerpoint|sharepoint|skype|visio|visualstudio)$|microsoft|windows|^login|^xbox/i;

interface Params {
  readonly vm: string;
  readonly name: string;
  readonly reserved: boolean;
}

export const nameNotForAzure = defineRule<Params>({
  code: 'FB019',
  title: 'Name in Azure is one that Azure does not take',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'protecting again is refused, and the machine stays at home without protection. Not knowing the name is a warning: the machine there is has one that Azure took. So is a reserved word, for Azure enforces those only where a name becomes a public address.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: days(30),
  source: {
    ...articles.supportMatrix,
    says: 'the name of the machine in Azure has 1 to 63 letters, digits and hyphens, begins and ends with a letter or digit, and is none that Azure reserves; it can be changed in the properties of the machine',
    confidence: 'documented',
  },
  byHand: 'In the vault, open Replicated items, the machine, Compute: the name it gets in Azure.',
  mend: 'Give the machine another name for Azure in the properties of its replicated item.',
  message: ({ vm, name, reserved }) =>
    reserved
      ? `'${vm}' is called '${name}' in Azure, which Azure reserves for itself. Its next protection may be refused.`
      : `'${vm}' is called '${name}' in Azure, which takes 1 to 63 letters, digits and hyphens, with a letter or digit at both ends. Its next protection would be refused.`,
  check: eachMachine('name in Azure', judged),
});

/** The name that the vault would use, else that of the machine there is, which Azure took. */
function judged({ machine, item }: MachineInPlay): Outcome<Params> {
  const vm = machine.name;
  if ('reason' in item) return unknown(item.reason, { severity: 'warning' });
  const { targetVmName, azureVmId } = item.seen;
  if (targetVmName !== undefined) {
    if (!SHAPE.test(targetVmName)) return broken({ vm, name: targetVmName, reserved: false }, [item.seen]);
    // What Azure took once it takes again, whatever its list says.
    const isTaken = azureVmId !== undefined && sameName(armName(azureVmId), targetVmName);
    if (!isTaken && RESERVED.test(targetVmName))
      return broken({ vm, name: targetVmName, reserved: true }, [item.seen], { severity: 'warning' });
    return holds(item.seen);
  }
  if (azureVmId !== undefined && SHAPE.test(armName(azureVmId))) return holds(item.seen);
  return unknown(`the capture did not tell the name of '${vm}' in Azure`, { severity: 'warning' });
}
