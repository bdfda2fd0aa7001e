import { notFound, ok, page } from '../arm/answer.ts';
import type { Route } from '../arm/router.ts';
import type { Estate } from '../estate/estate.ts';
import type { Machine } from '../estate/machine.ts';
import { sameId } from '../estate/same-id.ts';
import { providerId } from './provider-id.ts';
import { homeOf, lastOf, serviceId } from './service-ids.ts';

const list = 'replicationFabrics/{fabric}/replicationProtectionContainers/{container}/replicationProtectableItems';

/** What a configuration server has discovered, of which only the protected machines are known here. */
export function protectableItemRoutes(estate: Estate, vault: string): readonly Route[] {
  const machinesIn = (container: string | undefined) =>
    estate.machines.filter(
      ({ architecture, state }) => architecture === 'classic' && sameId(homeOf(state.itemId).containerName, container),
    );
  return [
    ['GET', `${vault}/${list}`, (call) => page(machinesIn(call.path.container).map((one) => render(estate, one)))],
    [
      'GET',
      `${vault}/${list}/{machine}`,
      (call) => {
        const found = machinesIn(call.path.container).find(({ state }) =>
          sameId(state.internalIdentifier, call.path.machine),
        );
        return found === undefined ? notFound(call.path.machine ?? '') : ok(render(estate, found));
      },
    ],
  ];
}

/** The keys are recorded; volumes were never captured. */
function render(estate: Estate, { item, state, key }: Machine) {
  const home = homeOf(state.itemId);
  const on = state.shown.activeLocation === 'Primary' && state.shown.instanceType === 'InMageAzureV2';
  return {
    id: `${home.containerId}/replicationProtectableItems/${state.internalIdentifier}`,
    name: state.internalIdentifier,
    type: 'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationProtectionContainers/replicationProtectableItems',
    properties: {
      friendlyName: item.friendlyName,
      protectionStatus: 'Protected',
      replicationProtectedItemId: serviceId(state.itemId),
      recoveryServicesProviderId: providerId(estate, home.fabricId),
      protectionReadinessErrors: [],
      supportedReplicationProviders: ['InMageAzureV2'],
      customDetails: {
        instanceType: 'VMwareVirtualMachine',
        agentGeneratedId: estate.chance.guid('agent', key),
        agentInstalled: 'Installed',
        osType: (item.osType ?? 'Windows').toUpperCase(),
        agentVersion: item.agent?.version ?? null,
        ipAddress: item.discovered?.ipAddresses[0] ?? null,
        poweredOn: on ? 'On' : (item.discovered?.powerStatus ?? 'Off'),
        vCenterInfrastructureId: item.discovered?.vcenterId === undefined ? null : lastOf(item.discovered.vcenterId),
        discoveryType: item.discoveryType === 'Physical' ? 'physical' : 'vCenter',
        diskDetails: item.disks.map((disk) => ({
          diskId: disk.id,
          diskName: disk.name,
          diskSizeInMB: String(Math.round(disk.capacityBytes / 2 ** 20)),
          diskType: disk.isOs ? 'OperatingSystem' : 'Data',
          diskConfiguration: disk.configuration ?? null,
          volumeList: [],
        })),
        validationErrors: [],
      },
    },
  };
}
