import type { Inventory } from '../../inventory/inventory.ts';
import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { broken, holds, type Outcome, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { section, situationOf } from '../situation.ts';

/** @source the article on private endpoints: the endpoint of a vault has five addresses. */
const ADDRESSES = 5;

interface Params {
  readonly vault: string;
  readonly troubles: readonly string[];
}

export const privateEndpointIncomplete = defineRule<Params>({
  code: 'FB124',
  title: 'Private endpoint of the vault is incomplete',
  kind: 'prerequisite',
  severity: 'warning',
  severityBecause:
    'the machines got to Azure through it once; but what was changed since shows only when their data is to come back.',
  architecture: 'modernized',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.privateEndpoints,
    says: 'a vault with private endpoints has a managed identity with rights on the storage accounts, an approved endpoint with five addresses, and possibly one for the log storage account; agents are not upgraded automatically then',
    confidence: 'documented',
  },
  byHand:
    'In the vault, open Networking, Private endpoint connections, and Identity.\naz network private-endpoint-connection list --id VAULT-ID --query "[].{name:name, state:properties.privateLinkServiceConnectionState.status}"\naz resource show --ids VAULT-ID --query identity.type',
  mend: 'Turn the managed identity of the vault on and give it Storage Blob Data Contributor on the log storage account; have the endpoint approved and its five addresses in DNS. Plan to upgrade the agents by hand.',
  message: ({ vault, troubles }) =>
    `The vault '${vault}' is reached by private endpoints, but ${troubles.join(', and ')}. Machines in Azure or the appliance may not reach the service, and replication home stalls.`,
  reads: [],
  *check(context) {
    const { runbook, world, howToCapture: how } = situationOf(context);
    const subject = runbook.vault === undefined ? runbook.name : runbook.vault.value.name;
    const at = runbook.vault === undefined ? runbook.at : runbook.vault.at;
    yield verdictOn({ subject, at, fact: 'private endpoints', how }, judged(subject, section(world, 'vault')));
  },
});

function judged(name: string, vault: Inventory['vault']): Outcome<Params> {
  if (vault === undefined) return unknown();
  const { privateEndpoints, publicNetworkAccess, identity } = vault;
  if (privateEndpoints === undefined) return unknown(`the capture did not tell the private endpoints of '${name}'`);
  const closed = publicNetworkAccess !== undefined && /^disabled$/i.test(publicNetworkAccess);
  if (privateEndpoints.length === 0)
    return closed
      ? broken({ vault: name, troubles: ['it has none, and public access is off'] }, [vault])
      : holds(vault);
  const approved = privateEndpoints.filter(({ state }) => /^approved$/i.test(state));
  const troubles: string[] = [];
  if (approved.length === 0) troubles.push('none of them is approved');
  const few = approved.find(({ addresses }) => addresses !== undefined && addresses < ADDRESSES);
  if (few !== undefined && approved.every(({ addresses }) => addresses !== undefined && addresses < ADDRESSES))
    troubles.push(`its endpoint has ${few.addresses} of ${ADDRESSES} addresses`);
  if (identity !== undefined && /^none$/i.test(identity)) troubles.push('it has no managed identity');
  if (troubles.length > 0) return broken({ vault: name, troubles }, [vault]);
  return identity === undefined ? unknown(`the capture did not tell the identity of '${name}'`) : holds(vault);
}
