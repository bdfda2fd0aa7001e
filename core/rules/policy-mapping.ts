import type { CapturedPolicy } from '../inventory/inventory.ts';
import { sameName, type World } from '../inventory/world.ts';
import type { Located } from '../runbook/source.ts';
import { broken, holds, type Outcome, unknown } from './outcome.ts';
import { lookOf } from './sighting.ts';
import { type Situation, section } from './situation.ts';
import { listed } from './words.ts';

/** What is wrong with the policy that reprotect names. */
export type PolicyTrouble =
  | { readonly kind: 'missing'; readonly policy: string }
  | { readonly kind: 'direction'; readonly policy: string; readonly provider: string }
  | { readonly kind: 'unmapped'; readonly policy: string; readonly containers: readonly string[] };

/** A sentence or two for it, with the provider whose policies serve the way home. */
export function tellPolicyTrouble(trouble: PolicyTrouble, wanted: string): string {
  switch (trouble.kind) {
    case 'missing':
      return `The vault has no policy '${trouble.policy}'. Reprotect would be sent with it and be refused.`;
    case 'direction':
      return `The policy '${trouble.policy}' is of the provider '${trouble.provider}', not ${wanted}; it does not serve the way home.`;
    case 'unmapped':
      return `The policy '${trouble.policy}' is not mapped on ${listed(trouble.containers)} with that container as source and target. Reprotect would be refused.`;
  }
}

/** Each failback policy that reprotect will name, with the protected items it is sent for. */
export function policiesSent({ runbook, machines }: Situation): ReadonlyMap<Located<string>, readonly string[]> {
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

/** Whether a policy is there, of the provider of the way home, and mapped on every container that needs it. */
export function judgeMapping(
  name: string,
  provider: string,
  items: readonly string[],
  world: World | undefined,
): Outcome<PolicyTrouble> {
  const policies = section(world, 'policies');
  const mappings = section(world, 'mappings');
  if (world === undefined || policies === undefined || mappings === undefined) return unknown();
  const policy = policies.find((each) => sameName(each.name, name) || sameName(each.id, name));
  if (policy === undefined) return broken({ kind: 'missing', policy: name }, [lookOf(world)]);
  if (!sameName(policy.instanceType, provider))
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
