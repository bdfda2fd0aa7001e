import type { CapturedDatastore, CapturedStorageCluster } from '../../../core/inventory/inventory.ts';
import type { ManagedObject } from '../managed-object.ts';
import type { SiteLoad } from '../site-load.ts';
import { type SiteServer, same } from '../site-servers.ts';
import { entityName, flag, given, list, long, object, type Reference, references, text, word } from '../vim-value.ts';
import type { SiteNames } from './site-names.ts';

/** A datastore. Its free space follows the machines that came and went since the capture. */
export function datastoreObject(
  datastore: CapturedDatastore,
  self: Reference,
  server: SiteServer,
  names: SiteNames,
  load: SiteLoad,
  machines: readonly Reference[],
): ManagedObject {
  const pod = server.storageClusters.find(
    ({ name, datastores }) =>
      same(name, datastore.storageCluster) || datastores.some((each) => same(each, datastore.name)),
  );
  const taken = load.spaceOf(datastore.name);
  const free = Math.min(datastore.capacityBytes, Math.max(0, datastore.freeBytes - taken));
  const mounts = server.hosts.flatMap((host) => {
    const mount = host.datastores.find(({ name }) => same(name, datastore.name));
    const key = names.host(host.name);
    return mount === undefined || key === undefined ? [] : [{ key, accessMode: mount.accessMode }];
  });
  return {
    self,
    properties: {
      name: () => entityName(datastore.name),
      parent: () => names.storagePod(pod?.name) ?? names.folders.datastore,
      summary: () =>
        object('DatastoreSummary', {
          datastore: self,
          name: entityName(datastore.name),
          url: text(`ds:///vmfs/volumes/${self.id}/`),
          capacity: long(datastore.capacityBytes),
          freeSpace: long(free),
          accessible: flag(datastore.accessible),
          multipleHostAccess: flag(mounts.length > 1),
          type: text(datastore.type),
          maintenanceMode: text(datastore.maintenance ?? 'normal'),
        }),
      host: () =>
        list(
          'DatastoreHostMount',
          mounts.map(({ key, accessMode }) =>
            object('DatastoreHostMount', {
              key,
              mountInfo: object('HostMountInfo', {
                path: text(`/vmfs/volumes/${self.id}`),
                accessMode: text(accessMode),
                mounted: flag(true),
                accessible: flag(datastore.accessible),
              }),
            }),
          ),
        ),
      vm: () => references(machines),
      overallStatus: () => word('ManagedEntityStatus', 'green'),
    },
  };
}

/** A datastore cluster, with what Storage DRS may do and whom it leaves alone. */
export function storagePodObject(pod: CapturedStorageCluster, self: Reference, names: SiteNames): ManagedObject {
  const excluded = pod.excluded.flatMap((name) => names.machine(name) ?? []);
  return {
    self,
    properties: {
      name: () => entityName(pod.name),
      parent: () => names.folders.datastore,
      childEntity: () => references(pod.datastores.flatMap((name) => names.datastore(name) ?? [])),
      summary: () => object('StoragePodSummary', { name: entityName(pod.name) }),
      podStorageDrsEntry: () =>
        object('PodStorageDrsEntry', {
          storageDrsConfig: object('StorageDrsConfigInfo', {
            podConfig: object('StorageDrsPodConfigInfo', {
              enabled: flag(pod.enabled),
              ioLoadBalanceEnabled: flag(false),
              defaultVmBehavior: given(pod.automation, text),
            }),
            vmConfig: list(
              'StorageDrsVmConfigInfo',
              excluded.map((vm) => object('StorageDrsVmConfigInfo', { vm, enabled: flag(false) })),
            ),
          }),
        }),
      overallStatus: () => word('ManagedEntityStatus', 'green'),
    },
  };
}
