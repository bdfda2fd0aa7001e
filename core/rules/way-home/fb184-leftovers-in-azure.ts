import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { broken, type Seen, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { type Situation, situationOf } from '../situation.ts';
import { counted, listed } from '../words.ts';

interface Params {
  readonly leftovers: readonly string[];
}

export const leftoversInAzure = defineRule<Params>({
  code: 'FB184',
  title: 'Something is left behind in Azure',
  kind: 'advice',
  severity: 'info',
  severityBecause: 'nothing fails; it costs money, and a public address may stay open.',
  architecture: 'both',
  decidedBy: ['inventory'],
  timeToLive: days(7),
  source: {
    ...articles.failbackFromAzure,
    says: 'what was made for the failback is deleted after it; commit deletes the Azure machine, and no article says that it deletes its interfaces, addresses and disks too, nor a machine that a test failover left',
    confidence: 'inferred',
  },
  byHand:
    'After the commit, look through the resource groups of the Azure machines, and at the log storage account of the vault.\naz network public-ip list --query "[?ipConfiguration==null].id"\naz disk list --query "[?diskState==\'Unattached\'].id"',
  mend: 'Add `after-all { remove-leftovers: network-interfaces, public-addresses }`; clean test failovers up in the portal (Cleanup test failover).',
  message: ({ leftovers }) =>
    `After the commit there stay in Azure: ${leftovers.join('; ')}. No step of the runbook removes them.`,
  reads: [],
  *check(context) {
    const situation = situationOf(context);
    const { runbook, howToCapture: how } = situation;
    const { leftovers, seen } = foundIn(situation);
    if (leftovers.length === 0) return;
    yield verdictOn(
      { subject: runbook.name, at: runbook.at, fact: 'leftovers in Azure', how },
      broken({ leftovers }, seen),
    );
  },
});

function foundIn({ runbook, machines }: Situation): { leftovers: readonly string[]; seen: readonly Seen[] } {
  const removed = new Set(runbook.afterAll.flatMap(({ removeLeftovers }) => removeLeftovers.map(({ value }) => value)));
  const addressed = machines.flatMap(({ azureVm }) =>
    azureVm.seen !== undefined && (azureVm.seen.publicAddressIds ?? []).length > 0 ? [azureVm.seen] : [],
  );
  const tested = machines.flatMap(({ item }) =>
    item.seen !== undefined && !/^(?:none|)$/i.test(item.seen.testFailoverState ?? '') ? [item.seen] : [],
  );
  const leftovers: string[] = [];
  const keepsAddresses = addressed.length > 0 && !removed.has('public-addresses');
  if (keepsAddresses) {
    const count = addressed.reduce((sum, { publicAddressIds }) => sum + (publicAddressIds ?? []).length, 0);
    leftovers.push(
      `${counted(count, 'public address', 'public addresses')} of ${listed(
        addressed.map(({ name }) => name),
        3,
      )}`,
    );
  }
  if (tested.length > 0)
    leftovers.push(
      `what a test failover made of ${listed(
        tested.map(({ friendlyName }) => friendlyName),
        3,
      )}`,
    );
  return { leftovers, seen: [...(keepsAddresses ? addressed : []), ...tested] };
}
