import type { CapturedFabric } from '../../core/inventory/inventory.ts';
import type { Estate } from '../estate/estate.ts';
import type { Instant } from '../virtual-clock.ts';
import { classicFabricDetails, classicFabricHealth } from './classic-fabric.ts';
import { type Component, component, dra, processServer, rcmProxy, reprotectAgent } from './render-component.ts';
import { serviceAddresses } from './service-addresses.ts';
import { lastOf, serviceId } from './service-ids.ts';

/** A fabric with all components of its appliances. */
export function renderFabric(estate: Estate, fabric: CapturedFabric, at: Instant) {
  const { chance } = estate;
  const appliances = (estate.inventory.appliances ?? []).filter(
    (one) => one.fabricId.toLowerCase() === fabric.id.toLowerCase(),
  );
  const components = (kind: Component['kind'], render: typeof component) =>
    appliances.flatMap((appliance) =>
      appliance.components.filter((one) => one.kind === kind).map((one) => render(estate, appliance, one, at)),
    );
  const modernized = fabric.instanceType === 'InMageRcm';
  const noKey = { kekState: 'None', kekCertThumbprint: null };
  return {
    name: fabric.name,
    type: 'Microsoft.RecoveryServices/vaults/replicationFabrics',
    id: serviceId(fabric.id),
    properties: {
      friendlyName: fabricFriendlyName(estate, fabric.id, fabric.name),
      encryptionDetails: noKey,
      rolloverEncryptionDetails: noKey,
      internalIdentifier: chance.guid('fabric', fabric.id.toLowerCase()),
      bcdrState: 'Valid',
      customDetails: modernized
        ? {
            instanceType: 'InMageRcm',
            vmwareSiteId: fabric.vmwareSiteId ?? null,
            physicalSiteId: fabric.physicalSiteId ?? null,
            ...serviceAddresses(estate),
            sourceAgentIdentityDetails: identity(estate, lastOf(fabric.id)),
            processServers: components('process-server', processServer),
            rcmProxies: components('rcm-proxy', rcmProxy),
            pushInstallers: components('push-installer', component),
            replicationAgents: components('replication-agent', component),
            reprotectAgents: components('reprotect-agent', reprotectAgent),
            marsAgents: components('mars-agent', component),
            dras: components('dra', dra),
            agentDetails: [],
          }
        : classicFabricDetails(estate, fabric, at),
      ...(modernized
        ? { healthErrorDetails: [], health: 'Normal' }
        : classicFabricHealth(estate.classic.configurationServer(fabric.id), at)),
    },
  };
}

/** A classic fabric is called as its configuration server is; its own name is a hash. Recorded. */
export function fabricFriendlyName(estate: Estate, fabricId: string, name: string): string {
  return estate.classic.configurationServer(fabricId)?.name ?? name;
}

function identity(estate: Estate, fabric: string) {
  const tenantId = estate.chance.guid('tenant');
  return {
    tenantId,
    applicationId: estate.chance.guid('application', fabric),
    objectId: estate.chance.guid('object', fabric),
    audience: `api://${tenantId}/${fabric}agentauthaadapp`,
    aadAuthority: `https://login.microsoftonline.com/${tenantId}`,
  };
}
