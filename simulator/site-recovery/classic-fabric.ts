import type {
  CapturedConfigurationServer,
  CapturedFabric,
  CapturedMasterTarget,
  CapturedProcessServer,
} from '../../core/inventory/inventory.ts';
import type { Estate } from '../estate/estate.ts';
import { sameId } from '../estate/same-id.ts';
import type { Instant } from '../virtual-clock.ts';
import { certificate, processServerBeat, shortened } from './classic-beat.ts';
import { heartbeat } from './heartbeat.ts';
import { healthOf, renderServerHealthError } from './render-health-error.ts';

const GiB = 2 ** 30;

/** `VMware`: a configuration server with its process servers, master targets and accounts. The keys are recorded. */
export function classicFabricDetails(estate: Estate, fabric: CapturedFabric, at: Instant) {
  const { inventory, classic } = estate;
  const server = classic.configurationServer(fabric.id);
  const mine = ({ fabricId }: { readonly fabricId?: string | undefined }) =>
    fabricId === undefined || sameId(fabricId, fabric.id);
  const processServers = (classic.processServers ?? []).filter(mine);
  const masterTargets = (classic.masterTargets ?? []).filter(mine);
  const machines = estate.machines.filter((one) => one.key.startsWith(`${fabric.id.toLowerCase()}/`)).length;
  const own = processServers.find(({ name }) => sameId(name, server?.name));
  return {
    instanceType: 'VMware',
    processServers: processServers.map((one) => processServer(estate, one, at)),
    masterTargetServers: masterTargets.map((one) => masterTarget(estate, one, at)),
    runAsAccounts: (inventory.runAsAccounts ?? [])
      .filter(({ id }) => !id.includes('/'))
      .map(({ id, name }) => ({ accountId: id, accountName: name })),
    replicationPairCount: String(machines),
    processServerCount: String(processServers.length),
    agentCount: String(machines),
    protectedServers: String(machines),
    ...load(own, machines),
    ...memory,
    ...space(own),
    webLoad: '0',
    webLoadStatus: 'Green',
    databaseServerLoad: '1.14',
    databaseServerLoadStatus: 'Green',
    csServiceStatus: server?.serviceStatus ?? 'Running',
    ipAddress: server?.ipAddress ?? null,
    agentVersion: server?.version ?? null,
    hostName: server?.name ?? fabric.name,
    lastHeartbeat: heartbeat(inventory, server?.lastHeartbeat, at),
    versionStatus: server?.versionStatus ?? 'UpToDate',
    ...certificate(estate, server?.certificateDaysLeft, at),
    psTemplateVersion: server?.version ?? null,
  };
}

/** Health of the fabric itself. `Error` was recorded where the service's other words would be `Critical`. */
export function classicFabricHealth(server: CapturedConfigurationServer | undefined, at: Instant) {
  const errors = server?.healthErrors ?? [];
  const health = healthOf(errors);
  return {
    healthErrorDetails: errors.map((error) => renderServerHealthError(error, at)),
    health: health === 'Critical' ? 'Error' : health,
  };
}

function processServer(estate: Estate, server: CapturedProcessServer, at: Instant) {
  const version = server.version ?? null;
  const machines = estate.machines.filter(({ state }) => sameId(state.processServerId, server.id)).length;
  return {
    friendlyName: server.name,
    id: server.id,
    ipAddress: server.ipAddress ?? null,
    osType: 'Windows',
    agentVersion: version,
    lastHeartbeat: shortened(processServerBeat(estate, server, at)),
    versionStatus: server.versionStatus ?? 'UpToDate',
    mobilityServiceUpdates: ['Windows', 'Linux'].map((osType) => ({ version, rebootStatus: 'NotRequired', osType })),
    hostId: server.id,
    machineCount: String(machines),
    replicationPairCount: String(machines),
    ...load(server, machines),
    ...memory,
    memoryUsageStatus: strain(server, 'memory'),
    ...space(server),
    psServiceStatus: server.serviceStatus ?? 'Running',
    ...certificate(estate, server.certificateDaysLeft, at),
    osVersion: null,
    healthErrors: server.healthErrors.map((error) => renderServerHealthError(error, at)),
    health: healthOf(server.healthErrors),
    psStatsRefreshTime: shortened(processServerBeat(estate, server, at)),
    throughputUploadPendingDataInBytes: 0,
    throughputInMBps: Math.round((server.throughputBytesPerSecond ?? 0) / 2 ** 20),
    throughputInBytes: server.throughputBytesPerSecond ?? 0,
    throughputStatus: strain(server, 'throughput'),
  };
}

function masterTarget(estate: Estate, target: CapturedMasterTarget, at: Instant) {
  const known = new Map(target.datastoreDetails?.map((one) => [one.name.toLowerCase(), one]));
  const errors = (list: CapturedMasterTarget['healthErrors'] | undefined) =>
    (list ?? []).map((error) => renderServerHealthError(error, at));
  return {
    id: target.id,
    ipAddress: target.ipAddress ?? null,
    name: target.name,
    osType: target.osType ?? null,
    agentVersion: target.agentVersion ?? null,
    lastHeartbeat: shortened(heartbeat(estate.inventory, target.lastHeartbeat, at)),
    versionStatus: target.versionStatus ?? 'UpToDate',
    retentionVolumes: target.retentionVolumes.map((volume) => ({
      volumeName: volume.name,
      capacityInBytes: volume.capacityBytes,
      freeSpaceInBytes: volume.freeBytes,
      thresholdPercentage: volume.thresholdPercent ?? null,
    })),
    dataStores: target.datastores.map((name) => {
      const details = known.get(name.toLowerCase());
      return {
        symbolicName: name,
        uuid: details?.uuid ?? estate.chance.guid('datastore', name.toLowerCase()),
        capacity: inGigabytes(details?.capacityBytes),
        freeSpace: inGigabytes(details?.freeBytes),
        type: details?.type ?? 'VMFS',
      };
    }),
    validationErrors: errors(target.validationErrors),
    healthErrors: errors(target.healthErrors),
    diskCount: target.diskCount ?? 1,
    osVersion: target.osVersion ?? null,
    agentExpiryDate: target.agentExpiry ?? null,
  };
}

/** `"2047.75"`: gigabytes as text, and `"0"` where the service does not know. Recorded. */
function inGigabytes(bytes: number | undefined): string {
  return bytes === undefined ? '0' : String(Math.round((bytes / GiB) * 100) / 100);
}

/** `Green` unless the capture says otherwise of it (`load: Critical`). */
function strain(server: CapturedProcessServer | undefined, of: string): string {
  const told = server?.strains?.map((text) => text.split(': ')).find(([name]) => name?.toLowerCase().includes(of));
  return told?.[1] ?? 'Green';
}

function load(server: CapturedProcessServer | undefined, machines: number) {
  return {
    systemLoad: String(Math.min(8, machines)),
    systemLoadStatus: strain(server, 'load'),
    cpuLoad: `${Math.min(90, 2 + machines)}%`,
    cpuLoadStatus: strain(server, 'cpu'),
  };
}

/** Never captured: a machine of sixteen gigabytes, a quarter of them free. */
const memory = {
  totalMemoryInBytes: 16 * GiB,
  availableMemoryInBytes: 4 * GiB,
  memoryUsageStatus: 'Green',
};

function space(server: CapturedProcessServer | undefined) {
  const total = server?.cacheCapacityBytes ?? 600 * GiB;
  return {
    totalSpaceInBytes: total,
    availableSpaceInBytes: server?.cacheFreeBytes ?? Math.round(total * 0.8),
    spaceUsageStatus: strain(server, 'space'),
  };
}
