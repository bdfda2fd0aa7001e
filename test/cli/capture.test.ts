import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { failbackProgram } from '../../cli/program.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { judgeLater } from '../support/conformance.ts';
import { contextForTests, inProcess } from './in-process.ts';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

for (const name of ['contoso-erp', 'recorded-vault'])
  test(`what is captured of the estate of ${name} is planned as the inventory it was made from`, async () => {
    await withEstate(name, async (folder, url) => {
      const planned = await planOf(folder, name);
      const captured = await inProcess(folder, 'capture', `${name}.failback`, '--simulator', url, '--out', 'seen.json');
      // Of the recorded vault nobody ever saw the networks, the locks or a vCenter, and its estate refuses to show them.
      assert.equal(captured.code, name === 'recorded-vault' ? 1 : 0, captured.err);
      assert.deepEqual(await planOf(folder, name, '--inventory', 'seen.json'), planned);
    });
  });

test('a first capture needs no inventory, and with --no-site knows all but what only the site shows', async () => {
  await withEstate('contoso-erp', async (folder, url) => {
    const file = 'contoso-erp.inventory.json';
    await rm(join(folder, file));
    const { code, err } = await inProcess(folder, 'capture', 'contoso-erp.failback', '--simulator', url, '--no-site');
    assert.equal(code, 0, err);
    const seen = await inventoryIn(folder, file);
    assert.deepEqual(
      [seen.items?.length, seen.azureVms?.length, seen.storageAccounts?.length, seen.runAsAccounts?.length],
      [12, 12, 1, 1],
    );
    assert.ok(seen.items?.every(({ azureVmId, disks }) => azureVmId !== undefined && disks.length > 0));
    assert.deepEqual([seen.hosts, seen.datastores, seen.storageClusters], [undefined, undefined, undefined]);
    // The appliance discovered the machines, and the vault's site has them.
    assert.ok((seen.siteMachines?.length ?? 0) >= 12);
    assert.deepEqual(
      seen.vcenters?.map(({ name, connected, privileges }) => [name, connected, privileges]),
      [['vc-ams', true, undefined]],
    );
    assert.match(err, /Not captured: hosts, datastores and machines of the site\. Nobody asked vCenter\./);
  });
});

test('two captures of an unchanged world differ in the moments alone, and those stand at the top', async () => {
  await withEstate('contoso-erp', async (folder, url) => {
    const [one, other] = ['one.json', 'other.json'] as const;
    for (const out of [one, other])
      assert.equal(
        (await inProcess(folder, 'capture', 'contoso-erp.failback', '--simulator', url, '--out', out)).code,
        0,
      );
    const lines = async (file: string) => (await readFile(join(folder, file), 'utf8')).split('\n');
    const [first, second] = [await lines(one), await lines(other)];
    assert.equal(first.length, second.length);
    const differing = first.flatMap((line, index) => (line === second[index] ? [] : [index]));
    const top = first.findIndex((line) => line.startsWith('  "vault": {'));
    assert.deepEqual(
      differing.filter((index) => index >= top),
      [],
    );
  });
});

test('a site that cannot be read is told, keeps what was seen of it, and ends the capture with 1', async () => {
  await withEstate('contoso-erp', async (folder) => {
    const before = await inventoryIn(folder, 'contoso-erp.inventory.json');
    const { code, err } = await inProcess(
      folder,
      'capture',
      'contoso-erp.failback',
      '--site-only',
      '--out',
      'seen.json',
    );
    assert.equal(code, 1, err);
    assert.match(err, /Not captured: the site as 'vc-ams' shows it/);
    const seen = await inventoryIn(folder, 'seen.json');
    assert.deepEqual(seen.siteMachines?.length, before.siteMachines?.length);
    assert.deepEqual(
      new Set(seen.siteMachines?.map(({ seenAt }) => seenAt)),
      new Set([before.siteMachines?.[0]?.seenAt]),
    );
    // Azure was left alone, so what rests on an absence there is as old as it was.
    assert.equal(seen.capturedAt, before.capturedAt);
  });
});

test('wrong usage is told with 2 and writes nothing', async () => {
  await withEstate('contoso-erp', async (folder) => {
    const runbook = await readFile(join(folder, 'contoso-erp.failback'), 'utf8');
    await writeFile(join(folder, 'nameless.failback'), runbook.replace(/^ *inventory:.*\n/m, ''));
    const nowhere = await inProcess(folder, 'capture', 'nameless.failback');
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.err, /names no inventory, so nobody knows where to write one[\s\S]*--out/);
    const neither = await inProcess(folder, 'capture', 'contoso-erp.failback', '--no-site', '--site-only');
    assert.equal(neither.code, 2);
  });
});

test('a program is told progress line by line, and at last what is in the file', async () => {
  await withEstate('contoso-erp', async (folder, url) => {
    const { err } = await inProcess(
      folder,
      ...['capture', 'contoso-erp.failback', '--simulator', url, '--out', 'seen.json', '--progress', 'json'],
    );
    const told = err
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; what?: string; done?: number; of?: number; out?: string });
    assert.deepEqual(told.at(-1)?.kind, 'captured');
    assert.deepEqual(told.at(-1)?.out, 'seen.json');
    assert.deepEqual(
      told.filter(({ what }) => what === 'protected items').map(({ done, of }) => [done, of]),
      Array.from({ length: 12 }, (_, index) => [index + 1, 12]),
    );
  });
});

test('what people wrote down is kept, and no password or token is in the file', async () => {
  await withEstate('contoso-erp', async (folder, url) => {
    const canary = 'c4n4ry-never-to-be-written';
    const { context, asked } = contextForTests(folder);
    const env = { FAILBACK_ACCESS_TOKEN: canary, FAILBACK_PASSWORD_VC_AMS: canary };
    const program = failbackProgram({ ...context, env });
    await program.parseAsync([
      'node',
      'failback',
      'capture',
      'contoso-erp.failback',
      '--simulator',
      url,
      '--out',
      'seen.json',
    ]);
    assert.equal(asked(), 0);
    const text = await readFile(join(folder, 'seen.json'), 'utf8');
    assert.ok(!text.includes(canary));
    assert.doesNotMatch(text, /"[^"]*(password|secret|token|sharedKey|authorizationKey)[^"]*":/i);
    const before = await inventoryIn(folder, 'contoso-erp.inventory.json');
    const seen = await inventoryIn(folder, 'seen.json');
    const costs = (inventory: Inventory) =>
      (inventory.azureVms ?? []).map(({ name, hourlyCost }) => `${name} ${JSON.stringify(hourlyCost)}`).toSorted();
    assert.deepEqual(costs(seen), costs(before));
    assert.ok((seen.azureVms ?? []).some(({ outbound }) => outbound !== undefined));
  });
});

test('Ctrl-C ends a capture, and the file stays as it was', async () => {
  await withEstate('contoso-erp', async (folder) => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    // A simulator that tells its clock once and is silent from then on.
    const { port } = silent.address() as AddressInfo;
    silent.on('request', (request, response) => {
      if (request.url?.startsWith('/_simulator/clock'))
        response.end('{"now":"2026-11-23T09:00:00Z","speed":"advance"}');
      else process.emit('SIGINT');
    });
    const before = await readFile(join(folder, 'contoso-erp.inventory.json'), 'utf8');
    const url = `http://127.0.0.1:${port}`;
    const { code, err } = await inProcess(folder, 'capture', 'contoso-erp.failback', '--simulator', url);
    assert.equal(code, 1);
    assert.match(err, /The capture was cancelled, and nothing was written\./);
    assert.equal(await readFile(join(folder, 'contoso-erp.inventory.json'), 'utf8'), before);
    assert.deepEqual(
      (await readdir(folder)).filter((file) => file.endsWith('.draft')),
      [],
    );
    silent.closeAllConnections();
    silent.close();
  });
});

async function inventoryIn(folder: string, file: string): Promise<Inventory> {
  return parseInventory(await readFile(join(folder, file), 'utf8'), file);
}

async function planOf(folder: string, name: string, ...more: string[]): Promise<{ hash: string; blockedBy: unknown }> {
  const plan = await inProcess(folder, 'plan', `${name}.failback`, '--as-of', 'capture', '--format', 'json', ...more);
  const { hash, blockedBy } = JSON.parse(plan.out);
  return { hash, blockedBy };
}

async function withEstate(name: string, work: (folder: string, url: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'failback-capture-'));
  await cp(join(examples, name), folder, { recursive: true });
  const file = join(folder, `${name}.inventory.json`);
  const simulator = await startSimulator({
    inventory: parseInventory(await readFile(file, 'utf8'), file),
    speed: 'advance',
  });
  judgeLater(simulator);
  try {
    await work(folder, simulator.proxyUrl);
  } finally {
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  }
}

test('where nothing can be written is told before anybody is asked', async () => {
  await withEstate('contoso-erp', async (folder) => {
    await writeFile(join(folder, 'taken'), '');
    for (const [out, why] of [
      ['nowhere/seen.json', /there is no folder '.*nowhere'\.\n {2}Make it first:\n {4}mkdir -p/],
      ['.', /'\.' cannot be written: it is a folder, and a file is wanted/],
      ['taken/seen.json', /'.*taken' is a file, and a folder is wanted/],
    ] as const) {
      // Nobody listens on this port: whoever asked would hear that first.
      const asked = ['capture', 'contoso-erp.failback', '--simulator', 'http://127.0.0.1:1', '--out', out];
      const { code, err } = await inProcess(folder, ...asked);
      assert.equal(code, 2, err);
      assert.match(err, why);
    }
  });
});

test('an inventory that is broken is not written over, and the way out is told', async () => {
  await withEstate('contoso-erp', async (folder, url) => {
    const file = join(folder, 'contoso-erp.inventory.json');
    await writeFile(file, '{ "schema": ');
    const { code, err } = await inProcess(folder, 'capture', 'contoso-erp.failback', '--simulator', url);
    assert.equal(code, 2);
    assert.match(err, /is not JSON[\s\S]*mv 'contoso-erp\.inventory\.json' 'contoso-erp\.inventory\.json\.broken'/);
    assert.equal(await readFile(file, 'utf8'), '{ "schema": ');
  });
});

for (const number of ['0', '-1', '1.5', '99999999999999999999', 'many'])
  test(`${number} requests at a time are refused`, async () => {
    const { code, err } = await inProcess('/', 'capture', 'contoso-erp.failback', '--in-flight', number);
    assert.equal(code, 2);
    assert.match(err, /Write a whole number/);
  });
