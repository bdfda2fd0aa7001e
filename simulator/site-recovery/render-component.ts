import type { CapturedAppliance } from '../../core/inventory/inventory.ts';
import { ticks } from '../arm/moments.ts';
import type { Estate } from '../estate/estate.ts';
import type { Instant } from '../virtual-clock.ts';
import { heartbeat } from './heartbeat.ts';

export type Component = CapturedAppliance['components'][number];

/** A component as the fabric and the appliance list show it. */
export interface RenderedComponent {
  readonly id: string;
  readonly name: string;
}

/** What every component has; all that the service's own agent (DRA) has. */
export function dra(estate: Estate, appliance: CapturedAppliance, found: Component, at: Instant): RenderedComponent {
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

/** A component that runs on a discovered machine. */
export function component(
  estate: Estate,
  appliance: CapturedAppliance,
  found: Component,
  at: Instant,
): RenderedComponent {
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

export function rcmProxy(
  estate: Estate,
  appliance: CapturedAppliance,
  found: Component,
  at: Instant,
): RenderedComponent {
  return Object.assign(component(estate, appliance, found, at), { clientAuthenticationType: 'Certificate' });
}

/** The one that brings machines home: with the datastores that it reaches. */
export function reprotectAgent(
  estate: Estate,
  appliance: CapturedAppliance,
  found: Component,
  at: Instant,
): RenderedComponent {
  return Object.assign(component(estate, appliance, found, at), {
    accessibleDatastores: appliance.accessibleDatastores,
    vcenterId: appliance.vcenterId ?? null,
    lastDiscoveryInUtc: lastDiscovery(estate, appliance, at),
  });
}

/** Every quarter of an hour; what is not connected was discovered when it was last heard. */
function lastDiscovery({ inventory }: Estate, { vcenterId }: CapturedAppliance, at: Instant): string | null {
  const vcenter = inventory.vcenters?.find(({ id }) => id?.toLowerCase() === vcenterId?.toLowerCase());
  if (vcenter?.connected !== false) return ticks(at - (at % 900_000));
  return vcenter.lastHeartbeat === undefined ? null : ticks(Date.parse(vcenter.lastHeartbeat));
}

/** The one that carries the data: with its load, which is invented. */
export function processServer(
  estate: Estate,
  appliance: CapturedAppliance,
  found: Component,
  at: Instant,
): RenderedComponent {
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
