import type { CapturedSiteMachine } from '../../inventory/inventory.ts';
import { days, GiB } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { broken, holds, type Outcome, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { ApplianceInPlay } from '../site-in-play.ts';
import { type Situation, section, situationOf } from '../situation.ts';
import { counted, sized } from '../words.ts';

/** @source appliance support matrix (04/2025): 8 vCPU and 16 GB at least; VMXNET3; Windows Server 2022, or 2019 still. */
const MIN_CPUS = 8;
const MIN_MEMORY = GiB(16);
/** What vSphere calls those: Server 2022 is `windows2019srvNext`. */
const SYSTEMS: ReadonlySet<string> = new Set(['windows2019srv_64guest', 'windows2019srvnext_64guest']);
const NETWORK_CARD = 'VirtualVmxnet3';

interface Params {
  readonly appliance: string;
  readonly troubles: readonly string[];
}

export const applianceTooSmall = defineRule<Params>({
  code: 'FB120',
  title: 'Appliance is not as the matrix wants it',
  kind: 'prerequisite',
  severity: 'warning',
  severityBecause:
    'it was good enough to replicate to Azure; but on the way home it carries the data of all machines at once.',
  architecture: 'modernized',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: days(30),
  source: {
    ...articles.applianceMatrix,
    says: 'the appliance has 8 vCPUs and 16 GB of memory (16 and 32 GB for up to 200 machines), a 620 GB data disk, a VMXNET3 card and Windows Server 2022 (2019 is still serviced) in English, without the roles of a domain controller, IIS or Hyper-V and without FIPS, under a name that does not change',
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand:
    'In the vSphere client, open the machine of the appliance, Summary and Edit Settings. In PowerCLI:\nGet-VM APPLIANCE | Select-Object Name, NumCpu, MemoryGB, GuestId; Get-VM APPLIANCE | Get-NetworkAdapter | Select-Object Type',
  mend: 'Power the appliance off while nothing replicates through it, and give it what it lacks; its system cannot be upgraded in place, so for that set up a new appliance.',
  message: ({ appliance, troubles }) =>
    `The appliance '${appliance}' ${troubles.join(', and ')}. Replication home may lag behind, and Microsoft may not support it.`,
  reads: [],
  *check(context) {
    const situation = situationOf(context);
    for (const appliance of situation.appliances) {
      const question = { subject: appliance.name, at: appliance.at, fact: 'machine of the appliance' };
      yield verdictOn({ ...question, how: situation.howToCapture }, judged(appliance, situation));
    }
  },
});

function judged({ name, appliance }: ApplianceInPlay, { world }: Situation): Outcome<Params> {
  if (world === undefined || section(world, 'siteMachines') === undefined) return unknown();
  const seen = world.siteMachine(appliance.applianceName);
  if (seen === undefined) return unknown(`the inventory has no machine '${appliance.applianceName}' on the site`);
  const troubles = troublesOf(seen);
  if (troubles.length > 0) return broken({ appliance: name, troubles }, [seen]);
  const { cpuCount, memoryBytes, networkCards, guestId } = seen;
  return [cpuCount, memoryBytes, networkCards, guestId].includes(undefined)
    ? unknown(`the capture did not tell processors, memory, cards and system of '${name}'`)
    : holds(seen);
}

function troublesOf({ cpuCount, memoryBytes, networkCards, guestId, guestName }: CapturedSiteMachine): string[] {
  const troubles: string[] = [];
  if (cpuCount !== undefined && cpuCount < MIN_CPUS)
    troubles.push(`has ${counted(cpuCount, 'processor')} of the ${MIN_CPUS} that it needs`);
  if (memoryBytes !== undefined && memoryBytes < MIN_MEMORY)
    troubles.push(`has ${sized(memoryBytes)} of the ${sized(MIN_MEMORY)} of memory that it needs`);
  const other = (networkCards ?? []).find((card) => card !== NETWORK_CARD);
  if (other !== undefined) troubles.push(`has a network card of the type '${other}' in place of VMXNET3`);
  if (guestId !== undefined && !SYSTEMS.has(guestId.toLowerCase()))
    troubles.push(`runs '${guestName ?? guestId}' in place of Windows Server 2022 or 2019`);
  return troubles;
}
