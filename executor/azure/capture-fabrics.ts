import type {
  Fabric,
  HealthError,
  InMageRcmFabricSpecificDetails,
  VMwareDetails,
} from '@azure/arm-recoveryservices-siterecovery';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { moment } from './sentinels.ts';

type Section<K extends keyof Inventory> = NonNullable<Inventory[K]>;
type CapturedFabric = Section<'fabrics'>[number];
type CapturedAppliance = Section<'appliances'>[number];
type Component = CapturedAppliance['components'][number];
type CapturedHealthError = Component['healthErrors'][number];

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

/** Master targets, process servers and run-as accounts of a classic configuration server. */
export function classicServers(
  seen: Fabric,
  seenAt: string,
): {
  masterTargets: Section<'masterTargets'>;
  processServers: Section<'processServers'>;
  runAsAccounts: Section<'runAsAccounts'>;
} {
  const details = seen.properties?.customDetails;
  if (details?.instanceType !== 'VMware') return { masterTargets: [], processServers: [], runAsAccounts: [] };
  const { masterTargetServers, processServers, runAsAccounts } = details as VMwareDetails;
  return {
    masterTargets: (masterTargetServers ?? []).map((target) => ({
      id: target.id ?? '',
      name: target.name ?? '',
      retentionVolumes: (target.retentionVolumes ?? []).map((volume) => ({
        name: volume.volumeName ?? '',
        capacityBytes: volume.capacityInBytes ?? 0,
        freeBytes: volume.freeSpaceInBytes ?? 0,
      })),
      datastores: (target.dataStores ?? []).flatMap(({ symbolicName }) => symbolicName ?? []),
      healthErrors: healthErrors(target.healthErrors),
      ...(/^windows$/i.test(target.osType ?? '') ? { osType: 'Windows' as const } : {}),
      ...(/^linux$/i.test(target.osType ?? '') ? { osType: 'Linux' as const } : {}),
      ...optional({ osVersion: target.osVersion, agentVersion: target.agentVersion, diskCount: target.diskCount }),
      ...optional({ lastHeartbeat: moment(target.lastHeartbeat) }),
      seenAt,
    })),
    processServers: (processServers ?? []).map((server) => ({
      id: server.id ?? '',
      name: server.friendlyName ?? '',
      healthErrors: healthErrors(server.healthErrors),
      ...optional({
        ipAddress: server.ipAddress,
        version: server.agentVersion,
        lastHeartbeat: moment(server.lastHeartbeat),
      }),
      seenAt,
    })),
    runAsAccounts: (runAsAccounts ?? []).map((account) => ({
      id: account.accountId ?? '',
      name: account.accountName ?? '',
      seenAt,
    })),
  };
}

export function healthErrors(errors: readonly HealthError[] | null | undefined): CapturedHealthError[] {
  return (errors ?? []).map((error) => ({
    code: error.errorCode ?? '',
    message: error.errorMessage ?? error.summaryMessage ?? '',
    ...optional({
      level: error.errorLevel || undefined,
      possibleCauses: error.possibleCauses || undefined,
      recommendedAction: error.recommendedAction || undefined,
    }),
  }));
}

/** Leaves out what is undefined or null, as the inventory's optional keys want it. */
export function optional<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
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
