import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { judgeLater } from '../support/conformance.ts';
import { inProcess } from './in-process.ts';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

for (const name of ['contoso-erp', 'recorded-vault'])
  test(`what is captured of the estate of ${name} is planned as the inventory it was made from`, async () => {
    await withEstate(name, async (folder, url) => {
      const planned = await planOf(folder, name);
      const captured = await inProcess(folder, 'capture', `${name}.failback`, '--simulator', url, '--out', 'seen.json');
      assert.equal(captured.code, 0, captured.err);
      assert.deepEqual(await planOf(folder, name, '--inventory', 'seen.json'), planned);
    });
  });

test('a first capture needs no inventory, and knows all but the facts of vCenter', async () => {
  await withEstate('contoso-erp', async (folder, url) => {
    const file = 'contoso-erp.inventory.json';
    await rm(join(folder, file));
    const { code, err } = await inProcess(folder, 'capture', 'contoso-erp.failback', '--simulator', url, '--out', file);
    assert.equal(code, 0, err);
    const seen = parseInventory(await readFile(join(folder, file), 'utf8'), file);
    assert.deepEqual(
      [seen.items?.length, seen.azureVms?.length, seen.storageAccounts?.length, seen.runAsAccounts?.length],
      [12, 12, 1, 1],
    );
    assert.ok(seen.items?.every(({ azureVmId, disks }) => azureVmId !== undefined && disks.length > 0));
    assert.deepEqual([seen.hosts, seen.vcenters, seen.siteMachines], [undefined, undefined, undefined]);
    assert.match(err, /Not captured: hosts, datastores and machines of vCenter/);
  });
});

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
