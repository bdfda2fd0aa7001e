import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { parseFault } from '../../simulator/faults.ts';
import { type SimulatorOptions, startSimulator } from '../../simulator/start-simulator.ts';
import { azureClients } from '../support/azure-clients.ts';
import { judgeLater } from '../support/conformance.ts';

const fixture = fileURLToPath(new URL('fixtures/modernized.inventory.json', import.meta.url));
const inventory = parseInventory(readFileSync(fixture, 'utf8'), fixture);
const [subscription = '', group = '', vault = ''] = [2, 4, 8].map((part) => inventory.vault?.id.split('/')[part]);
const [fabric = '', container = '', item = ''] = [10, 12, 14].map((part) => inventory.items?.[0]?.id.split('/')[part]);
const appliance = inventory.appliances?.[0];

const open: (() => Promise<void>)[] = [];
after(async () => {
  for (const close of open) await close();
});

async function started(options: Partial<SimulatorOptions> = {}) {
  const simulator = await startSimulator({
    inventory,
    speed: 'advance',
    ...options,
    knobs: { retryAfterSeconds: 0, ...options.knobs },
  });
  open.push(async () => {
    judgeLater(simulator);
    await simulator.close();
  });
  return { simulator, ...azureClients(simulator.proxyUrl, subscription) };
}

const reprotect = {
  properties: {
    failoverDirection: 'RecoveryToPrimary',
    providerSpecificDetails: {
      instanceType: 'InMageRcm' as const,
      reprotectAgentId: appliance?.reprotectAgentId ?? '',
      datastoreName: 'ds-gold',
      logStorageAccountId: inventory.storageAccounts?.[0]?.id ?? '',
    },
  },
};

test('the SDK starts a reprotect, polls it at the regional host and gets the item', async () => {
  const { simulator, recovery } = await started({ knobs: { unnamedJobShare: 0 } });
  const clientRequestId = '6f1c4a52-0f5c-4c0e-8a55-3f4f3a1b2c3d';
  let operation: string | undefined;
  const poller = await recovery.replicationProtectedItems.beginReprotect(
    vault,
    group,
    fabric,
    container,
    item,
    reprotect,
    {
      requestOptions: { customHeaders: { 'x-ms-client-request-id': clientRequestId } },
      onResponse: ({ headers }) => {
        operation ??= headers.get('azure-asyncoperation');
      },
    },
  );
  const address = new URL(operation ?? '');
  assert.equal(address.hostname, 'westeurope.management.azure.com');
  const jobName = address.pathname.split('/').at(-1) ?? '';
  const job = await recovery.replicationJobs.get(vault, group, jobName);
  assert.equal(job.properties?.state, 'InProgress');
  assert.ok(job.properties?.activityId?.startsWith(`${clientRequestId} ActivityId: `));

  simulator.advance(20 * 60);
  const done = await poller.pollUntilDone();
  assert.equal(done.properties?.providerSpecificDetails?.instanceType, 'InMageRcmFailback');
  // The swagger's sentinel of a year 1 becomes a Date; nothing of ours does by accident.
  const ended = await recovery.replicationJobs.get(vault, group, jobName);
  assert.equal(ended.properties?.state, 'Succeeded');
  assert.ok((ended.properties?.endTime ?? new Date(0)) > (ended.properties?.startTime ?? new Date()));
});

test('a serialized poller goes on polling, and asks nothing again', async () => {
  const { simulator, recovery } = await started();
  const poller = await recovery.replicationProtectedItems.beginReprotect(
    vault,
    group,
    fabric,
    container,
    item,
    reprotect,
  );
  const kept = poller.toString();
  simulator.advance(20 * 60);
  const resumed = await recovery.replicationProtectedItems.beginReprotect(
    vault,
    group,
    fabric,
    container,
    item,
    reprotect,
    { resumeFrom: kept },
  );
  await resumed.pollUntilDone();
  assert.equal(simulator.requests().byOperation.reprotect, 1);
});

test('a job that fails is an error of the poller, and the job tells why', async () => {
  const { simulator, recovery } = await started({ faults: [parseFault('95226@reprotect/erp-db-01')] });
  const poller = await recovery.replicationProtectedItems.beginReprotect(
    vault,
    group,
    fabric,
    container,
    item,
    reprotect,
  );
  simulator.advance(20 * 60);
  await assert.rejects(poller.pollUntilDone());
  const [row] = await listed(recovery.replicationJobs.list(vault, group));
  assert.equal(row?.properties?.state, 'Failed');
  assert.deepEqual(row?.properties?.errors, []);
  const job = await recovery.replicationJobs.get(vault, group, row?.name ?? '');
  const [error] = job.properties?.errors ?? [];
  assert.equal(error?.serviceErrorDetails?.code, '95226');
  assert.equal(error?.providerErrorDetails?.errorCode, 95226);
  assert.ok(error?.serviceErrorDetails?.recommendedAction);
});

test('the SDK follows the pages of the items list', async () => {
  const { simulator, recovery } = await started({ knobs: { pageSize: 1 } });
  const items = await listed(recovery.replicationProtectedItems.list(vault, group));
  assert.deepEqual(
    items.map(({ properties }) => properties?.friendlyName),
    ['erp-db-01', 'erp-report'],
  );
  assert.equal(simulator.requests().lists, 2);
});

test('everything a capture reads is there', async () => {
  const { recovery, compute, traffic } = await started();
  const [read] = await listed(recovery.replicationFabrics.list(vault, group));
  assert.equal(read?.properties?.customDetails?.instanceType, 'InMageRcm');
  const one = await recovery.replicationFabrics.get(vault, group, fabric);
  assert.equal(one.name, fabric);
  assert.equal((await listed(recovery.replicationAppliances.list(vault, group))).length, 1);
  assert.equal((await listed(recovery.replicationPolicies.list(vault, group))).length, 2);
  assert.equal((await listed(recovery.replicationProtectionContainerMappings.list(vault, group))).length, 2);
  assert.equal((await listed(recovery.replicationProtectionContainers.list(vault, group))).length, 1);
  assert.equal((await recovery.replicationVaultHealth.get(vault, group)).name, 'Default');
  const vms = await listed(compute.virtualMachines.list('rg-erp-dr'));
  assert.deepEqual(vms.map(({ name }) => name).sort(), ['erp-db-01', 'erp-report']);
  const vm = await compute.virtualMachines.get('rg-erp-dr', 'erp-db-01', { expand: 'instanceView' });
  assert.ok(vm.instanceView?.statuses?.some(({ code }) => code === 'PowerState/running'));
  const profile = await traffic.profiles.get('rg-network-global', 'erp-contoso');
  assert.equal(profile.endpoints?.length, 2);
  assert.equal((await listed(traffic.profiles.listBySubscription())).length, 1);
});

test('Compute and Traffic Manager do what clean-up and cutover ask of them', async () => {
  const { simulator, compute, traffic } = await started();
  const stopping = await compute.virtualMachines.beginDeallocate('rg-erp-dr', 'erp-db-01');
  simulator.advance(120);
  await stopping.pollUntilDone();
  const view = await compute.virtualMachines.instanceView('rg-erp-dr', 'erp-db-01');
  assert.ok(view.statuses?.some(({ code }) => code === 'PowerState/deallocated'));
  const disk = await compute.disks.get('rg-erp-dr', 'erp-db-01-osdisk');
  const copy = await compute.snapshots.beginCreateOrUpdateAndWait('rg-erp-dr', 'before-commit', {
    location: 'westeurope',
    creationData: { createOption: 'Copy', sourceResourceId: disk.id ?? '' },
  });
  assert.equal(copy.creationData?.sourceResourceId, disk.id);
  const switched = await traffic.endpoints.update(
    'rg-network-global',
    'erp-contoso',
    'ExternalEndpoints',
    'on-premises',
    { endpointStatus: 'Enabled' },
  );
  assert.equal(switched.endpointMonitorStatus, 'CheckingEndpoint');
});

test('the service tells its own time, once, and what is left of its patience', async () => {
  const { simulator } = await started();
  const url = `${simulator.proxyUrl}${inventory.vault?.id}/replicationJobs?api-version=2023-06-01`;
  const answer = await fetch(url, { headers: { authorization: 'Bearer of-a-test' } });
  assert.equal(answer.headers.get('date'), simulator.now().toUTCString());
  assert.equal(answer.headers.get('x-ms-ratelimit-remaining-subscription-reads'), '249');
  assert.ok(answer.headers.get('x-ms-correlation-request-id'));
});

test('an expired sign-in is challenged with claims', async () => {
  const { simulator, recovery } = await started({ faults: [parseFault('401@vault-health#*')] });
  await assert.rejects(
    recovery.replicationVaultHealth.get(vault, group),
    (error: { readonly statusCode?: number }) => error.statusCode === 401,
  );
  const [exchange] = simulator.exchanges();
  assert.match(exchange?.responseHeaders['www-authenticate'] ?? '', /error="insufficient_claims", claims="[\w+/=]+"/);
});

async function listed<T>(pages: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const one of pages) all.push(one);
  return all;
}
