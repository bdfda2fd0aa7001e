import type { CapturedPolicy } from '../../inventory/inventory.ts';
import { sameName, type World } from '../../inventory/world.ts';
import { days } from '../../quantity.ts';
import type { Located } from '../../runbook/source.ts';
import { articles } from '../articles.ts';
import { broken, holds, type Outcome, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { lookOf } from '../sighting.ts';
import { type Situation, section, situationOf } from '../situation.ts';
import { listed } from '../words.ts';

/** The provider whose policies serve the way home. */
const FAILBACK_PROVIDER = 'InMageRcmFailback';

type Params =
  | { readonly kind: 'missing'; readonly policy: string }
  | { readonly kind: 'direction'; readonly policy: string; readonly provider: string }
  | { readonly kind: 'unmapped'; readonly policy: string; readonly containers: readonly string[] };

export const failbackPolicyNotMapped = defineRule<Params>({
  code: 'FB126',
  title: 'Failback policy is missing or not mapped',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'a reprotect that names a policy the container is not mapped with is refused.',
  architecture: 'modernized',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.recordedFailback,
    says: 'the failback policy is of the provider InMageRcmFailback, mapped with the VMware container as its source and its target',
    confidence: 'observed',
  },
  byHand:
    'List the policies and the container mappings of the vault:\naz site-recovery policy list --resource-group RG --vault-name VAULT',
  mend: 'Create the failback policy and map it, or name the one that exists, or leave `failback-policy` out: then none is sent.',
  message: (params) => {
    switch (params.kind) {
      case 'missing':
        return `The vault has no policy '${params.policy}'. Reprotect would be sent with it and be refused.`;
      case 'direction':
        return `The policy '${params.policy}' is of the provider '${params.provider}', not ${FAILBACK_PROVIDER}; it does not serve the way home.`;
      case 'unmapped':
        return `The policy '${params.policy}' is not mapped on ${listed(params.containers)} with that container as source and target. Reprotect would be refused.`;
    }
  },
  *check(context) {
    const situation = situationOf(context);
    for (const [policy, items] of policiesSent(situation)) {
      const question = { subject: policy.value, at: policy.at, fact: 'mapping of the failback policy' };
      yield verdictOn({ ...question, how: situation.howToCapture }, judge(policy.value, items, situation.world));
    }
  },
});

/** Each failback policy that reprotect will name, with the protected items it is sent for. */
function policiesSent({ runbook, machines }: Situation): ReadonlyMap<Located<string>, readonly string[]> {
  const sent = new Map<string, { policy: Located<string>; items: string[] }>();
  for (const { machine, item } of machines) {
    const policy =
      machine.failbackPolicy ?? (runbook.vault === undefined ? undefined : runbook.vault.value.failbackPolicy);
    if (policy === undefined) continue;
    const entry = sent.get(policy.value.toLowerCase()) ?? { policy, items: [] };
    if (item.seen !== undefined) entry.items.push(item.seen.id);
    sent.set(policy.value.toLowerCase(), entry);
  }
  return new Map([...sent.values()].map(({ policy, items }) => [policy, items]));
}

function judge(name: string, items: readonly string[], world: World | undefined): Outcome<Params> {
  const policies = section(world, 'policies');
  const mappings = section(world, 'mappings');
  if (world === undefined || policies === undefined || mappings === undefined) return unknown();
  const policy = policies.find((each) => sameName(each.name, name));
  if (policy === undefined) return broken({ kind: 'missing', policy: name }, [lookOf(world)]);
  if (!sameName(policy.instanceType, FAILBACK_PROVIDER))
    return broken({ kind: 'direction', policy: name, provider: policy.instanceType }, [policy]);
  if (items.length === 0) return unknown(`nobody captured the containers of the machines that '${name}' is for`);
  const served = mappings.filter((mapping) => isReturnMapping(mapping, policy));
  const containers = new Set(items.map(containerOf));
  const unmapped = [...containers].filter(
    (container) => !served.some((mapping) => containerName(mapping.sourceContainerId) === container),
  );
  if (unmapped.length > 0) return broken({ kind: 'unmapped', policy: name, containers: unmapped }, [policy]);
  return holds(policy, ...served);
}

function isReturnMapping(
  {
    policyId,
    sourceContainerId,
    targetContainerId,
  }: { policyId: string; sourceContainerId: string; targetContainerId?: string | undefined },
  policy: CapturedPolicy,
): boolean {
  return (
    sameName(policyId, policy.id) && targetContainerId !== undefined && sameName(sourceContainerId, targetContainerId)
  );
}

/** `…/replicationProtectionContainers/NAME/replicationProtectedItems/ITEM` */
function containerOf(itemId: string): string {
  const collection = itemId.lastIndexOf('/', itemId.lastIndexOf('/') - 1);
  return containerName(itemId.slice(0, collection));
}

function containerName(containerId: string): string {
  return containerId.slice(containerId.lastIndexOf('/') + 1).toLowerCase();
}
