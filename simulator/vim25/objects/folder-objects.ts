import type { ManagedObject } from '../managed-object.ts';
import type { SiteServer } from '../site-servers.ts';
import { entityName, list, object, type Reference, references, text, word } from '../vim-value.ts';
import type { SiteNames } from './site-names.ts';

/** What holds the others together: folders, one datacenter, clusters with their resource pools, networks. */
export function folderObjects(
  server: SiteServer,
  names: SiteNames,
  machines: readonly Reference[],
): readonly ManagedObject[] {
  const { root, datacenter, folders } = names;
  const inPods = new Set(
    server.storageClusters.flatMap((pod) => pod.datastores).map((datastore) => datastore.toLowerCase()),
  );
  const loose = server.datastores.filter(({ name }) => !inPods.has(name.toLowerCase()));
  const folder = (self: Reference, name: string, parent: Reference, children: readonly Reference[]): ManagedObject => ({
    self,
    properties: {
      name: () => entityName(name),
      parent: () => parent,
      childEntity: () => references(children),
      childType: () => list('xsd:string', []),
      overallStatus: green,
    },
  });
  return [
    {
      self: root,
      properties: {
        name: () => text(server.apiType === 'HostAgent' ? 'ha-folder-root' : 'Datacenters'),
        parent: () => undefined,
        childEntity: () => references([datacenter]),
        childType: () => list('xsd:string', [text('Folder'), text('Datacenter')]),
        overallStatus: green,
      },
    },
    {
      self: datacenter,
      properties: {
        name: () => text(server.apiType === 'HostAgent' ? 'ha-datacenter' : 'Datacenter'),
        parent: () => root,
        vmFolder: () => folders.vm,
        hostFolder: () => folders.host,
        datastoreFolder: () => folders.datastore,
        networkFolder: () => folders.network,
        datastore: () => references(server.datastores.flatMap(({ name }) => names.datastore(name) ?? [])),
        network: () => references(names.networks.map(({ self }) => self)),
        overallStatus: green,
      },
    },
    folder(folders.vm, 'vm', datacenter, machines),
    folder(
      folders.host,
      'host',
      datacenter,
      names.computeResources.map(({ self }) => self),
    ),
    folder(folders.datastore, 'datastore', datacenter, [
      ...server.storageClusters.flatMap(({ name }) => names.storagePod(name) ?? []),
      ...loose.flatMap(({ name }) => names.datastore(name) ?? []),
    ]),
    folder(
      folders.network,
      'network',
      datacenter,
      names.networks.map(({ self }) => self),
    ),
    ...names.computeResources.map((compute) => computeResource(compute, server, names)),
    ...names.networks.map((network) => networkObject(network, server, names)),
  ];
}

function computeResource(
  { name, self }: { readonly name: string; readonly self: Reference },
  server: SiteServer,
  names: SiteNames,
): ManagedObject {
  const hosts = server.hosts.filter((host) => names.computeResource(host.name)?.id === self.id);
  return {
    self,
    properties: {
      name: () => entityName(name),
      parent: () => names.folders.host,
      host: () => references(hosts.flatMap((host) => names.host(host.name) ?? [])),
      datastore: () =>
        references(
          [...new Set(hosts.flatMap((host) => host.datastores.map((mount) => mount.name.toLowerCase())))].flatMap(
            (mount) => names.datastore(mount) ?? [],
          ),
        ),
      network: () =>
        references(hosts.flatMap((host) => host.networks ?? []).flatMap((each) => names.network(each) ?? [])),
      summary: () =>
        object(self.type === 'ComputeResource' ? 'ComputeResourceSummary' : 'ClusterComputeResourceSummary', {}),
      overallStatus: green,
    },
  };
}

function networkObject(
  { name, self }: { readonly name: string; readonly self: Reference },
  server: SiteServer,
  names: SiteNames,
): ManagedObject {
  const hosts = server.hosts.filter((host) => host.networks?.some((each) => each.toLowerCase() === name.toLowerCase()));
  return {
    self,
    properties: {
      name: () => entityName(name),
      parent: () => names.folders.network,
      host: () => references(hosts.flatMap((host) => names.host(host.name) ?? [])),
      vm: () => references([]),
      summary: () => object('NetworkSummary', { network: self, name: entityName(name) }),
      overallStatus: green,
    },
  };
}

const green = () => word('ManagedEntityStatus', 'green');
