import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type {
  InMageReplicationDetails,
  SwitchProtectionJobDetails,
  VMwareDetails,
} from '@azure/arm-recoveryservices-siterecovery';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { type SimulatorOptions, startSimulator } from '../../simulator/start-simulator.ts';
import { azureClients } from '../support/azure-clients.ts';
import { judgeLater } from '../support/conformance.ts';

// The classic way with Microsoft's own clients, unmodified.

const fixture = fileURLToPath(new URL('fixtures/classic-estate.inventory.json', import.meta.url));
const inventory = parseInventory(readFileSync(fixture, 'utf8'), fixture);
const [subscription = '', group = '', vault = ''] = [2, 4, 8].map((part) => inventory.vault?.id.split('/')[part]);
const [fabric = '', container = '', item = ''] = [10, 12, 14].map((part) => inventory.items?.[0]?.id.split('/')[part]);

const open: (() => Promise<void>)[] = [];
after(async () => {
  for (const close of open) await close();
});

async function started(knobs: SimulatorOptions['knobs'] = {}) {
  const simulator = await startSimulator({
    inventory,
    speed: 'advance',
    knobs: { retryAfterSeconds: 0, unnamedJobShare: 0, ...knobs },
  });
  open.push(async () => {
    judgeLater(simulator);
    await simulator.close();
  });
  return { simulator, ...azureClients(simulator.proxyUrl, subscription) };
}

async function allOf<T>(pages: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const one of pages) all.push(one);
  return all;
}

const reprotect = {
  properties: {
    failoverDirection: 'RecoveryToPrimary',
    providerSpecificDetails: {
      instanceType: 'InMage' as const,
      masterTargetId: 'MT-LINUX',
      processServerId: 'PS-AZURE',
      retentionDrive: '/mnt/retention',
      runAsAccountId: '1',
      datastoreName: 'ds-gold',
      diskExclusionInput: {
        volumeOptions: [{ volumeLabel: 'Temporary Storage', onlyExcludeIfSingleVolume: 'Yes' }],
      },
      profileId: inventory.policies?.find(({ instanceType }) => instanceType === 'InMage')?.id ?? '',
    },
  },
};

test('the SDK reads the servers of a configuration server, with their times as times', async () => {
  const { simulator, recovery } = await started();
  simulator.advance(3600);
  const { properties } = await recovery.replicationFabrics.get(vault, group, fabric);
  const details = properties?.customDetails as VMwareDetails;
  assert.equal(details.instanceType, 'VMware');
  const [first] = details.processServers ?? [];
  const age = (beat: Date | undefined) => simulator.now().getTime() - (beat?.getTime() ?? 0);
  assert.ok(age(first?.lastHeartbeat) < 5 * 60_000, 'what was alive goes on beating');
  assert.ok(age(details.processServers?.find(({ id }) => id === 'PS-DEAD')?.lastHeartbeat) > 86_400_000);
  assert.ok(age(details.lastHeartbeat) < 5 * 60_000);
  assert.deepEqual(
    details.masterTargetServers?.map(({ name, retentionVolumes }) => [name, retentionVolumes?.[0]?.volumeName]),
    [
      ['mt-win', 'R'],
      ['mt-linux', '/mnt/retention'],
    ],
  );
  assert.deepEqual(details.runAsAccounts, [{ accountId: '1', accountName: 'push' }]);
  const vcenters = await allOf(recovery.replicationvCenters.listByReplicationFabrics(vault, group, fabric));
  assert.deepEqual(
    vcenters.map(({ properties: seen }) => seen?.friendlyName),
    ['vc-ams'],
  );
});

test('the SDK asks a configuration server to look around anew, and gets its provider', async () => {
  const { simulator, recovery } = await started();
  const providers = recovery.replicationRecoveryServicesProviders;
  const [provider] = await allOf(providers.listByReplicationFabrics(vault, group, fabric));
  const poller = await providers.beginRefreshProvider(vault, group, fabric, provider?.name ?? '');
  simulator.advance(600);
  const done = await poller.pollUntilDone();
  assert.equal(done.properties?.connectionStatus, 'Connected');
});

test('the SDK brings a classic machine home over a new name and protects it again', async () => {
  const { simulator, recovery } = await started({ renames: 'reprotect' });
  const items = recovery.replicationProtectedItems;
  const rename = async (operation: string) => {
    const job = await recovery.replicationJobs.get(vault, group, operation);
    const details = job.properties?.customDetails as SwitchProtectionJobDetails;
    return details.newReplicationProtectedItemId?.split('/').at(-1) ?? '';
  };
  let operation = '';
  const onResponse = ({ headers }: { headers: { get(name: string): string | undefined } }) => {
    const address = headers.get('azure-asyncoperation');
    if (address !== undefined) operation = new URL(address).pathname.split('/').at(-1) ?? '';
  };
  const home = await items.beginReprotect(vault, group, fabric, container, item, reprotect, { onResponse });
  simulator.advance(20 * 60);
  await home.pollUntilDone();
  const second = await rename(operation);
  assert.notEqual(second, '');
  await assert.rejects(items.get(vault, group, fabric, container, item), { statusCode: 404 });

  simulator.advance(8 * 3600);
  const seen = await items.get(vault, group, fabric, container, second);
  const details = seen.properties?.providerSpecificDetails as InMageReplicationDetails;
  assert.equal(details.protectionStage, 'DifferentialSync');
  const points = await allOf(
    recovery.recoveryPoints.listByReplicationProtectedItems(vault, group, fabric, container, second),
  );
  assert.ok(points.some(({ name }) => name !== undefined && details.consistencyPoints?.[name] instanceof Date));

  const failover = await items.beginUnplannedFailover(vault, group, fabric, container, second, {
    properties: {
      failoverDirection: 'PrimaryToRecovery',
      sourceSiteOperations: 'NotRequired',
      providerSpecificDetails: {
        instanceType: 'InMage',
        recoveryPointType: 'Custom',
        recoveryPointId: points[0]?.id ?? '',
      },
    },
  });
  simulator.advance(30 * 60);
  assert.deepEqual((await failover.pollUntilDone()).properties?.allowedOperations, ['Commit', 'DisableProtection']);
  const commit = await items.beginFailoverCommit(vault, group, fabric, container, second);
  simulator.advance(15 * 60);
  await commit.pollUntilDone();

  const again = await items.beginReprotect(
    vault,
    group,
    fabric,
    container,
    second,
    {
      properties: {
        failoverDirection: 'RecoveryToPrimary',
        providerSpecificDetails: { instanceType: 'InMageAzureV2' },
      },
    },
    { onResponse },
  );
  simulator.advance(20 * 60);
  await again.pollUntilDone();
  const third = await rename(operation);
  assert.notEqual(third, second);
  simulator.advance(8 * 3600);
  const back = await items.get(vault, group, fabric, container, third);
  assert.equal(back.properties?.protectionState, 'Protected');
  assert.equal(back.properties?.providerSpecificDetails?.instanceType, 'InMageAzureV2');
});

test('the SDK makes a virtual machine, and it joins the process servers by itself after a while', async () => {
  const { simulator, compute, recovery } = await started({ processServerRegistrationSeconds: 1200 });
  const groupId = `/subscriptions/${subscription}/resourceGroups/rg-erp`;
  const cardId = `${groupId}/providers/Microsoft.Network/networkInterfaces/ps-new-nic`;
  const subnet = { id: inventory.virtualNetworks?.[0]?.subnetIds[0] };
  const made = await fetch(`${simulator.proxyUrl}${cardId}?api-version=2024-01-01`, {
    method: 'PUT',
    headers: { authorization: 'Bearer of-a-test', 'content-type': 'application/json' },
    body: JSON.stringify({
      location: 'westeurope',
      properties: { ipConfigurations: [{ name: 'first', properties: { subnet } }] },
    }),
  });
  assert.equal(made.status, 201);
  const password = 'never-to-be-written-down';
  const poller = await compute.virtualMachines.beginCreateOrUpdate('rg-erp', 'ps-new', {
    location: 'westeurope',
    hardwareProfile: { vmSize: 'Standard_D4s_v3' },
    storageProfile: {
      imageReference: { publisher: 'publisher', offer: 'offer', sku: 'sku', version: 'latest' },
      osDisk: { name: 'ps-new-os', createOption: 'FromImage', deleteOption: 'Delete' },
    },
    osProfile: { computerName: 'ps-new', adminUsername: 'operator', adminPassword: password },
    networkProfile: { networkInterfaces: [{ id: cardId, primary: true, deleteOption: 'Delete' }] },
  });
  assert.equal((await compute.virtualMachines.get('rg-erp', 'ps-new')).provisioningState, 'Creating');
  simulator.advance(600);
  assert.equal((await poller.pollUntilDone()).provisioningState, 'Succeeded');
  assert.ok(!JSON.stringify(simulator.exchanges()).includes(password));

  const names = async () => {
    const { properties } = await recovery.replicationFabrics.get(vault, group, fabric);
    const details = properties?.customDetails as VMwareDetails | undefined;
    return details?.processServers?.map(({ friendlyName }) => friendlyName);
  };
  assert.ok(!(await names())?.includes('ps-new'));
  simulator.advance(20 * 60);
  assert.ok((await names())?.includes('ps-new'));

  // What was made to go with the machine goes with it.
  const gone = await compute.virtualMachines.beginDelete('rg-erp', 'ps-new');
  simulator.advance(600);
  await gone.pollUntilDone();
  await assert.rejects(compute.disks.get('rg-erp', 'ps-new-os'), { statusCode: 404 });
  const card = await fetch(`${simulator.proxyUrl}${cardId}?api-version=2024-01-01`, {
    headers: { authorization: 'Bearer of-a-test' },
  });
  assert.equal(card.status, 404);
});
