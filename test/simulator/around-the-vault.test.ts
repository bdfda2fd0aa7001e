import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import type { Knobs } from '../../simulator/knobs.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { judgeLater } from '../support/conformance.ts';
import { Driver } from './driver.ts';

// What lies around a vault is answered as it was captured, in the shapes of Microsoft's swagger.

const fixture = fileURLToPath(new URL('fixtures/classic-estate.inventory.json', import.meta.url));
const inventory = parseInventory(readFileSync(fixture, 'utf8'), fixture);
const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
const group = `${subscription}/resourceGroups/rg-erp/providers`;

async function withEstate<T>(
  ask: (driver: Driver) => Promise<T>,
  knobs: Partial<Knobs> = {},
  of: Inventory = inventory,
): Promise<T> {
  const simulator = await startSimulator({ inventory: of, speed: 'advance', knobs });
  try {
    return await ask(new Driver(simulator, of));
  } finally {
    judgeLater(simulator);
    await simulator.close();
  }
}

test('virtual networks come with subnets and peerings, listed and by themselves', async () => {
  await withEstate(async (driver) => {
    const path = `${subscription}/providers/Microsoft.Network/virtualNetworks`;
    const { body } = await driver.send('GET', path, undefined, '2024-01-01');
    assert.deepEqual(
      body.value.map(({ id, name, location, properties }: Wire) => [
        id,
        name,
        location,
        properties.addressSpace.addressPrefixes,
        properties.subnets.map((subnet: Wire) => subnet.id),
        properties.virtualNetworkPeerings.map((peering: Wire) => [
          peering.name,
          peering.properties.peeringState,
          peering.properties.remoteVirtualNetwork.id,
          peering.properties.useRemoteGateways,
        ]),
      ]),
      (inventory.virtualNetworks ?? []).map(({ id, name, location, addressPrefixes, subnetIds, peerings }) => [
        id,
        name,
        location,
        addressPrefixes,
        subnetIds,
        peerings.map((one) => [one.name, one.state, one.remoteNetworkId, one.useRemoteGateways]),
      ]),
    );
    const one = await driver.send(
      'GET',
      `${group}/Microsoft.Network/virtualNetworks/VNET-SPOKE`,
      undefined,
      '2024-01-01',
    );
    assert.equal(one.body.name, 'vnet-spoke');
    const none = await driver.send('GET', `${group}/Microsoft.Network/virtualNetworks/none`, undefined, '2024-01-01');
    assert.equal(none.status, 404);
  });
});

test('a connection leads over its gateway to its network, and over its peer to its circuit', async () => {
  await withEstate(async (driver) => {
    const read = async (path: string) => (await driver.send('GET', path, undefined, '2024-01-01')).body;
    const { value } = await read(`${group}/Microsoft.Network/connections`);
    assert.deepEqual(
      value.map(({ name, properties }: Wire) => [name, properties.connectionType, properties.connectionStatus]),
      [
        ['line', 'IPsec', 'Connected'],
        ['dark-line', 'ExpressRoute', 'Connected'],
      ],
    );
    const [, dark] = value;
    const gateway = await read(dark.properties.virtualNetworkGateway1.id);
    assert.equal(gateway.properties.gatewayType, 'ExpressRoute');
    assert.equal(
      gateway.properties.ipConfigurations[0].properties.subnet.id,
      `${inventory.connections?.[1]?.virtualNetworkId}/subnets/GatewaySubnet`,
    );
    const circuit = await read(dark.properties.peer.id);
    assert.deepEqual(
      circuit.properties.peerings.map(({ name, properties }: Wire) => [name, properties.state]),
      [['MicrosoftPeering', 'Enabled']],
    );
    const circuits = await read(`${subscription}/providers/Microsoft.Network/expressRouteCircuits`);
    assert.deepEqual(
      circuits.value.map(({ id }: Wire) => id),
      [circuit.id],
    );
    assert.equal((await read(`${circuit.id}/peerings`)).value.length, 1);
  });
});

test('a list of connections may leave their status out, and a GET of one never does', async () => {
  await withEstate(
    async (driver) => {
      const read = async (path: string) => (await driver.send('GET', path, undefined, '2024-01-01')).body;
      const { value } = await read(`${group}/Microsoft.Network/connections`);
      assert.equal(value[0].properties.connectionStatus, undefined);
      assert.equal((await read(value[0].id)).properties.connectionStatus, 'Connected');
    },
    { connectionStatusInLists: false },
  );
});

test('locks are listed below a scope; rights come from the scope or what it lies in', async () => {
  await withEstate(async (driver) => {
    const locks = async (scope: string) =>
      (await driver.send('GET', `${scope}/providers/Microsoft.Authorization/locks`, undefined, '2020-05-01')).body
        .value;
    assert.deepEqual(
      (await locks(subscription)).map(({ name, properties }: Wire) => [name, properties.level]),
      [['keep', 'CanNotDelete']],
    );
    assert.equal((await locks(`${subscription}/resourceGroups/rg-dr`)).length, 0);
    const rights = async (scope: string) =>
      (await driver.send('GET', `${scope}/providers/Microsoft.Authorization/permissions`, undefined, '2022-04-01')).body
        .value;
    assert.deepEqual((await rights(`${subscription}/resourceGroups/rg-erp`))[0].actions, ['*']);
    assert.deepEqual(await rights(`${subscription}/resourceGroups/rg-other`), []);
  });
});

test('what nobody captured may not be read: an empty list would be a fact', async () => {
  const { rights, locks, virtualNetworks, connections, ...unseen } = inventory;
  const lists = [
    [`${group}/Microsoft.Authorization/permissions`, '2022-04-01', rights],
    [`${subscription}/providers/Microsoft.Authorization/locks`, '2020-05-01', locks],
    [`${subscription}/providers/Microsoft.Network/virtualNetworks`, '2024-01-01', virtualNetworks],
    [`${group}/Microsoft.Network/connections`, '2024-01-01', connections],
    [`${subscription}/providers/Microsoft.Network/expressRouteCircuits`, '2024-01-01', connections],
  ] as const;
  for (const [path, version, section] of lists) {
    assert.notEqual(section, undefined);
    const status = async (driver: Driver) => (await driver.send('GET', path, undefined, version)).status;
    assert.equal(await withEstate(status), 200, path);
    assert.equal(await withEstate(status, {}, unseen), 403, path);
  }
});

test('the vault tells its identity and its private endpoints, and these their addresses', async () => {
  await withEstate(async (driver) => {
    const { body } = await driver.send('GET', inventory.vault?.id ?? '', undefined, '2023-01-01');
    assert.equal(body.identity.type, 'SystemAssigned');
    assert.equal(body.properties.publicNetworkAccess, 'Enabled');
    const [endpoint] = body.properties.privateEndpointConnections;
    assert.equal(endpoint.properties.privateLinkServiceConnectionState.status, 'Approved');
    const { id } = endpoint.properties.privateEndpoint;
    const read = await driver.send('GET', id, undefined, '2024-01-01');
    assert.equal(read.body.properties.customDnsConfigs.flatMap((one: Wire) => one.ipAddresses).length, 5);
  });
});

test('a network card tells its subnet and its address as captured', async () => {
  await withEstate(async (driver) => {
    const path = `${subscription}/providers/Microsoft.Network/networkInterfaces`;
    const { body } = await driver.send('GET', path, undefined, '2024-01-01');
    const card = body.value.find(({ name }: Wire) => name === 'island-nic');
    const [configuration] = card.properties.ipConfigurations;
    const captured = inventory.azureVms?.find(({ name }) => name === 'island')?.interfaces?.[0];
    assert.equal(configuration.properties.subnet.id, captured?.subnetId);
    assert.equal(configuration.properties.privateIPAddress, captured?.privateAddresses[0]);
  });
});

test('the vCenters of a configuration server are those below its fabric', async () => {
  await withEstate(async (driver) => {
    const { body } = await driver.send('GET', `${inventory.fabrics?.[0]?.id}/replicationvCenters`);
    assert.deepEqual(
      body.value.map(({ name, properties }: Wire) => [name, properties.ipAddress, properties.discoveryStatus]),
      [['vc-ams', 'vc-ams.contoso.local', 'DiscoverySucceeded']],
    );
    const one = await driver.send('GET', body.value[0].id);
    assert.deepEqual(one.body, body.value[0]);
    assert.equal((await driver.send('GET', `${inventory.fabrics?.[0]?.id}/replicationvCenters/none`)).status, 404);
  });
});

test('what was discovered of a protected machine tells its disks, and nothing that nobody captured', async () => {
  await withEstate(async (driver) => {
    const { body } = await driver.send('GET', `${inventory.fabrics?.[0]?.containerIds[0]}/replicationProtectableItems`);
    const press = body.value.find(({ properties }: Wire) => properties.friendlyName === 'press');
    assert.equal(press.properties.customDetails.discoveryType, 'physical');
    assert.deepEqual(
      press.properties.customDetails.diskDetails.map((disk: Wire) => [disk.diskType, disk.diskConfiguration]),
      [['OperatingSystem', 'Basic']],
    );
    assert.deepEqual((await driver.send('GET', press.id)).body, press);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: the tests read what the wire carries, whatever it is.
type Wire = any;
