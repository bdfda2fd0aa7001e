import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { captureSite } from '../../executor/vsphere/capture-site.ts';
import { assertGolden } from '../support/assert-golden.ts';
import { fakeVCenter, fixtures } from './fake-vcenter.ts';

const NOW = '2026-11-23T09:00:00.000Z';
const options = { now: () => new Date(NOW) };

test('a vCenter is captured with all that its answers say', async () => {
  await using vcenter = await fakeVCenter({ page: 2 });
  const site = await captureSite([vcenter.server()], options);
  assertGolden(`${JSON.stringify(site, undefined, 2)}\n`, join(fixtures, 'vcenter.inventory.json'));
  assertValid(site);
});

test('a bare host is captured under the name that the runbook gave it', async () => {
  await using host = await fakeVCenter({ folder: 'host' });
  const site = await captureSite([host.server({ name: 'esx-branch', knownAs: '10.0.0.9', account: 'root' })], options);
  assertGolden(`${JSON.stringify(site, undefined, 2)}\n`, join(fixtures, 'host.inventory.json'));
  assertValid(site);
});

test('what has the same name on two servers is kept twice, each with its server', async () => {
  await using one = await fakeVCenter();
  await using other = await fakeVCenter({ folder: 'host' });
  const site = await captureSite([one.server(), other.server({ name: 'esx-branch' })], options);
  assert.deepEqual(
    site.siteMachines?.filter(({ name }) => name === 'mt-linux').map(({ vcenter }) => vcenter),
    ['vc-ams', 'esx-branch'],
  );
});

test('nothing secret is taken: no licence key, no setting but the ones that rules read, no password', async () => {
  await using vcenter = await fakeVCenter();
  const text = JSON.stringify(await captureSite([vcenter.server()], options));
  assert.doesNotMatch(text, /AAAAA-BBBBB|never to be written|guestinfo|p<a>s/);
});

test('a server that cannot be read is told, and the others are captured', async () => {
  await using one = await fakeVCenter();
  await using locked = await fakeVCenter();
  const site = await captureSite([locked.server({ name: 'vc-locked', password: 'wrong' }), one.server()], options);
  assert.deepEqual(
    site.vcenters?.map(({ name }) => name),
    ['vc-ams'],
  );
  const [told] = site.notCaptured ?? [];
  assert.match(told?.what ?? '', /vc-locked/);
  assert.match(told?.reason ?? '', /does not take the account 'failback@vsphere.local' with this password/);
});

test('where no server could be read, no section is there, not even an empty one', async () => {
  await using locked = await fakeVCenter();
  const site = await captureSite([locked.server({ password: 'wrong' })], options);
  assert.deepEqual(Object.keys(site), ['notCaptured']);
});

test('where nobody is asked, nothing is told', async () => {
  assert.deepEqual(await captureSite([], options), {});
});

function assertValid(site: object): void {
  const text = JSON.stringify({
    schema: 'failback/inventory',
    version: 1,
    capturedAt: NOW,
    capturedBy: 'test',
    ...site,
  });
  assert.doesNotThrow(() => parseInventory(text, 'captured.json'));
}
