import type { CapturedAppliance, Inventory } from '../../core/inventory/inventory.ts';
import { ticks } from '../arm/moments.ts';
import type { Estate } from '../estate/estate.ts';
import type { Instant } from '../virtual-clock.ts';
import { heartbeat } from './heartbeat.ts';
import { serviceAddresses } from './service-addresses.ts';
import { lastOf, serviceId } from './service-ids.ts';

export type CapturedFabric = NonNullable<Inventory['fabrics']>[number];

type Component = CapturedAppliance['components'][number];

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
      friendlyName: fabric.name,
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
        : { instanceType: fabric.instanceType, processServers: [], masterTargetServers: [], runAsAccounts: [] },
      healthErrorDetails: [],
      health: 'Normal',
    },
  };
}

/** One appliance as `replicationAppliances` lists it: the same components, each once. */
export function renderAppliance(estate: Estate, appliance: CapturedAppliance, at: Instant) {
  const one = (kind: Component['kind'], render: typeof component) => {
    const found = appliance.components.find((candidate) => candidate.kind === kind);
    return found === undefined ? null : render(estate, appliance, found, at);
  };
  return {
    id: appliance.processServerId ?? appliance.reprotectAgentId ?? appliance.name,
    name: appliance.name,
    fabricArmId: serviceId(appliance.fabricId),
    processServer: one('process-server', processServer),
    rcmProxy: one('rcm-proxy', rcmProxy),
    pushInstaller: one('push-installer', component),
    replicationAgent: one('replication-agent', component),
    reprotectAgent: one('reprotect-agent', reprotectAgent),
    marsAgent: one('mars-agent', component),
    dra: one('dra', dra),
    switchProviderBlockingErrorDetails: [],
  };
}

interface RenderedComponent {
  readonly id: string;
  readonly name: string;
}

function dra(estate: Estate, appliance: CapturedAppliance, found: Component, at: Instant): RenderedComponent {
  const { inventory, chance } = estate;
  return Object.assign(
    {
      id: found.id,
      name: appliance.name,
      biosId: chance.guid('bios', appliance.name).toUpperCase(),
    },
    {
      version: found.version ?? null,
      lastHeartbeatUtc: heartbeat(inventory, found.lastHeartbeat, at),
      health: found.health,
      healthErrors: found.healthErrors.map((error) => ({
        errorCode: error.code,
        errorLevel: error.level ?? 'Error',
        summaryMessage: error.message,
        errorMessage: error.message,
        possibleCauses: error.possibleCauses ?? '',
        recommendedAction: error.recommendedAction ?? '',
        errorType: 'Component',
        errorCategory: 'None',
      })),
    },
  );
}

function component(estate: Estate, appliance: CapturedAppliance, found: Component, at: Instant): RenderedComponent {
  const { inventory, chance } = estate;
  const { id, name, ...rest } = dra(estate, appliance, found, at);
  const site = inventory.fabrics?.[0]?.vmwareSiteId ?? '';
  return Object.assign(
    { id, name },
    {
      fabricObjectId: `${site}/machines/${chance.guid('appliance-machine', appliance.name)}`,
      fqdn: appliance.fqdn ?? null,
    },
    rest,
  );
}

function rcmProxy(estate: Estate, appliance: CapturedAppliance, found: Component, at: Instant): RenderedComponent {
  return Object.assign(component(estate, appliance, found, at), { clientAuthenticationType: 'Certificate' });
}

function reprotectAgent(
  estate: Estate,
  appliance: CapturedAppliance,
  found: Component,
  at: Instant,
): RenderedComponent {
  return Object.assign(component(estate, appliance, found, at), {
    accessibleDatastores: appliance.accessibleDatastores,
    vcenterId: appliance.vcenterId ?? null,
    lastDiscoveryInUtc: ticks(at - (at % 900_000)),
  });
}

function processServer(estate: Estate, appliance: CapturedAppliance, found: Component, at: Instant): RenderedComponent {
  const memory = 32 * 2 ** 30;
  const space = 620 * 2 ** 30;
  return Object.assign(component(estate, appliance, found, at), {
    ipAddresses: ['10.0.0.4'],
    totalMemoryInBytes: memory,
    availableMemoryInBytes: memory * 0.75,
    usedMemoryInBytes: memory * 0.25,
    memoryUsagePercentage: 25,
    totalSpaceInBytes: space,
    availableSpaceInBytes: space * 0.875,
    usedSpaceInBytes: space * 0.125,
    freeSpacePercentage: 87.5,
    throughputUploadPendingDataInBytes: 242_180,
    throughputInBytes: 8_867_840,
    processorUsagePercentage: 12,
    throughputStatus: 'Healthy',
    systemLoad: 0,
    systemLoadStatus: 'Healthy',
    diskUsageStatus: 'Healthy',
    memoryUsageStatus: 'Healthy',
    processorUsageStatus: 'Healthy',
    historicHealth: 'Normal',
  });
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
