import type { CapturedItem } from '../../inventory/inventory.ts';
import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { stageOf } from '../item-stage.ts';
import { eachMachine } from '../judge.ts';
import { broken, holds, type Outcome, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';

/** Providers of machines that were discovered on a site; of the others it is known where theirs come from. */
const FROM_A_SITE: ReadonlySet<string> = new Set(['InMageRcm', 'InMageRcmFailback', 'InMageAzureV2', 'InMage']);
const FROM_ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['A2A', 'an Azure machine that is replicated to another Azure region'],
  ['HyperVReplicaAzure', 'a Hyper-V machine'],
  ['HyperVReplica', 'a Hyper-V machine'],
  ['HyperVReplica2012R2', 'a Hyper-V machine'],
]);

type Params =
  | { readonly kind: 'provider'; readonly vm: string; readonly provider: string; readonly origin: string }
  | { readonly kind: 'unprotected'; readonly vm: string };

export const bornInAzure = defineRule<Params>({
  code: 'FB007',
  title: 'Machine did not come from the site',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'Site Recovery only turns around a replication that once went from the site to Azure.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: days(1),
  source: {
    ...articles.troubleshootReprotect,
    says: 'a machine that was created in Azure cannot be reprotected to the site; only one that failed over from there can',
    confidence: 'documented',
  },
  byHand:
    'In the vault, open Replicated items, the machine, and see its source and the time of its last failover.\naz site-recovery protected-item list --resource-group RG --vault-name VAULT --fabric-name FABRIC --protection-container CONTAINER --query "[].{name:properties.friendlyName, provider:properties.providerSpecificDetails.instanceType, failedOver:properties.lastSuccessfulFailoverTime}"',
  mend: 'Take the machine out of the runbook, and move it by another tool: VMware Converter, a backup restored on the site, or a new machine with its data copied.',
  message: (params) =>
    params.kind === 'provider'
      ? `'${params.vm}' is protected by the provider '${params.provider}': it is ${params.origin}, and did not come from a VMware site. Its replication cannot be turned around to one.`
      : `'${params.vm}' is a machine in Azure, and the vault protects nothing of that name. Where it was created in Azure, it has no way home by Site Recovery.`,
  check: eachMachine<Params>('failover from the site', ({ machine, item }, { world }) => {
    if (!('reason' in item)) return byProvider(item.seen, machine.name);
    if (item.found !== 0) return unknown(item.reason);
    // That nothing is protected is told by FB006; here counts only that the machine is in Azure all the same.
    const [vm] = world === undefined ? [] : world.azureVmsNamed(machine.name);
    return vm === undefined ? undefined : broken({ kind: 'unprotected', vm: machine.name }, [vm, ...item.looked]);
  }),
});

function byProvider(item: CapturedItem, vm: string): Outcome<Params> | undefined {
  const { instanceType: provider, lastFailover } = item;
  const origin = FROM_ELSEWHERE.get(provider);
  if (origin !== undefined) return broken({ kind: 'provider', vm, provider, origin }, [item]);
  if (!FROM_A_SITE.has(provider)) return unknown(`nobody here knows the provider '${provider}' of '${vm}'`);
  const stage = stageOf(item);
  // A machine that never failed over is FB002's to tell.
  if (stage === 'at-home') return undefined;
  if (stage === 'in-azure' && lastFailover === undefined)
    return unknown(`the capture did not tell when '${vm}' failed over`);
  return holds(item);
}
