import type { CapturedFabric, CapturedVCenter } from '../../core/inventory/inventory.ts';
import { notFound, ok, page } from '../arm/answer.ts';
import type { Call } from '../arm/call.ts';
import { ticks } from '../arm/moments.ts';
import type { Route } from '../arm/router.ts';
import { configurationServerAlive } from '../estate/alive.ts';
import type { Estate } from '../estate/estate.ts';
import { sameId } from '../estate/same-id.ts';
import type { Instant } from '../virtual-clock.ts';
import { classicFabricHealth } from './classic-fabric.ts';
import { heartbeat } from './heartbeat.ts';
import { providerId, providerName } from './provider-id.ts';
import { acceptedRefresh, refreshResult } from './refresh-provider.ts';
import { fabricFriendlyName } from './render-fabric.ts';
import { lastOf, serviceId } from './service-ids.ts';

const fabricPath = 'replicationFabrics/{fabric}';
const providers = 'replicationRecoveryServicesProviders';

/** What hangs below a configuration server: the vCenters that it discovers, and the provider that speaks for it. */
export function classicRoutes(estate: Estate, vault: string): readonly Route[] {
  const fabrics = (estate.inventory.fabrics ?? []).filter(({ instanceType }) => instanceType === 'VMware');
  const fabricOf = (call: Call) => fabrics.find(({ name }) => sameId(name, call.path.fabric));
  const inFabric = <T>(call: Call, list: (fabric: CapturedFabric) => readonly T[]) => {
    const fabric = fabricOf(call);
    return fabric === undefined ? notFound(call.path.fabric ?? '') : page(list(fabric));
  };
  const provider = (call: Call) => {
    const fabric = fabricOf(call);
    return fabric !== undefined && sameId(providerName(estate, fabric.id), call.path.provider) ? fabric : undefined;
  };
  const vcentersOf = (fabric: CapturedFabric, at: Instant) =>
    vcenters(estate, fabric, fabrics).map((one) => renderVCenter(estate, fabric, one, at));
  return [
    ['GET', `${vault}/replicationvCenters`, (call) => page(fabrics.flatMap((one) => vcentersOf(one, call.at)))],
    [
      'GET',
      `${vault}/${fabricPath}/replicationvCenters`,
      (call) => inFabric(call, (fabric) => vcentersOf(fabric, call.at)),
    ],
    [
      'GET',
      `${vault}/${fabricPath}/replicationvCenters/{vcenter}`,
      (call) => {
        const fabric = fabricOf(call);
        const found = fabric && vcentersOf(fabric, call.at).find(({ name }) => sameId(name, call.path.vcenter));
        return found === undefined ? notFound(call.path.vcenter ?? '') : ok(found);
      },
    ],
    ['GET', `${vault}/${providers}`, (call) => page(fabrics.map((one) => renderProvider(estate, one, call.at)))],
    [
      'GET',
      `${vault}/${fabricPath}/${providers}`,
      (call) => inFabric(call, (fabric) => [renderProvider(estate, fabric, call.at)]),
    ],
    [
      'GET',
      `${vault}/${fabricPath}/${providers}/{provider}`,
      (call) => {
        const fabric = provider(call);
        return fabric === undefined ? notFound(call.path.provider ?? '') : ok(renderProvider(estate, fabric, call.at));
      },
    ],
    [
      'POST',
      `${vault}/${fabricPath}/${providers}/{provider}/refreshProvider`,
      (call) => {
        const fabric = provider(call);
        return fabric === undefined
          ? notFound(call.path.provider ?? '')
          : acceptedRefresh(
              estate,
              providerId(estate, fabric.id),
              fabricFriendlyName(estate, fabric.id, fabric.name),
              call,
            );
      },
    ],
    [
      'GET',
      `${vault}/${fabricPath}/${providers}/{provider}/operationresults/{job}`,
      (call) => {
        const fabric = provider(call);
        return fabric === undefined
          ? notFound(call.path.provider ?? '')
          : refreshResult(estate, providerId(estate, fabric.id), () => renderProvider(estate, fabric, call.at), call);
      },
    ],
  ];
}

/** Those whose id lies below the fabric; one without an id belongs to the first. */
function vcenters(estate: Estate, fabric: CapturedFabric, all: readonly CapturedFabric[]): readonly CapturedVCenter[] {
  const prefix = `${fabric.id.toLowerCase()}/replicationvcenters/`;
  return (estate.inventory.vcenters ?? []).filter(({ id }) =>
    id === undefined ? fabric === all[0] : id.toLowerCase().startsWith(prefix),
  );
}

function renderVCenter(estate: Estate, fabric: CapturedFabric, vcenter: CapturedVCenter, at: Instant) {
  const { inventory, classic } = estate;
  const beat = heartbeat(inventory, vcenter.lastHeartbeat, at) ?? (vcenter.connected === false ? null : ticks(at));
  const [account] = (inventory.runAsAccounts ?? []).filter(({ id }) => !id.includes('/'));
  const server = classic.configurationServer(fabric.id);
  const own = classic.processServers?.find(({ name }) => sameId(name, server?.name));
  const id = serviceId(vcenter.id ?? `${fabric.id}/replicationvCenters/${vcenter.name}`);
  return {
    id,
    name: lastOf(id),
    type: 'Microsoft.RecoveryServices/vaults/replicationFabrics/replicationvCenters',
    properties: {
      friendlyName: vcenter.name,
      internalId: estate.chance.guid('vcenter-internal', vcenter.name.toLowerCase()),
      lastHeartbeat: beat,
      discoveryStatus: vcenter.connected === false ? 'DiscoveryFailed' : 'DiscoverySucceeded',
      processServerId: own?.id ?? null,
      ipAddress: vcenter.address,
      infrastructureId: estate.chance.guid('vcenter-infrastructure', vcenter.name.toLowerCase()),
      port: '443',
      runAsAccountId: account?.id ?? null,
      fabricArmResourceName: fabric.name,
      healthErrors: [],
    },
  };
}

function renderProvider(estate: Estate, fabric: CapturedFabric, at: Instant) {
  const { inventory, classic } = estate;
  const server = classic.configurationServer(fabric.id);
  const name = providerName(estate, fabric.id);
  const friendlyName = fabricFriendlyName(estate, fabric.id, fabric.name);
  return {
    id: providerId(estate, fabric.id),
    name,
    type: `Microsoft.RecoveryServices/vaults/replicationFabrics/${providers}`,
    properties: {
      fabricType: 'VMware',
      friendlyName,
      providerVersion: server?.version ?? null,
      serverVersion: '',
      providerVersionState: 'Latest',
      fabricFriendlyName: friendlyName,
      lastHeartBeat: heartbeat(inventory, server?.lastHeartbeat, at) ?? ticks(at),
      connectionStatus: configurationServerAlive(estate, fabric.id) ? 'Connected' : 'NotConnected',
      protectedItemCount: estate.machines.filter((one) => one.key.startsWith(`${fabric.id.toLowerCase()}/`)).length,
      allowedScenarios: ['Refresh'],
      healthErrorDetails: classicFabricHealth(server, at).healthErrorDetails,
      draIdentifier: name,
      machineName: server?.name ?? null,
    },
  };
}
