import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { inventoryOfClassicRecording, recordedClassicReprotect } from '../support/classic-recording.ts';
import type { RecordedExchange } from '../support/recordings.ts';
import { shapeDifferences, shapeOf } from '../support/shape.ts';
import { Driver } from './driver.ts';

const recording = recordedClassicReprotect();
const skip =
  recording === undefined
    ? 'LEFT OUT: ../shared/recordings is not here, so the classic way is not compared with what was recorded.'
    : false;

/** Where older services polled, and all of their jobs seen with their names. */
const knobs = { pollsAt: 'replicationJobs', unnamedJobShare: 0 } as const;

/** What the simulator does not serve: the list of vaults, and a new mapping. */
const notServed = /\/vaults\?/;

/**
 * The recorded requests, sent to a simulator that was built from what they were answered. This traffic is not judged: it
 * is that of an api-version which the swagger at hand does not hold.
 */
async function replay(recorded: readonly RecordedExchange[]) {
  const inventory = inventoryOfClassicRecording(recorded);
  const simulator = await startSimulator({ inventory, speed: 'advance', knobs });
  const driver = new Driver(simulator, inventory);
  const answers: { readonly recorded: RecordedExchange; readonly ours: Awaited<ReturnType<Driver['send']>> }[] = [];
  let job = '';
  for (const exchange of recorded) {
    const { pathname, search } = new URL(exchange.url);
    if (exchange.method === 'PUT' || notServed.test(pathname + search)) continue;
    const polls = pathname.includes('/replicationJobs/');
    // The first job is that of the mapping, which was there already.
    if (polls && job === '') continue;
    const ours = await driver.send(exchange.method, polls ? job : pathname, exchange.requestBody);
    const polled = ours.headers.get('azure-asyncoperation');
    if (polled !== null) job = new URL(polled).pathname;
    answers.push({ recorded: exchange, ours });
  }
  await simulator.close();
  return answers;
}

const answers = recording === undefined ? [] : await replay(recording);

/** What newer api-versions added to the answers of 2016-08-10, and spell otherwise: by the swagger of ours. */
const newer = [
  /^adds \.properties\.customDetails\.masterTargetServers\[\]\.(agentExpiryDate|healthErrors)$/,
  /^adds \.properties\.customDetails\.processServers\[\]\.(health|healthErrors|psStatsRefreshTime|throughput\w+)$/,
  /^adds .*\.properties\.(eventCorrelationId|healthErrors|primaryFabricProvider|switchProviderState(Description)?)$/,
  /^lacks .*\.properties\.(replication|failover)HealthErrors$/,
  /\.sourceVm(CPU|Cpu)Count$/,
  /\.sourceVm(RAM|Ram)SizeInMB$/,
  /\.enable(RDP|Rdp)OnTargetOption$/,
  /^adds .*\.(isAdditionalStatsAvailable|totalDataTransferred|totalProgressHealth|firmwareType|processServerName)$/,
  /^adds .*\.protectedDisks\[\]\.(progress(Health|Status)|resync(Last15Minutes|Processed|TotalTransferred)\w*)$/,
  /^lacks .*\.vmNics\[\]\.(ipAddressType|primaryNicStaticIPAddress|recoveryNicIpAddressType|recoveryVMSubnetName|replicaNicStaticIPAddress|vMSubnetName)$/,
  /^adds \.type$/,
  /\.affectedObjectDetails\.[Pp](rimary|rotection)|\.affectedObjectDetails\.[Rr]ecovery/,
];

function strange(ours: unknown, theirs: unknown): readonly string[] {
  const differences = shapeDifferences(shapeOf([ours]), shapeOf([theirs]));
  return differences.filter((difference) => !newer.some((known) => known.test(difference)));
}

test('the recorded classic vault, asked of the simulator, is answered in the recorded shapes', { skip }, () => {
  assert.ok(answers.length >= 13, 'the recording is asked again');
  for (const { recorded, ours } of answers) {
    assert.equal(ours.status, recorded.status, recorded.url);
    const rows: readonly unknown[] | undefined = recorded.body?.value;
    if (rows === undefined) assert.deepEqual(strange(ours.body, recorded.body), [], recorded.url);
    // Items of two providers stand in one list, so rows are compared one by one.
    else
      for (const [index, row] of rows.entries())
        assert.deepEqual(strange(ours.body.value[index], row), [], recorded.url);
  }
});

test('figures and names of the servers are those that were recorded', { skip }, () => {
  const [first] = answers;
  const told = (body: Wire) => {
    const { customDetails: details, friendlyName, health } = body.properties;
    return [
      friendlyName,
      health,
      details.csServiceStatus,
      details.ipAddress,
      details.lastHeartbeat.slice(0, 19),
      details.sslCertExpiryRemainingDays,
      details.runAsAccounts,
      details.processServers.map((one: Wire) => [one.id, one.friendlyName, one.ipAddress, one.lastHeartbeat]),
      details.masterTargetServers.map((one: Wire) => [one.id, one.osType, one.retentionVolumes, one.dataStores]),
    ];
  };
  assert.deepEqual(told(first?.ours.body), told(first?.recorded.body));
});

test('an item is shown in the recorded words, before its reprotect and on its way', { skip }, () => {
  const lists = answers.find(({ recorded }) => /replicationProtectedItems\?/.test(recorded.url));
  const told = (body: Wire) =>
    body.value.map(({ properties }: Wire) => [
      properties.protectionState,
      properties.protectionStateDescription,
      properties.activeLocation,
      properties.allowedOperations,
      properties.primaryFabricFriendlyName,
      properties.recoveryFabricFriendlyName,
      properties.recoveryProtectionContainerFriendlyName,
      properties.failoverRecoveryPointId,
      properties.providerSpecificDetails.protectionStage,
      properties.providerSpecificDetails.vmProtectionState,
      properties.providerSpecificDetails.vmProtectionStateDescription,
    ]);
  assert.deepEqual(told(lists?.ours.body), told(lists?.recorded.body));
});

test('the job of a classic reprotect has the recorded tasks in the recorded states', { skip }, () => {
  const { ours, recorded } = answers.at(-1) as (typeof answers)[number];
  const told = (body: Wire) => {
    const { activityId, startTime, customDetails, ...job } = body.properties;
    return [
      body.status,
      body.error,
      job,
      customDetails.instanceType,
      customDetails.newReplicationProtectedItemId,
      Object.keys(customDetails.affectedObjectDetails)
        .map((key) => key.toLowerCase())
        .sort(),
      customDetails.affectedObjectDetails.PrimaryFabricProviderId ??
        customDetails.affectedObjectDetails.primaryFabricProviderId,
    ];
  };
  assert.deepEqual(told(ours.body), told(recorded.body));
});

// biome-ignore lint/suspicious/noExplicitAny: whatever the service sent.
type Wire = any;
