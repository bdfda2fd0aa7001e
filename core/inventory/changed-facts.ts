import { type Entry, entriesOf, type Section } from './entries.ts';
import type { Inventory } from './inventory.ts';
import { armName } from './world.ts';

/** One fact that two looks at the world tell otherwise: a field of a thing, or the thing itself. */
export interface ChangedFact {
  readonly section: Section;
  /** Key of the thing in its section, without case; empty for the vault. */
  readonly key: string;
  /** The thing as people call it: `machine in Azure 'erp-db-01'`. */
  readonly thing: string;
  /** The field; undefined: the thing came or went. */
  readonly field: string | undefined;
  /** Undefined: it was not there, or nobody had looked. */
  readonly before: unknown;
  readonly now: unknown;
}

const THINGS: Readonly<Record<Section, string>> = {
  vault: 'vault',
  fabrics: 'fabric',
  appliances: 'appliance',
  items: 'protected item',
  policies: 'replication policy',
  mappings: 'container mapping',
  runAsAccounts: 'run-as account',
  configurationServers: 'configuration server',
  masterTargets: 'master target',
  processServers: 'process server',
  azureVms: 'machine in Azure',
  virtualNetworks: 'virtual network',
  connections: 'connection to the site',
  storageAccounts: 'log storage account',
  locks: 'lock',
  rights: 'rights on',
  trafficProfiles: 'Traffic Manager profile',
  vcenters: 'vCenter',
  hosts: 'host',
  datastores: 'datastore',
  storageClusters: 'datastore cluster',
  siteMachines: 'machine of the site',
  unreadMachines: 'machine of the site that cannot be read',
};

const SECTIONS = Object.keys(THINGS) as Section[];

/**
 * What is otherwise in a later look, section by section; when a thing was seen is no fact about it. Sections that one of
 * the two did not look at are left out: nothing is known to have changed there.
 */
export function changedFacts(before: Inventory, now: Inventory): ChangedFact[] {
  return SECTIONS.flatMap((section) => {
    const old = entriesOf(before, section);
    const fresh = entriesOf(now, section);
    if (old === undefined || fresh === undefined) return [];
    return [
      ...[...old].flatMap(([key, entry]) => ofEntry(section, key, entry, fresh.get(key))),
      ...[...fresh].filter(([key]) => !old.has(key)).flatMap(([key, entry]) => ofEntry(section, key, undefined, entry)),
    ];
  });
}

/** The later look with some of its changes taken back. */
export function putBack(now: Inventory, before: Inventory, changes: readonly ChangedFact[]): Inventory {
  const patched: Partial<Record<Section, unknown>> = {};
  for (const [section, own] of Map.groupBy(changes, (change) => change.section)) {
    const byKey = Map.groupBy(own, ({ key }) => key);
    const old = entriesOf(before, section) ?? new Map<string, Entry>();
    const entries = [...(entriesOf(now, section) ?? new Map<string, Entry>())].flatMap(([key, entry]) => {
      const mine = byKey.get(key);
      return mine === undefined ? [entry] : asBefore(entry, mine);
    });
    const gone = own.flatMap(({ key, field, now: there }) =>
      field === undefined && there === undefined ? [{ ...old.get(key), seenAt: now.capturedAt }] : [],
    );
    patched[section] = section === 'vault' ? entries[0] : [...entries, ...gone];
  }
  return { ...now, ...(patched as Partial<Inventory>) };
}

function asBefore(entry: Entry, changes: readonly ChangedFact[]): Entry[] {
  if (changes.some(({ field }) => field === undefined)) return [];
  const fields = changes.flatMap(({ field, before }) => (field === undefined ? [] : [[field, before] as const]));
  const old = Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  const untouched = Object.entries(entry).filter(([name]) => !fields.some(([field]) => field === name));
  return [{ ...Object.fromEntries(untouched), ...old }];
}

function ofEntry(section: Section, key: string, old: Entry | undefined, fresh: Entry | undefined): ChangedFact[] {
  const thing = `${THINGS[section]} '${nameOf(fresh ?? old ?? {})}'`;
  const change = (field: string | undefined, before: unknown, now: unknown) => ({
    section,
    key,
    thing,
    field,
    before,
    now,
  });
  if (old === undefined || fresh === undefined) return [change(undefined, old, fresh)];
  const fields = new Set([...Object.keys(old), ...Object.keys(fresh)]);
  fields.delete('seenAt');
  return [...fields]
    .filter((field) => JSON.stringify(old[field]) !== JSON.stringify(fresh[field]))
    .map((field) => change(field, old[field], fresh[field]));
}

function nameOf(entry: Entry): string {
  return armName(String(entry.friendlyName ?? entry.name ?? entry.id ?? entry.scope ?? ''));
}
