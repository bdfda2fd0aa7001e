import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Fabric, Job, ReplicationProtectedItem } from '@azure/arm-recoveryservices-siterecovery';
import { inventorySchema } from '../../core/inventory/inventory.ts';
import { isInReplicationGroup } from '../../core/plan/classic-obstacles.ts';
import { classicServers } from '../../executor/azure/capture-classic-servers.ts';
import { capturedItem } from '../../executor/azure/capture-items.ts';
import { itemDetail, itemFacts } from '../../executor/azure/read-item.ts';
import { jobFacts } from '../../executor/azure/read-job.ts';

const recording = join(import.meta.dirname, '../../../shared/recordings/AsrV2ATests__V2ATestReprotect.json');
const skip = existsSync(recording)
  ? false
  : 'the recordings are not beside this checkout: readers are not held against the service’s own classic traffic';

interface Entry {
  readonly RequestUri: string;
  readonly RequestMethod: string;
  readonly ResponseBody: string;
}

const seenAt = '2017-09-19T10:40:00Z';

/** What the service answered to the GETs whose path ends so, or to the list of them. */
function answers<T>(path: RegExp): readonly T[] {
  const { Entries } = JSON.parse(readFileSync(recording, 'utf8')) as { Entries: readonly Entry[] };
  return Entries.filter(({ RequestMethod, RequestUri }) => RequestMethod === 'GET' && path.test(RequestUri)).flatMap(
    ({ ResponseBody }) => {
      const body = JSON.parse(ResponseBody);
      return body.value ?? [body];
    },
  );
}

test('the recorded configuration server is read with both of its process servers and master targets', { skip }, () => {
  const [fabric] = answers<Fabric>(/replicationFabrics\/[^/?]+\?/);
  assert.ok(fabric);
  const { configurationServers, processServers, masterTargets, runAsAccounts } = classicServers(fabric, seenAt);
  const { shape } = inventorySchema;
  shape.configurationServers.unwrap().parse(configurationServers);
  shape.processServers.unwrap().parse(processServers);
  shape.masterTargets.unwrap().parse(masterTargets);
  assert.deepEqual(
    configurationServers.map(({ name, ipAddress, serviceStatus, certificateDaysLeft, healthErrors }) => [
      name,
      ipAddress,
      serviceStatus,
      certificateDaysLeft,
      healthErrors.map(({ code }) => code),
    ]),
    [['V2A-W2K12-400', '10.150.208.127', 'Running', 1082, ['UnsupportedDraVersionForAcsToAadMigration']]],
  );
  assert.deepEqual(
    processServers.map(({ name, id, strains, cacheFreeBytes }) => [name, id, strains, cacheFreeBytes]),
    [
      ['NS-Win-Src3', 'D3016FEF-06AA-6644-AAF6A275BCB67389', ['space: Yellow'], 7305830400],
      ['V2A-W2K12-400', 'F69DF410-66A9-EA46-AF73D9593D9F1771', ['cpu: Red', 'space: Yellow'], 9851547648],
    ],
  );
  const [without, target] = masterTargets;
  assert.deepEqual(without?.retentionVolumes, []);
  assert.deepEqual(target?.retentionVolumes, [
    { name: 'D', capacityBytes: 10734268416, freeBytes: 10570354688, thresholdPercent: 80 },
    { name: 'W', capacityBytes: 42946523136, freeBytes: 42097627136 },
  ]);
  assert.equal(target?.diskCount, 6);
  assert.deepEqual(target?.datastores.slice(0, 2), ['PSChangeOver2', 'DSPoolForVmware']);
  const [known, unknown] = target?.datastoreDetails ?? [];
  assert.equal(known?.capacityBytes, Math.round(2047.75 * 2 ** 30));
  // "0" is how the service says that it does not know: a datastore without room would be another fact.
  assert.equal(unknown?.capacityBytes, undefined);
  assert.deepEqual(
    runAsAccounts.map(({ id, name }) => `${id} ${name}`),
    ['1 Admin', '2 root'],
  );
});

test('a recorded machine on its way home shows how far it is, and no failover is allowed yet', { skip }, () => {
  const items = answers<ReplicationProtectedItem>(/replicationProtectedItems\?/);
  const home = items.find(({ properties }) => properties?.providerSpecificDetails?.instanceType === 'InMage');
  assert.ok(home);
  const { replicated, allowedOperations, currentJobId, friendlyName } = itemFacts(home, seenAt);
  assert.deepEqual(
    [friendlyName, replicated, allowedOperations, currentJobId],
    ['win-4002', 12, ['DisableProtection'], undefined],
  );
  const item = capturedItem(home, seenAt);
  inventorySchema.shape.items.unwrap().element.parse(item);
  assert.equal(item.discoveryType, 'Physical');
  assert.equal(item.agent?.version, '9.12.0.0');
  // Each machine that nobody put into a group has one of its own, whose name is its id.
  assert.equal(isInReplicationGroup(item), false);
});

test('a recorded machine in Azure shows its disks by themselves, and no copy that is under way', { skip }, () => {
  const alone = answers<ReplicationProtectedItem>(/replicationProtectedItems\/[^/?]+\?/).find(
    ({ properties }) => properties?.friendlyName === 'win-4003',
  );
  assert.ok(alone);
  const detail = itemDetail(alone, seenAt);
  assert.deepEqual(detail.disks, [{ name: 'Disk0', initialReplicationComplete: true, resyncRequired: false }]);
  assert.equal(detail.replicated, undefined);
  const item = capturedItem(alone, seenAt);
  assert.deepEqual(
    item.disks.map(({ name, isOs, resized }) => [name, isOs, resized]),
    [['Disk0', true, false]],
  );
  assert.deepEqual([item.osType, item.targetVmName, item.discovered?.datastores], ['Windows', 'win-4003', ['HDS_DS']]);
  assert.equal(item.masterTargetId, undefined, 'the one that it went to Azure by says nothing of the way home');
});

test('the recorded reprotect tells of no new item', { skip }, () => {
  const job = answers<Job>(/replicationJobs\//).at(-1);
  assert.ok(job);
  const facts = jobFacts(job);
  assert.deepEqual(
    [facts.scenario, facts.newItemId, facts.targetName],
    ['SwitchReplicationGroupProtection', undefined, 'win-4003'],
  );
});
