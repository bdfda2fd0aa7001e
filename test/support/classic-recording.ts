import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Inventory } from '../../core/inventory/inventory.ts';
import type { RecordedExchange } from './recordings.ts';

const recordings = join(dirname(fileURLToPath(import.meta.url)), '../../../shared/recordings');

interface Entry {
  readonly RequestMethod: string;
  readonly RequestUri: string;
  readonly RequestBody: string;
  readonly StatusCode: number;
  readonly ResponseHeaders: Readonly<Record<string, readonly string[]>>;
  readonly ResponseBody: string;
}

/**
 * A classic reprotect as Microsoft recorded it in 2017 (Azure/azure-powershell, Apache-2.0), under an api-version that
 * is gone. The recording is no part of this repository.
 * @returns undefined where it is not at hand.
 */
export function recordedClassicReprotect(): readonly RecordedExchange[] | undefined {
  const path = join(recordings, 'AsrV2ATests__V2ATestReprotect.json');
  if (!existsSync(path)) return undefined;
  const { Entries } = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')) as { readonly Entries: Entry[] };
  return Entries.map((entry) => ({
    method: entry.RequestMethod,
    url: `https://management.azure.com${entry.RequestUri}`,
    requestBody: parse(entry.RequestBody),
    status: entry.StatusCode,
    headers: Object.fromEntries(
      Object.entries(entry.ResponseHeaders).map(([name, values]) => [name.toLowerCase(), values[0] ?? '']),
    ),
    body: parse(entry.ResponseBody),
  }));
}

/** The recorded vault as an inventory: what stood there before the reprotect. */
export function inventoryOfClassicRecording(recorded: readonly RecordedExchange[]): Inventory {
  const answer = (part: RegExp) => recorded.find(({ url, method }) => method === 'GET' && part.test(url))?.body;
  const fabric = answer(/replicationFabrics\/[^/?]+\?/);
  const container = answer(/replicationProtectionContainers\/[^/?]+\?/);
  const details = fabric.properties.customDetails;
  const capturedAt = `${details.lastHeartbeat.slice(0, 19)}Z`;
  const seen = { seenAt: capturedAt };
  const own = { fabricId: fabric.id, healthErrors: [], ...seen };
  return {
    schema: 'failback/inventory',
    version: 1,
    capturedAt,
    capturedBy: 'read from the recording by a test',
    vault: { id: fabric.id.split('/replicationFabrics/')[0], name: 'recorded', location: 'centralindia', ...seen },
    fabrics: [{ id: fabric.id, name: fabric.name, instanceType: 'VMware', containerIds: [container.id], ...seen }],
    configurationServers: [
      {
        id: fabric.id,
        name: fabric.properties.friendlyName,
        ipAddress: details.ipAddress,
        version: details.agentVersion,
        versionStatus: details.versionStatus,
        serviceStatus: details.csServiceStatus,
        lastHeartbeat: details.lastHeartbeat,
        certificateDaysLeft: details.sslCertExpiryRemainingDays,
        healthErrors: [{ code: 'recorded', level: 'Error', message: 'recorded' }],
        ...seen,
      },
    ],
    processServers: details.processServers.map((one: Wire) => ({
      id: one.id,
      name: one.friendlyName,
      ipAddress: one.ipAddress,
      version: one.agentVersion,
      lastHeartbeat: one.lastHeartbeat,
      certificateDaysLeft: one.sslCertExpiryRemainingDays,
      ...own,
    })),
    masterTargets: details.masterTargetServers.map((one: Wire) => ({
      id: one.id,
      name: one.name,
      ipAddress: one.ipAddress,
      osType: one.osType,
      osVersion: one.osVersion,
      agentVersion: one.agentVersion,
      lastHeartbeat: one.lastHeartbeat,
      diskCount: one.diskCount,
      retentionVolumes: one.retentionVolumes.map((volume: Wire) => ({
        name: volume.volumeName,
        capacityBytes: volume.capacityInBytes,
        freeBytes: volume.freeSpaceInBytes,
        ...(volume.thresholdPercentage === null ? {} : { thresholdPercent: volume.thresholdPercentage }),
      })),
      datastores: one.dataStores.map((store: Wire) => store.symbolicName),
      datastoreDetails: one.dataStores.map((store: Wire) => ({
        name: store.symbolicName,
        uuid: store.uuid,
        type: store.type,
        capacityBytes: Number(store.capacity) * 2 ** 30,
        freeBytes: Number(store.freeSpace) * 2 ** 30,
      })),
      ...own,
    })),
    runAsAccounts: details.runAsAccounts.map((one: Wire) => ({ id: one.accountId, name: one.accountName, ...seen })),
    policies: recorded
      .filter(({ url }) => /replicationPolicies\//.test(url))
      .map(({ body }) => ({
        id: body.id,
        name: body.name,
        instanceType: body.properties.providerSpecificDetails.instanceType,
        ...seen,
      })),
    mappings: answer(/replicationProtectionContainerMappings\?/).value.map((one: Wire) => ({
      id: one.id,
      policyId: one.properties.policyId,
      sourceContainerId: container.id,
      targetContainerId: one.properties.targetProtectionContainerId,
      state: one.properties.state,
      ...seen,
    })),
    items: answer(/replicationProtectedItems\?/).value.map((one: Wire) => ({
      id: one.id,
      name: one.name,
      friendlyName: one.properties.friendlyName,
      internalIdentifier: one.properties.providerSpecificDetails.vmId,
      instanceType: one.properties.providerSpecificDetails.instanceType,
      protectionState: one.properties.protectionState,
      activeLocation: one.properties.activeLocation,
      allowedOperations: one.properties.allowedOperations,
      replicationHealth: one.properties.replicationHealth,
      healthErrors: [],
      osType: 'Windows',
      policyId: one.properties.policyId,
      multiVmGroupName: one.properties.providerSpecificDetails.multiVmGroupName,
      multiVmGroupId: one.properties.providerSpecificDetails.multiVmGroupId,
      processServerId: one.properties.providerSpecificDetails.processServerId,
      agent: { version: '9.12.0.0', lastHeartbeat: capturedAt, registeredAfterFailover: null },
      disks: [{ id: '{9417138}', name: 'disk', isOs: true, capacityBytes: 20_480 * 2 ** 20 }],
      discovered: null,
      ...(one.properties.lastSuccessfulFailoverTime === undefined
        ? {}
        : { lastFailover: `${one.properties.lastSuccessfulFailoverTime.slice(0, 19)}Z` }),
      ...seen,
    })),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: whatever the service sent.
type Wire = any;

function parse(text: string | null): unknown {
  if (text === null || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
