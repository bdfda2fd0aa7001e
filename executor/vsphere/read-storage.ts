import type { CapturedDatastore, CapturedStorageCluster } from '../../core/inventory/inventory.ts';
import type { Names } from './names.ts';
import { fold } from './retrieve.ts';
import { type ToldFacts, Unread } from './told-facts.ts';
import { allAt, at, booleanOf, itemsOf, nameOf, numberOf, refOf, textOf, wordOf } from './vim-value.ts';
import { words } from './vim-words.ts';
import type { XmlNode } from './xml-reader.ts';

/** How hosts mount datastores, by datastore and host. */
export type Mounts = Map<string, string>;

/** @throws Unread */
export function readDatastore(facts: ToldFacts, clusters: Names, vcenter: string, seenAt: string): CapturedDatastore {
  const name = facts.must('name', nameOf);
  const summary = facts.must('summary', (node) => node);
  const must = <T>(field: string, read: (node: XmlNode | undefined) => T | undefined): T => {
    const value = read(at(summary, field));
    if (value === undefined)
      throw new Unread(`'summary.${field}' was not told, or not in a way that anybody understands`);
    return value;
  };
  const maintenance = wordOf(at(summary, 'maintenanceMode'), words.maintenance);
  const storageCluster = clusters.of(refOf(facts.may('parent')));
  return {
    name,
    vcenter,
    type: must('type', textOf),
    capacityBytes: must('capacity', numberOf),
    freeBytes: must('freeSpace', numberOf),
    accessible: must('accessible', booleanOf),
    ...(maintenance === undefined ? {} : { maintenance }),
    ...(storageCluster === undefined ? {} : { storageCluster }),
    seenAt,
  };
}

/** Adds how each host mounts a datastore. */
export function addMounts(
  mounts: Mounts,
  datastore: { readonly type: string; readonly id: string },
  hosts: XmlNode | undefined,
): void {
  for (const mount of itemsOf(hosts)) {
    const host = refOf(at(mount, 'key'));
    if (host !== undefined) mounts.set(mountKey(datastore, host), accessMode(at(mount, 'mountInfo')));
  }
}

export function mountKey(
  datastore: { readonly type: string; readonly id: string },
  host: { readonly type: string; readonly id: string },
): string {
  return `${fold(datastore)} ${fold(host)}`;
}

/**
 * `readWrite` or `readOnly`. A mount that is lost now keeps its mode in vSphere, but nobody writes through it, so it is
 * told as `inaccessible`; one that is not told is `unknown`.
 */
function accessMode(mount: XmlNode | undefined): string {
  if (booleanOf(at(mount, 'accessible')) === false || booleanOf(at(mount, 'mounted')) === false) return 'inaccessible';
  return wordOf(at(mount, 'accessMode'), words.access) ?? 'unknown';
}

/** What a datastore cluster refers to. */
export interface ClusterSurroundings {
  readonly datastores: Names;
  readonly machines: Names;
  /** Names of the datastores that say they belong to a cluster of this name. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  readonly vcenter: string;
  readonly seenAt: string;
}

/** @throws Unread */
export function readStorageCluster(facts: ToldFacts, around: ClusterSurroundings): CapturedStorageCluster {
  const { datastores, machines, members, vcenter, seenAt } = around;
  const name = facts.must('name', nameOf);
  const config = facts.must('podStorageDrsEntry', (node) => at(node, 'storageDrsConfig'));
  const enabled = booleanOf(at(config, 'podConfig', 'enabled'));
  const automation = wordOf(at(config, 'podConfig', 'defaultVmBehavior'), words.behaviour);
  if (enabled === undefined || automation === undefined) throw new Unread('the settings of Storage DRS were not told');
  return {
    name,
    vcenter,
    datastores: [
      ...new Set([...datastores.ofAll(itemsOf(facts.unsetOr('childEntity'))), ...(members.get(name) ?? [])]),
    ].sort(),
    enabled,
    automation,
    excluded: allAt(config, 'vmConfig')
      .filter(leavesAlone)
      .flatMap((override) => machines.of(refOf(at(override, 'vm'))) ?? [])
      .sort(),
    seenAt,
  };
}

/** Off for this machine, or only advised. */
function leavesAlone(override: XmlNode): boolean {
  return booleanOf(at(override, 'enabled')) === false || textOf(at(override, 'behavior')) === 'manual';
}
