import type { Fabric, HealthError, InMageRcmFabricSpecificDetails } from '@azure/arm-recoveryservices-siterecovery';
import type { CapturedAppliance, CapturedFabric } from '../../core/inventory/inventory.ts';
import { healthErrors, optional } from './capture-health-errors.ts';
import { moment } from './sentinels.ts';

type Component = CapturedAppliance['components'][number];

export function fabric(seen: Fabric, containerIds: string[], seenAt: string): CapturedFabric {
  const details = seen.properties?.customDetails as
    | { readonly instanceType?: string; readonly vmwareSiteId?: string; readonly physicalSiteId?: string }
    | undefined;
  return {
    id: seen.id ?? '',
    name: seen.name ?? '',
    instanceType: details?.instanceType ?? '',
    containerIds,
    ...(details?.vmwareSiteId ? { vmwareSiteId: details.vmwareSiteId } : {}),
    ...(details?.physicalSiteId ? { physicalSiteId: details.physicalSiteId } : {}),
    seenAt,
  };
}

/**
 * The appliances of a modernized fabric. The service lists components, not appliances; those of one share their name.
 * @source recordings: reprotectAgents[].name equals processServers[].name, and so do their ids
 */
export function appliances(seen: Fabric, seenAt: string): readonly CapturedAppliance[] {
  const details = seen.properties?.customDetails;
  if (details?.instanceType !== 'InMageRcm') return [];
  const parts = componentsOf(details as InMageRcmFabricSpecificDetails);
  return [...Map.groupBy(parts, ({ appliance }) => appliance)].map(([name, mine]) => {
    const reprotect = mine.find(({ component }) => component.kind === 'reprotect-agent');
    const processServer = mine.find(({ component }) => component.kind === 'process-server');
    const fqdn = mine.find((part) => part.fqdn !== undefined)?.fqdn;
    return {
      name,
      fabricId: seen.id ?? '',
      accessibleDatastores: [...(reprotect?.datastores ?? [])],
      components: mine.map(({ component }) => component),
      ...(reprotect === undefined ? {} : { reprotectAgentId: reprotect.component.id }),
      ...(processServer === undefined ? {} : { processServerId: processServer.component.id }),
      ...(reprotect?.vcenterId === undefined ? {} : { vcenterId: reprotect.vcenterId }),
      ...(fqdn === undefined ? {} : { fqdn }),
      seenAt,
    };
  });
}

interface Part {
  readonly appliance: string;
  readonly component: Component;
  readonly fqdn: string | undefined;
  readonly datastores: readonly string[];
  readonly vcenterId: string | undefined;
}

interface ServicePart {
  readonly id?: string;
  readonly name?: string;
  readonly fqdn?: string;
  readonly version?: string;
  readonly lastHeartbeatUtc?: Date;
  readonly health?: string;
  readonly healthErrors?: readonly HealthError[];
  readonly accessibleDatastores?: readonly string[];
  readonly vcenterId?: string;
}

function componentsOf(details: InMageRcmFabricSpecificDetails): readonly Part[] {
  const of = (kind: Component['kind'], parts: readonly ServicePart[] | undefined): readonly Part[] =>
    (parts ?? []).map((part) => ({
      appliance: part.name ?? '',
      fqdn: part.fqdn ?? undefined,
      datastores: part.accessibleDatastores ?? [],
      vcenterId: part.vcenterId ?? undefined,
      component: {
        kind,
        id: part.id ?? '',
        health: part.health ?? '',
        healthErrors: healthErrors(part.healthErrors),
        ...optional({ version: part.version, lastHeartbeat: moment(part.lastHeartbeatUtc) }),
      },
    }));
  return [
    ...of('process-server', details.processServers),
    ...of('rcm-proxy', details.rcmProxies),
    ...of('push-installer', details.pushInstallers),
    ...of('replication-agent', details.replicationAgents),
    ...of('reprotect-agent', details.reprotectAgents),
    ...of('mars-agent', details.marsAgents),
    ...of('dra', details.dras),
  ];
}
