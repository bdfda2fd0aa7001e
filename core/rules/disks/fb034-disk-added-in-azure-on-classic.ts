import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { knownFact } from '../decisions.ts';
import { hasDisks, noDisks } from '../disk-count.ts';
import { eachAzureVm } from '../judge.ts';
import { type OsFamily, osFamilyOf } from '../os-family.ts';
import { broken, declared, holds, type Outcome, type Seen, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { MachineInPlay } from '../situation.ts';
import { counted, listed } from '../words.ts';
import { addedDisks, cannotBeToldApart } from './added-disks.ts';

interface Params {
  readonly vm: string;
  readonly count: number;
  /** Names, where they were captured. */
  readonly names: readonly string[];
  readonly family: OsFamily['family'];
}

export const diskAddedInAzureOnClassic = defineRule<Params>({
  code: 'FB034',
  title: 'Disks were added in Azure by hand',
  kind: 'prerequisite',
  severity: 'warning',
  severityBecause:
    'of a Windows machine they stay behind and are deleted with the Azure machine at commit, so nobody can accept it; of a Linux machine they come home, which is for information.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: hours(24),
  losesData: true,
  source: {
    ...articles.excludeDisks,
    says: "disks that are added to the machine in Azure by hand aren't failed back for Windows machines; for Linux machines they are, and cannot be excluded",
    confidence: 'documented',
  },
  byHand:
    'Compare the data disks of the Azure machine with the disks of its replicated item.\naz vm show --ids ID --query storageProfile.dataDisks[].name',
  mend: 'Windows: copy the data to a replicated disk or to the site before the failover, then detach the added disks. Linux: detach what shall not come home before reprotect, and count the rest (FB030). Or say what you know: `known { disks-added: 0 }`',
  message: ({ vm, count, names, family }) => {
    const disks = `${counted(count, 'data disk')}${names.length === 0 ? '' : ` (by their numbers, ${listed(names)})`}`;
    return family === 'windows'
      ? `The Azure machine of '${vm}' has ${disks} more than are replicated. Of a Windows machine they stay behind, and commit deletes the Azure machine.`
      : `The Azure machine of '${vm}' has ${disks} more than are replicated. Of a Linux machine they come home too and cannot be left out; they need room on the datastore and places on the master target.`;
  },
  remedy: ({ family }) =>
    family === 'windows'
      ? 'Copy the data to a replicated disk or to the site before the failover, then detach the added disks. Or say what you know: `known { disks-added: 0 }`'
      : 'Detach what shall not come home before reprotect. Or say what you know: `known { disks-added: 0 }`',
  check: eachAzureVm<Params>({ fact: 'data disks of the Azure machine', declared: asSaid }, (vm, subject) => {
    const { item, machine } = subject;
    if (item.seen === undefined || !hasDisks(item.seen)) return unknown(noDisks(machine.name));
    const disks = addedDisks(vm, item.seen);
    if (disks.kind === 'unclear') return unknown(cannotBeToldApart(machine.name));
    return disks.kind === 'none'
      ? holds(vm, item.seen)
      : added(subject, disks.names.length, disks.names, [vm, item.seen]);
  }),
});

function asSaid(subject: MachineInPlay): Outcome<Params> | undefined {
  const said = knownFact(subject.machine.known, 'disks-added');
  if (said === undefined) return undefined;
  const count = Number(said.value);
  return count > 0 ? { ...added(subject, count, [], []), at: said.at } : declared();
}

/** As long as nobody tells the system, the graver case. */
function added(
  subject: MachineInPlay,
  count: number,
  names: readonly string[],
  seen: readonly Seen[],
): Outcome<Params> {
  const family = osFamilyOf(subject)?.family ?? 'windows';
  const severity = family === 'linux' ? 'info' : undefined;
  return broken({ vm: subject.machine.name, count, names, family }, seen, { severity });
}
