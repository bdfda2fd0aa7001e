import type { CapturedAppliance } from '../../inventory/inventory.ts';
import { sameName } from '../../inventory/world.ts';
import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { broken, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { section, situationOf } from '../situation.ts';

export const anotherApplianceAtHand = defineRule<{ appliance: string; other: string }>({
  code: 'FB125',
  title: 'Another appliance can take the machines',
  kind: 'advice',
  severity: 'info',
  severityBecause: 'it is a way out, no trouble: that the appliance is not healthy is told by its own rule.',
  architecture: 'modernized',
  decidedBy: ['inventory'],
  timeToLive: hours(1),
  source: {
    ...articles.modernizedOverview,
    says: 'a reprotect that failed can be tried again with any appliance of the vault that is healthy',
    confidence: 'documented',
  },
  byHand:
    'In the vault, open Site Recovery infrastructure, ASR replication appliances, and look for another one that is healthy and sees the datastores.',
  mend: 'Name the other appliance in `via:` of the machines, check its datastores (FB112), and try again.',
  message: ({ appliance, other }) =>
    `'${appliance}' is not healthy, but '${other}' is, on the same vCenter. Machines that are not yet reprotected can come home through it.`,
  reads: [],
  *check(context) {
    const { appliances, world, howToCapture: how } = situationOf(context);
    for (const { name, at, captured } of appliances) {
      const seen = captured.seen;
      if (seen === undefined || seen.components.length === 0 || isHealthy(seen)) continue;
      const other = (section(world, 'appliances') ?? []).find((each) => isHealthy(each) && isBeside(each, seen));
      if (other === undefined) continue;
      const question = { subject: name, at, fact: 'other appliances', how };
      yield verdictOn(question, broken({ appliance: name, other: other.name }, [seen, other]));
    }
  },
});

function isHealthy({ components, reprotectAgentId }: CapturedAppliance): boolean {
  return (
    reprotectAgentId !== undefined &&
    components.length > 0 &&
    components.every(({ health }) => /^(?:normal|healthy)$/i.test(health))
  );
}

function isBeside(one: CapturedAppliance, { vcenterId }: CapturedAppliance): boolean {
  return one.vcenterId !== undefined && vcenterId !== undefined && sameName(one.vcenterId, vcenterId);
}
