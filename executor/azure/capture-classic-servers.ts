import type {
  DataStore,
  Fabric,
  MasterTargetServer,
  ProcessServer,
  VMwareDetails,
} from '@azure/arm-recoveryservices-siterecovery';
import type {
  CapturedAzureVm,
  CapturedConfigurationServer,
  CapturedMasterTarget,
  CapturedProcessServer,
  Inventory,
} from '../../core/inventory/inventory.ts';
import { sameName } from '../../core/inventory/world.ts';
import { healthErrors, optional } from './capture-health-errors.ts';
import { moment } from './sentinels.ts';

export interface ClassicSection {
  readonly configurationServers: CapturedConfigurationServer[];
  readonly masterTargets: CapturedMasterTarget[];
  readonly processServers: CapturedProcessServer[];
  readonly runAsAccounts: NonNullable<Inventory['runAsAccounts']>;
}

/** A classic configuration server with its process servers, master targets and accounts; nothing of another fabric. */
export function classicServers(seen: Fabric, seenAt: string): ClassicSection {
  const { id: fabricId = '', name, properties } = seen;
  if (properties?.customDetails?.instanceType !== 'VMware')
    return { configurationServers: [], masterTargets: [], processServers: [], runAsAccounts: [] };
  const details = properties.customDetails as VMwareDetails;
  return {
    configurationServers: [
      {
        id: fabricId,
        name: details.hostName || properties.friendlyName || name || '',
        healthErrors: healthErrors(properties.healthErrorDetails),
        ...optional({
          ipAddress: details.ipAddress || undefined,
          version: details.agentVersion || undefined,
          versionStatus: details.versionStatus || undefined,
          serviceStatus: details.csServiceStatus || undefined,
          lastHeartbeat: moment(details.lastHeartbeat),
          certificateDaysLeft: details.sslCertExpiryRemainingDays,
        }),
        seenAt,
      },
    ],
    masterTargets: (details.masterTargetServers ?? []).map((target) => masterTarget(target, fabricId, seenAt)),
    processServers: (details.processServers ?? []).map((server) => processServer(server, fabricId, seenAt)),
    runAsAccounts: (details.runAsAccounts ?? []).map((account) => ({
      id: account.accountId ?? '',
      name: account.accountName ?? '',
      seenAt,
    })),
  };
}

function masterTarget(target: MasterTargetServer, fabricId: string, seenAt: string): CapturedMasterTarget {
  const datastores = (target.dataStores ?? []).filter(({ symbolicName }) => symbolicName);
  return {
    id: target.id ?? '',
    name: target.name ?? '',
    fabricId,
    retentionVolumes: (target.retentionVolumes ?? []).map((volume) => ({
      name: volume.volumeName ?? '',
      capacityBytes: volume.capacityInBytes ?? 0,
      freeBytes: volume.freeSpaceInBytes ?? 0,
      ...optional({ thresholdPercent: volume.thresholdPercentage }),
    })),
    datastores: datastores.flatMap(({ symbolicName }) => symbolicName ?? []),
    datastoreDetails: datastores.map(datastore),
    healthErrors: healthErrors(target.healthErrors),
    validationErrors: healthErrors(target.validationErrors),
    ...(/^windows$/i.test(target.osType ?? '') ? { osType: 'Windows' as const } : {}),
    ...(/^linux$/i.test(target.osType ?? '') ? { osType: 'Linux' as const } : {}),
    ...optional({
      ipAddress: target.ipAddress || undefined,
      osVersion: target.osVersion || undefined,
      agentVersion: target.agentVersion || undefined,
      versionStatus: target.versionStatus || undefined,
      agentExpiry: moment(target.agentExpiryDate),
      diskCount: target.diskCount,
      lastHeartbeat: moment(target.lastHeartbeat),
    }),
    seenAt,
  };
}

const GiB = 2 ** 30;

/** @source recordings: gigabytes as text, such as "2047.75", and "0" for a datastore whose size the service does not know */
function datastore({ symbolicName, uuid, type, capacity, freeSpace }: DataStore) {
  const size = Number(capacity);
  const known = Number.isFinite(size) && size > 0;
  const free = Number(freeSpace);
  return {
    name: symbolicName ?? '',
    ...optional({
      uuid: uuid || undefined,
      type: type || undefined,
      capacityBytes: known ? Math.round(size * GiB) : undefined,
      freeBytes: known && Number.isFinite(free) ? Math.max(0, Math.round(free * GiB)) : undefined,
    }),
  };
}

function processServer(server: ProcessServer, fabricId: string, seenAt: string): CapturedProcessServer {
  return {
    id: server.id ?? '',
    name: server.friendlyName ?? '',
    fabricId,
    strains: strainsOf(server),
    healthErrors: healthErrors(server.healthErrors),
    ...optional({
      ipAddress: server.ipAddress || undefined,
      version: server.agentVersion || undefined,
      versionStatus: server.versionStatus || undefined,
      serviceStatus: server.psServiceStatus || undefined,
      cacheCapacityBytes: server.totalSpaceInBytes,
      cacheFreeBytes: server.availableSpaceInBytes,
      certificateDaysLeft: server.sslCertExpiryRemainingDays,
      throughputBytesPerSecond: server.throughputInBytes,
      lastHeartbeat: moment(server.lastHeartbeat),
    }),
    seenAt,
  };
}

/** What is said of it that is not well: `cpu: Red`. Silence and `Unknown` are no strain. */
function strainsOf(server: ProcessServer): string[] {
  const told = {
    load: server.systemLoadStatus,
    cpu: server.cpuLoadStatus,
    memory: server.memoryUsageStatus,
    space: server.spaceUsageStatus,
    throughput: server.throughputStatus,
  };
  return Object.entries(told).flatMap(([what, status]) =>
    status && !/^(green|healthy|normal|unknown|none)$/i.test(status) ? [`${what}: ${status}`] : [],
  );
}

/** Process servers with the machines in Azure they run on: of the same private address, else of the same name. */
export function withMachinesOfServers(
  servers: readonly CapturedProcessServer[],
  vms: readonly CapturedAzureVm[],
): CapturedProcessServer[] {
  return servers.map((server) => {
    const byAddress = vms.filter((vm) =>
      vm.interfaces?.some(({ privateAddresses }) => privateAddresses.some((address) => address === server.ipAddress)),
    );
    const [vm, other] = byAddress.length > 0 ? byAddress : vms.filter(({ name }) => sameName(name, server.name));
    return vm === undefined || other !== undefined ? server : { ...server, azureVmId: vm.id };
  });
}
