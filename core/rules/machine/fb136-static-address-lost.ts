import type { Machine, MomentItem, Runbook, Wave } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { osFamilyOf } from '../os-family.ts';
import { broken, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { situationOf } from '../situation.ts';

/** A step that sees to addresses, by its words. */
const ABOUT_ADDRESSES = /\b(?:ip|address(?:es)?|dhcp|network settings|netplan|static route)\b/i;

interface Params {
  readonly vm: string;
  readonly address: string;
  readonly classic: boolean;
}

export const staticAddressLost = defineRule<Params>({
  code: 'FB136',
  title: 'Fixed address is not kept',
  kind: 'advice',
  severity: 'warning',
  severityBecause:
    'the failback itself succeeds; but the machine comes up under another address, or none, and its clients do not find it.',
  architecture: 'both',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.modernizedOverview,
    says: 'a static address is not retained, at the original location neither. On classic ("Troubleshoot failback"), Linux comes up with DHCP, while Windows can have its static address back',
    confidence: 'documented',
  },
  byHand:
    'After the failover, look at the addresses inside the machine, or in the vSphere client under Networking. On Windows, then on Linux:\nGet-NetIPConfiguration\nip -brief address',
  mend: 'Plan a step after failover that sets the address again: an `ask "… address …"`, or a `run` with a script; or have DHCP hand out the fixed one by its MAC address.',
  message: ({ vm, address, classic }) =>
    `'${vm}' shall have the address ${address}, and no step after the failover sees to it. ${classic ? 'Linux comes up with DHCP after failback' : 'Failback does not retain a static address'}, so its clients will not find it there.`,
  reads: ['os', 'nics'],
  *check(context) {
    const { runbook, machines, howToCapture: how } = situationOf(context);
    const classic = runbook.architecture.value === 'classic';
    const minded = machinesMinded(runbook);
    for (const subject of machines) {
      const { name, nics } = subject.machine;
      const address = nics.find((nic) => nic.address !== undefined)?.address;
      if (address === undefined || minded.has(subject.machine)) continue;
      const os = osFamilyOf(subject);
      // Windows can have it back on classic; where nobody told the system, the advice is for both.
      if (classic && os !== undefined && os.family === 'windows') continue;
      const question = { subject: name, at: address.at, fact: 'address', how };
      yield verdictOn(question, broken({ vm: name, address: address.value, classic }, []));
    }
  },
});

/** Machines of waves in which a step after the failover sees to addresses; all of them where the runbook's own does. */
function machinesMinded(runbook: Runbook): ReadonlySet<Machine> {
  if (seesToAddresses(runbook)) return new Set(runbook.machines);
  return new Set(runbook.waves.filter(seesToAddresses).flatMap(({ machines }) => machines.map(({ value }) => value)));
}

function seesToAddresses({ moments }: Pick<Wave, 'moments'>): boolean {
  return moments.some(
    ({ when, stage, items }) =>
      ((when === 'after' && stage === 'failover') || (when === 'before' && stage === 'commit')) &&
      items.some((item) => wordsOf(item).some((words) => ABOUT_ADDRESSES.test(words.replaceAll(/[-_]/g, ' ')))),
  );
}

function wordsOf(item: MomentItem): readonly string[] {
  if (item.kind === 'run') return [item.title, item.script];
  return item.kind === 'ask' ? [item.title] : [];
}
