import type { Inventory } from '../../core/inventory/inventory.ts';
import { table } from '../../core/plan/render/columns.ts';
import { sayMoment } from '../../core/report/say.ts';

/** One section of an inventory, as a person wants to see that it is there. */
export interface SectionSummary {
  readonly section: string;
  readonly entries: number;
  /** When its oldest entry was seen. */
  readonly seenAt: string | undefined;
}

const titles: Readonly<Record<string, string>> = {
  vault: 'the vault',
  fabrics: 'fabrics',
  appliances: 'appliances',
  items: 'protected items',
  policies: 'replication policies',
  mappings: 'container mappings',
  runAsAccounts: 'run-as accounts',
  configurationServers: 'configuration servers',
  masterTargets: 'master targets',
  processServers: 'process servers',
  azureVms: 'machines in Azure',
  virtualNetworks: 'virtual networks',
  connections: 'connections to the site',
  storageAccounts: 'log storage accounts',
  locks: 'locks',
  rights: 'rights of this account',
  trafficProfiles: 'Traffic Manager profiles',
  vcenters: 'vCenters',
  hosts: 'hosts',
  datastores: 'datastores',
  storageClusters: 'datastore clusters',
  siteMachines: 'machines of the site',
};

/** Every section that an inventory has. */
export function sectionsOf(inventory: Inventory): readonly SectionSummary[] {
  return Object.keys(titles).flatMap((section) => {
    const seen = inventory[section as keyof Inventory] as Entries | undefined;
    if (seen === undefined) return [];
    const entries = Array.isArray(seen) ? seen : [seen];
    const moments = entries.map(({ seenAt }) => seenAt).toSorted((one, other) => Date.parse(one) - Date.parse(other));
    return { section, entries: entries.length, seenAt: moments[0] };
  });
}

type Entries = { readonly seenAt: string } | readonly { readonly seenAt: string }[];

/** A line for each section, and what is missing with the reason. */
export function renderSummary(inventory: Inventory): readonly string[] {
  const rows = sectionsOf(inventory).map(({ section, entries, seenAt }) => [
    `  ${titles[section] ?? section}`,
    String(entries),
    seenAt === undefined ? '' : `seen ${sayMoment(seenAt)}`,
  ]);
  const missing = (inventory.notCaptured ?? []).map(({ what, reason }) => `Not captured: ${what}. ${reason}`);
  return [...table(rows, new Set([1])), ...missing];
}
