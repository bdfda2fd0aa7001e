import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { writeInventory } from '../../core/inventory/write-inventory.ts';
import { captureAzure } from '../../executor/azure/connect-azure.ts';
import { recordedWayHome } from '../support/recordings.ts';
import { type CannedAnswer, keyOf, serveCanned, stillClock } from './canned-arm.ts';

const LEFT_OUT =
  'LEFT OUT: ../shared/recordings is not here, so nothing is captured from what the service itself answered.';

// biome-ignore lint/suspicious/noExplicitAny: whatever the service sent.
type Body = any;

/** Path of a request as the recordings and our SDKs share it: without query, in lower case. */
const pathOf = (key: string) => key.split('?')[0] ?? '';

/** Captures what was recorded; paths that nobody recorded are empty lists of machines, and 404 beside. */
async function captured(
  address: { subscription: string; resourceGroup: string; vault: string },
  bodies: ReadonlyMap<string, Body>,
  at: string,
) {
  const arm = await serveCanned((key): CannedAnswer | undefined => {
    const body = bodies.get(key) ?? bodies.get(pathOf(key));
    if (body !== undefined) return { status: 200, body: JSON.stringify(body) };
    return /virtualmachines$|trafficmanagerprofiles$|recoverypoints$|replicationpolicies$/.test(pathOf(key))
      ? { status: 200, body: '{"value":[]}' }
      : undefined;
  });
  try {
    const inventory = await captureAzure(
      { ...address, clock: stillClock(at), endpointRewrite: arm.url },
      { discovered: true },
    );
    return { inventory: parseInventory(writeInventory(inventory), 'captured'), asked: arm.asked };
  } finally {
    await arm.close();
  }
}

const wayHome = recordedWayHome();

test('the recorded modernized vault is captured with every machine, disk and server', {
  skip: wayHome === undefined && LEFT_OUT,
}, async () => {
  const recorded = (wayHome ?? []).filter(({ method, status, body }) => method === 'GET' && status === 200 && body);
  const last = (path: RegExp, before = 131) =>
    (wayHome ?? [])
      .slice(0, before)
      .findLast(({ method, url, status }) => method === 'GET' && status === 200 && path.test(url));
  const item: Body = last(/replicationProtectedItems\/[^/?]+\?/)?.body;
  const fabric: Body = last(/replicationFabrics\/[^/?]+\?/, 133)?.body;
  const vault = fabric.id.split('/replicationFabrics/')[0].toLowerCase();
  const list = (...value: Body[]) => ({ value, nextLink: null });
  // The list of items leaves out disks and cards; the recordings have items one by one.
  const row = structuredClone(item);
  row.properties.providerSpecificDetails.protectedDisks = [];
  const bodies = new Map<string, Body>([
    ...recorded.filter(({ url }) => /OffAzure/i.test(url)).map(({ url, body }) => [keyOf(url), body] as const),
    [`${vault}/replicationfabrics`, last(/replicationFabrics\?/)?.body],
    [`${vault}/replicationprotectioncontainers`, last(/replicationProtectionContainers\?/)?.body],
    [`${vault}/replicationprotecteditems`, list(row)],
    [`${vault}/replicationpolicies`, list(last(/replicationPolicies\/[^/?]+\?/)?.body)],
    [`${vault}/replicationprotectioncontainermappings`, list(last(/ContainerMappings\/[^/?]+\?/)?.body)],
    [fabric.id.toLowerCase(), fabric],
    [item.id.toLowerCase(), item],
  ]);
  const address = {
    subscription: '00000000-0000-0000-0000-000000000000',
    resourceGroup: 'rgtestsrv2arcm',
    vault: 'vaulttestv2arcm',
  };
  const { inventory, asked } = await captured(address, bodies, '2023-08-26T04:33:00Z');

  const disks = item.properties.providerSpecificDetails.protectedDisks;
  assert.ok(disks.length > 0, 'the recorded item has disks');
  const [seen, ...others] = inventory.items ?? [];
  assert.equal(others.length, 0);
  assert.deepEqual(
    seen?.disks.map(({ id, capacityBytes }) => [id, capacityBytes]).toSorted(),
    disks.map((disk: Body) => [disk.diskId, disk.capacityInBytes]).toSorted(),
  );
  assert.deepEqual(seen?.allowedOperations, item.properties.allowedOperations.toSorted());

  // The list of fabrics has no component, though the fabric has all of them.
  const listed: Body = bodies.get(`${vault}/replicationfabrics`);
  assert.deepEqual(listed.value[0].properties.customDetails.reprotectAgents, []);
  const { reprotectAgents, processServers, dras } = fabric.properties.customDetails;
  assert.deepEqual(
    inventory.appliances?.map(({ reprotectAgentId }) => reprotectAgentId),
    reprotectAgents.map((agent: Body) => agent.id),
  );
  const components =
    inventory.appliances?.flatMap((one) => one.components.map(({ kind, id }) => `${kind} ${id}`)) ?? [];
  for (const { id } of processServers) assert.ok(components.includes(`process-server ${id}`));
  for (const { id } of dras) assert.ok(components.includes(`dra ${id}`));

  const pages: Body[] = recorded
    .filter(({ url }) => /VMwareSites\/[^/]+\/machines\?/.test(url))
    .map(({ body }) => body);
  const recordedMachines = pages.flatMap(({ value }) => value).map(({ properties }) => properties);
  assert.equal(recordedMachines.length, 265, 'the recording has three pages of machines');
  // An appliance remembers machines that are no more.
  const machines = recordedMachines.filter(({ isDeleted }) => !isDeleted);
  assert.equal(asked.filter((key) => /\/machines\?/.test(key)).length, pages.length);
  assert.equal(inventory.siteMachines?.length, machines.length);
  const describe = (name: string, sizes: readonly number[], snapshots: number) =>
    `${name} ${sizes.toSorted().join(' ')} ${snapshots}`;
  assert.deepEqual(
    inventory.siteMachines
      ?.map((one) =>
        describe(
          one.name,
          one.disks.map(({ capacityBytes }) => capacityBytes),
          one.snapshots.length,
        ),
      )
      .toSorted(),
    machines
      .map((one) =>
        describe(
          one.displayName,
          one.disks.map((disk: Body) => disk.maxSizeInBytes),
          one.numberOfSnapshots,
        ),
      )
      .toSorted(),
  );

  const accounts: Body = recorded.find(({ url }) => /runAsAccounts/i.test(url))?.body;
  assert.deepEqual(
    inventory.runAsAccounts?.map(({ name }) => name).toSorted(),
    accounts.value.map(({ properties }: Body) => properties.displayName).toSorted(),
  );
  // What the recording does not have is told, and is in no section.
  const missing = inventory.notCaptured?.map(({ what }) => what) ?? [];
  for (const what of ['locks', 'rights of this account', 'virtual networks', 'connections to the site'])
    assert.ok(missing.includes(what), what);
  assert.deepEqual(
    [inventory.locks, inventory.rights, inventory.virtualNetworks, inventory.connections],
    [undefined, undefined, undefined, undefined],
  );
});

const classic = join(import.meta.dirname, '../../../shared/recordings/AsrV2ATests__V2ATestReprotect.json');

test('the recorded classic vault is captured with every machine, disk and server', {
  skip: !existsSync(classic) && LEFT_OUT,
}, async () => {
  const { Entries } = JSON.parse(readFileSync(classic, 'utf8')) as {
    Entries: readonly { RequestUri: string; RequestMethod: string; ResponseBody: string }[];
  };
  const gets = (path: RegExp): Body[] =>
    Entries.filter(({ RequestMethod, RequestUri }) => RequestMethod === 'GET' && path.test(RequestUri)).map(
      ({ ResponseBody }) => JSON.parse(ResponseBody),
    );
  const [fabric] = gets(/replicationFabrics\/[^/?]+\?/);
  const [container] = gets(/replicationProtectionContainers\/[^/?]+\?/);
  const [items] = gets(/replicationProtectedItems\?/);
  const [mappings] = gets(/ContainerMappings\?/);
  const policies = new Map(gets(/replicationPolicies\/[^/?]+\?/).map((policy) => [policy.id, policy]));
  const vault = fabric.id.split('/replicationFabrics/')[0].toLowerCase();
  const bodies = new Map<string, Body>([
    [`${vault}/replicationfabrics`, { value: [fabric] }],
    [`${vault}/replicationprotectioncontainers`, { value: [container] }],
    [`${vault}/replicationprotecteditems`, items],
    [`${vault}/replicationpolicies`, { value: [...policies.values()] }],
    [`${vault}/replicationprotectioncontainermappings`, mappings],
    [fabric.id.toLowerCase(), fabric],
    ...items.value.map((item: Body) => [item.id.toLowerCase(), item] as const),
  ]);
  const [, , subscription = '', , resourceGroup = ''] = fabric.id.split('/');
  const { inventory } = await captured(
    { subscription, resourceGroup, vault: 'IbizaV2ATest' },
    bodies,
    '2017-09-19T10:40:00Z',
  );

  const { processServers, masterTargetServers, runAsAccounts } = fabric.properties.customDetails;
  const names = (entries: readonly { readonly name: string }[] | undefined) =>
    (entries ?? []).map(({ name }) => name).toSorted();
  assert.deepEqual(
    names(inventory.processServers),
    processServers.map((server: Body) => server.friendlyName).toSorted(),
  );
  assert.deepEqual(names(inventory.masterTargets), masterTargetServers.map((server: Body) => server.name).toSorted());
  assert.equal(inventory.configurationServers?.length, 1);
  assert.deepEqual(
    names(inventory.runAsAccounts),
    runAsAccounts.map((account: Body) => account.accountName).toSorted(),
  );
  assert.deepEqual(names(inventory.policies), [...policies.values()].map(({ name }) => name).toSorted());
  assert.equal(inventory.mappings?.length, mappings.value.length);
  const disksOf = (item: Body) =>
    item.properties.providerSpecificDetails.protectedDisks.map((disk: Body) => disk.diskId).toSorted();
  assert.deepEqual(
    inventory.items?.map((item) => [item.friendlyName, item.disks.map(({ id }) => id).toSorted()]).toSorted(),
    items.value.map((item: Body) => [item.properties.friendlyName, disksOf(item)]).toSorted(),
  );
});
