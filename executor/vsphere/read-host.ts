import type { CapturedHost } from '../../core/inventory/inventory.ts';
import type { Names } from './names.ts';
import { withoutUndefined } from './read-machine.ts';
import { type Mounts, mountKey } from './read-storage.ts';
import type { ToldFacts } from './told-facts.ts';
import { booleanOf, itemsOf, nameOf, numberOf, type Ref, refOf, textOf } from './vim-value.ts';
import { words } from './vim-words.ts';

export interface HostSurroundings {
  readonly vcenter: string;
  /** A bare host has no vCenter, and calls itself `localhost` as often as not: it gets the name that the runbook gave it. */
  readonly bareName: string | undefined;
  readonly clusters: Names;
  readonly datastores: Names;
  readonly networks: Names;
  readonly mounts: Mounts;
  readonly licences: ReadonlyMap<string, string>;
  readonly seenAt: string;
}

/** @throws Unread */
export function readHost(facts: ToldFacts, ref: Ref, around: HostSurroundings): CapturedHost {
  const total = numberOf(facts.may('hardware.memorySize'));
  const usedMegabytes = numberOf(facts.may('summary.quickStats.overallMemoryUsage'));
  const networks = facts.may('network');
  const parent = refOf(facts.may('parent'));
  const optional = {
    cluster: parent?.type === 'ClusterComputeResource' ? around.clusters.of(parent) : undefined,
    version: textOf(facts.may('config.product.version')),
    license: around.licences.get(ref.id.toLowerCase()),
    connectionState: facts.word('runtime.connectionState', words.connection),
    maintenance: booleanOf(facts.may('runtime.inMaintenanceMode')),
    memoryBytes: total,
    memoryFreeBytes:
      total === undefined || usedMegabytes === undefined ? undefined : Math.max(0, total - usedMegabytes * 2 ** 20),
    networks: networks === undefined ? undefined : around.networks.ofAll(itemsOf(networks)).sort(),
  };
  return {
    name: around.bareName ?? facts.must('name', nameOf),
    ...(around.bareName === undefined ? { vcenter: around.vcenter } : {}),
    datastores: itemsOf(facts.unsetOr('datastore')).flatMap((node) => {
      const datastore = refOf(node);
      if (datastore === undefined) return [];
      const name = around.datastores.of(datastore) ?? datastore.id;
      return [{ name, accessMode: around.mounts.get(mountKey(datastore, ref)) ?? 'unknown' }];
    }),
    ...withoutUndefined(optional),
    seenAt: around.seenAt,
  };
}
