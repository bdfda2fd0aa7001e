import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { classicFailoverBody, classicProtectBody, classicReprotectBody } from '../../core/plan/classic-bodies.ts';
import { plannedFailoverBody, protectBody, reprotectBody } from '../../core/plan/modernized-bodies.ts';
import type { PlanStep } from '../../core/plan/plan.ts';
import { planFor } from '../../core/plan/plan-for.ts';
import { inventoryFor } from './inventory-for.ts';
import { NOW, nothingFound, runbookOf } from './runbook-text.ts';

/** Compared as text: the order of the keys is the recorded one too. */
function sends(body: unknown, recorded: string): void {
  assert.equal(JSON.stringify(body), JSON.stringify(JSON.parse(recorded)));
}

test('modernized: reprotect towards the site names InMageRcm and a direction', () => {
  sends(
    reprotectBody({
      reprotectAgentId: '7d30ec24-f20e-4c17-8dfd-d7ccb444b072',
      datastoreName: 'SharedDS-84-85',
      logStorageAccountId: '/subscriptions/x/resourceGroups/y/providers/Microsoft.Storage/storageAccounts/v2aecystor',
      policyId: '/Subscriptions/x/replicationPolicies/appconsistency-policy-failback',
    }),
    `{"properties":{"failoverDirection":"RecoveryToPrimary","providerSpecificDetails":{
      "instanceType":"InMageRcm","reprotectAgentId":"7d30ec24-f20e-4c17-8dfd-d7ccb444b072",
      "datastoreName":"SharedDS-84-85",
      "logStorageAccountId":"/subscriptions/x/resourceGroups/y/providers/Microsoft.Storage/storageAccounts/v2aecystor",
      "policyId":"/Subscriptions/x/replicationPolicies/appconsistency-policy-failback"}}}`,
  );
});

test('modernized: the failback is a planned failover of InMageRcmFailback without direction', () => {
  sends(
    plannedFailoverBody('CrashConsistent'),
    `{"properties":{"providerSpecificDetails":{"instanceType":"InMageRcmFailback","recoveryPointType":"CrashConsistent"}}}`,
  );
});

test('modernized: protecting again is a reprotect of InMageRcmFailback without direction', () => {
  sends(
    protectBody({
      processServerId: '7d30ec24-f20e-4c17-8dfd-d7ccb444b072',
      runAsAccountId: '/subscriptions/x/providers/Microsoft.OffAzure/VMwareSites/site/runasaccounts/id',
      policyId: '/Subscriptions/x/replicationPolicies/v2aRcm-pwsh-testpolicy',
    }),
    `{"properties":{"providerSpecificDetails":{"instanceType":"InMageRcmFailback",
      "processServerId":"7d30ec24-f20e-4c17-8dfd-d7ccb444b072",
      "runAsAccountId":"/subscriptions/x/providers/Microsoft.OffAzure/VMwareSites/site/runasaccounts/id",
      "policyId":"/Subscriptions/x/replicationPolicies/v2aRcm-pwsh-testpolicy"}}}`,
  );
});

test('classic: reprotect names InMage and leaves the temporary disk out', () => {
  sends(classicReprotectBody(recordedClassicReprotect), recordedClassicReprotectText);
});

test('classic: the failback is an unplanned failover from primary to recovery', () => {
  sends(
    classicFailoverBody({ recoveryPointType: 'LatestTime' }),
    `{"properties":{"failoverDirection":"PrimaryToRecovery","sourceSiteOperations":"NotRequired",
      "providerSpecificDetails":{"instanceType":"InMage","recoveryPointType":"LatestTime"}}}`,
  );
  sends(
    classicFailoverBody({ recoveryPointType: 'Custom', recoveryPointId: 'point-7' }),
    `{"properties":{"failoverDirection":"PrimaryToRecovery","sourceSiteOperations":"NotRequired",
      "providerSpecificDetails":{"instanceType":"InMage","recoveryPointType":"Custom","recoveryPointId":"point-7"}}}`,
  );
});

test('classic: protecting again names InMageAzureV2, and sends what is known', () => {
  sends(
    classicProtectBody({
      processServerId: undefined,
      runAsAccountId: '1',
      policyId: 'p',
      logStorageAccountId: undefined,
    }),
    `{"properties":{"failoverDirection":"RecoveryToPrimary","providerSpecificDetails":{"instanceType":"InMageAzureV2",
      "runAsAccountId":"1","policyId":"p"}}}`,
  );
});

const site = `
  vault dr { log-storage: "stlogs" }
  datastore ds-gold { }
  person lead { name: "Dana Vermeer" }
`;

test('modernized: each call of a plan states what the item must show, and commit has no body', async () => {
  const steps = await stepsOf(`
    ${site}
    runbook r { architecture: modernized  vault: dr }
    appliance app-1 { run-as: "push" }
    vm db { via: app-1  datastore: ds-gold  recovery-point: application-consistent  disk "os" { } }
    wave w { machines: db }
  `);
  assert.deepEqual(callsIn(steps), [
    ['reprotect', 'InMageRcm', 'SwitchProtection', 'InMageRcm'],
    ['planned-failover', 'InMageRcmFailback', 'PlannedFailover', 'InMageRcmFailback'],
    ['commit', 'InMageRcmFailback', 'Commit', null],
    ['protect', 'InMageRcmFailback', 'SwitchProtection', 'InMageRcmFailback'],
  ]);
  const reprotect = steps.find((step) => step.kind === 'reprotect');
  assert.match(JSON.stringify(reprotect?.call.body), /"policyId":"[^"]*\/replicationPolicies\/24h-failback"/);
  const protect = steps.find((step) => step.kind === 'protect');
  assert.match(JSON.stringify(protect?.call.body), /"policyId":"[^"]*\/replicationPolicies\/24h"/);
  const failover = steps.find((step) => step.kind === 'failover');
  assert.match(JSON.stringify(failover?.call.body), /"recoveryPointType":"ApplicationConsistent"/);
});

test('classic: each call of a plan states what the item must show', async () => {
  const steps = await stepsOf(`
    ${site}
    runbook r { architecture: classic  vault: dr }
    process-server ps { where: on-premises  existing: true }
    master-target mt { os: linux  datastores: ds-gold  process-server: ps }
    vm db { via: mt  os: linux "Ubuntu 16.04"  datastore: ds-gold  recovery-point: latest-tag  disk "os" { } }
    wave w { machines: db }
  `);
  assert.deepEqual(callsIn(steps), [
    ['reprotect', 'InMageAzureV2', 'SwitchProtection', 'InMage'],
    ['unplanned-failover', 'InMage', 'UnplannedFailover', 'InMage'],
    ['commit', 'InMage', 'Commit', null],
    ['protect', 'InMage', 'SwitchProtection', 'InMageAzureV2'],
  ]);
  const reprotect = JSON.stringify(steps.find((step) => step.kind === 'reprotect')?.call.body);
  assert.match(
    reprotect,
    /"masterTargetId":"id-of-mt","processServerId":"id-of-ps","retentionDrive":"\/mnt\/retention"/,
  );
  assert.match(JSON.stringify(steps.find((step) => step.kind === 'failover')), /"recoveryPointType":"LatestTag"/);
});

const recordings = join(import.meta.dirname, '../../../shared/recordings');
const recording = join(recordings, 'AsrV2ATests__V2ATestReprotect.json');
test('classic: the recorded reprotect is the one we write', {
  skip: existsSync(recording) ? false : 'the recordings are not beside this checkout: not compared with them',
}, () => {
  const entries: { RequestUri: string; RequestMethod: string; RequestBody: string }[] = JSON.parse(
    readFileSync(recording, 'utf8'),
  ).Entries;
  const sent = entries.find(
    ({ RequestMethod, RequestUri }) => RequestMethod === 'POST' && /reProtect/i.test(RequestUri),
  );
  assert.ok(sent, 'the recording has a reprotect');
  const { providerSpecificDetails: details } = JSON.parse(sent.RequestBody).properties;
  // The client of 2017 wrote one key with a capital; the service's schema has a small letter.
  const recorded = sent.RequestBody.replace('"OnlyExclude', '"onlyExclude');
  assert.deepEqual(classicReprotectBody(details), JSON.parse(recorded));
});

async function stepsOf(text: string): Promise<readonly PlanStep[]> {
  const runbook = await runbookOf(text);
  const options = { now: NOW, part: 'whole', runbookFile: 'r', inventoryFile: 'i' } as const;
  return planFor(runbook, inventoryFor(runbook), nothingFound, options).steps;
}

function callsIn(steps: readonly PlanStep[]) {
  return steps.flatMap((step) => {
    if (!('call' in step)) return [];
    const { operation, requires, body } = step.call;
    const sent = body as { properties: { providerSpecificDetails: { instanceType: string } } } | null;
    const type = sent?.properties.providerSpecificDetails.instanceType ?? null;
    return [[operation, requires?.instanceType, requires?.allowedOperation, type]];
  });
}

const recordedClassicReprotect = {
  masterTargetId: 'F69DF410-2C5E-8C4E-9A2B-3F4F5D6C7B8A',
  processServerId: 'F69DF410-2C5E-8C4E-9A2B-3F4F5D6C7B8A',
  retentionDrive: 'D',
  runAsAccountId: '1',
  datastoreName: 'HDS_DS',
  profileId: '/Subscriptions/x/replicationPolicies/V2aTestv2avm1-failback',
};

const recordedClassicReprotectText = `{"properties":{"failoverDirection":"RecoveryToPrimary","providerSpecificDetails":{
  "instanceType":"InMage","masterTargetId":"F69DF410-2C5E-8C4E-9A2B-3F4F5D6C7B8A",
  "processServerId":"F69DF410-2C5E-8C4E-9A2B-3F4F5D6C7B8A","retentionDrive":"D","runAsAccountId":"1",
  "datastoreName":"HDS_DS",
  "diskExclusionInput":{"volumeOptions":[{"volumeLabel":"Temporary Storage","onlyExcludeIfSingleVolume":"Yes"}]},
  "profileId":"/Subscriptions/x/replicationPolicies/V2aTestv2avm1-failback"}}}`;
