import type { CapturedHost } from '../../../core/inventory/inventory.ts';
import type { ManagedObject } from '../managed-object.ts';
import type { SiteLoad } from '../site-load.ts';
import { entityName, flag, given, int, long, object, type Reference, references, text, word } from '../vim-value.ts';
import type { SiteNames } from './site-names.ts';

const MIB = 2 ** 20;

/** An ESXi host. Its memory in use follows the machines that were turned on and off since the capture. */
export function hostObject(
  host: CapturedHost,
  self: Reference,
  names: SiteNames,
  load: SiteLoad,
  machines: readonly Reference[],
): ManagedObject {
  const product = given(host.version, (version) =>
    object('AboutInfo', {
      name: text('VMware ESXi'),
      fullName: text(`VMware ESXi ${version}`),
      vendor: text('VMware, Inc.'),
      version: text(version),
      build: text('0'),
      osType: text('vmnix-x86'),
      productLineId: text('embeddedEsx'),
      apiType: text('HostAgent'),
      apiVersion: text(version),
    }),
  );
  const usage =
    host.memoryBytes === undefined || host.memoryFreeBytes === undefined
      ? undefined
      : Math.max(0, (host.memoryBytes - host.memoryFreeBytes + load.memoryOf(host.name)) / MIB);
  const runtime = object('HostRuntimeInfo', {
    connectionState: given(host.connectionState, (state) => word('HostSystemConnectionState', state)),
    powerState: word('HostSystemPowerState', 'poweredOn'),
    inMaintenanceMode: given(host.maintenance, flag),
  });
  const hardware = object('HostHardwareInfo', { memorySize: given(host.memoryBytes, long) });
  return {
    self,
    properties: {
      name: () => entityName(host.name),
      parent: () => names.computeResource(host.name),
      runtime: () => runtime,
      hardware: () => hardware,
      config: () => object('HostConfigInfo', { host: self, product }),
      summary: () =>
        object('HostListSummary', {
          host: self,
          hardware: object('HostHardwareSummary', { memorySize: given(host.memoryBytes, long) }),
          runtime,
          config: object('HostConfigSummary', { name: entityName(host.name), port: int(443), product }),
          quickStats: object('HostListSummaryQuickStats', { overallMemoryUsage: given(usage, int) }),
          overallStatus: word('ManagedEntityStatus', 'green'),
        }),
      vm: () => references(machines),
      datastore: () => references(host.datastores.flatMap(({ name }) => names.datastore(name) ?? [])),
      network: () => given(host.networks, (all) => references(all.flatMap((network) => names.network(network) ?? []))),
      overallStatus: () => word('ManagedEntityStatus', 'green'),
    },
  };
}
