import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { ClassicDriver } from './classic-driver.ts';
import { Driver } from './driver.ts';

const fixture = fileURLToPath(new URL('fixtures/classic-estate.inventory.json', import.meta.url));
const inventory = parseInventory(readFileSync(fixture, 'utf8'), fixture);
const folder = mkdtempSync(join(tmpdir(), 'failback-simulator-'));
after(() => rmSync(folder, { recursive: true }));

async function started(stateFile: string) {
  const knobs = { renames: 'reprotect', unnamedJobShare: 0, processServerRegistrationSeconds: null } as const;
  const simulator = await startSimulator({ inventory, speed: 'advance', stateFile, knobs });
  const driver = new Driver(simulator, inventory);
  return { simulator, driver, classic: new ClassicDriver(driver, inventory) };
}

test('renamed items, made machines and what people did by hand outlive a killed simulator', async () => {
  const stateFile = join(folder, 'killed.jsonl');
  const first = await started(stateFile);
  await first.classic.make('address', 'ps-new', {});
  await first.classic.make('card', 'ps-new', {});
  await first.classic.make('vm', 'ps-new', {});
  first.simulator.advance(600);
  assert.deepEqual(await first.classic.byHand('register-process-server', 'ps-new'), ['done']);
  assert.deepEqual(await first.classic.byHand('delete-site-machine', 'twin'), ['done']);
  await first.driver.post('reprotect', 'web', {});
  await first.driver.post('reprotect', 'twin', {});
  first.simulator.advance(20 * 60);
  const look = async ({ driver, classic }: Awaited<ReturnType<typeof started>>) => [
    ...(await classic.servers()),
    ...(await driver.list()),
    ...(await classic.show('vm', 'ps-new')),
    ...(await driver.jobs('')),
  ];
  const before = await look(first);
  assert.ok(before.some((line) => line.includes('process server ps-new')));
  await first.simulator.close();

  const second = await started(stateFile);
  assert.deepEqual(await look(second), before);
  await second.simulator.close();
  assert.ok(!readFileSync(stateFile, 'utf8').includes('not-to-be-kept'), 'no password is written down');
});
