import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FailbackError } from '../../core/failback-error.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { parseFault } from '../../simulator/faults.ts';
import { type SimulatorOptions, startSimulator } from '../../simulator/start-simulator.ts';
import { Driver } from './driver.ts';

const fixture = fileURLToPath(new URL('fixtures/modernized.inventory.json', import.meta.url));
const inventory = parseInventory(readFileSync(fixture, 'utf8'), fixture);
const folder = mkdtempSync(join(tmpdir(), 'failback-simulator-'));
after(() => rmSync(folder, { recursive: true }));

async function started(stateFile: string, more: Partial<SimulatorOptions> = {}) {
  const simulator = await startSimulator({ inventory, speed: 'advance', stateFile, ...more });
  return { simulator, driver: new Driver(simulator, inventory) };
}

async function look(driver: Driver): Promise<readonly string[]> {
  return [
    ...(await driver.item('erp-db-01')),
    ...(await driver.disks('erp-db-01')),
    ...(await driver.item('erp-report')),
    ...(await driver.vm('erp-db-01')),
    ...(await driver.jobs('')),
    ...(await driver.endpoints()),
  ];
}

test('a killed simulator goes on where it was, its jobs and its clock with it', async () => {
  const stateFile = join(folder, 'killed.jsonl');
  const faults = ['lost-answer@reprotect/erp-db-01', '78052@reprotect/erp-report', '500@failover/erp-db-01'];
  const first = await started(stateFile, { faults: faults.map(parseFault) });
  await first.driver.post('reprotect', 'erp-db-01', {});
  await first.driver.post('reprotect', 'erp-report', {});
  await first.driver.switchEndpoint('on-premises', 'Enabled');
  first.simulator.advance(25 * 60);
  await first.driver.post('reprotect', 'erp-report', {});
  first.simulator.advance(10 * 60);
  const before = await look(first.driver);
  const stopped = first.simulator.now();
  // What the process held is gone: nothing is closed in good order but the sockets.
  await first.simulator.close();

  const second = await started(stateFile, { faults: faults.map(parseFault) });
  assert.deepEqual(await look(second.driver), before);
  assert.deepEqual(second.simulator.now(), stopped);
  // Its attempts are remembered too: the first failover is the one that the fault waits for, the second is not.
  second.simulator.advance(5 * 3600);
  assert.match((await second.driver.post('failover', 'erp-db-01', {}))[0] ?? '', /^500/);
  await second.simulator.close();
  const third = await started(stateFile, { faults: faults.map(parseFault) });
  assert.match((await third.driver.post('failover', 'erp-db-01', {}))[0] ?? '', /^202/);
  await third.simulator.close();
});

test('a job keeps its id, its request and its end over a restart', async () => {
  const stateFile = join(folder, 'job.jsonl');
  const first = await started(stateFile, { knobs: { unnamedJobShare: 0 } });
  await first.driver.post('reprotect', 'erp-db-01', {});
  first.simulator.advance(60);
  const id = first.driver.lastJob;
  const body = await first.driver.jobBody(id);
  await first.simulator.close();
  const second = await started(stateFile, { knobs: { unnamedJobShare: 0 } });
  assert.deepEqual(await second.driver.jobBody(id), body);
  await second.simulator.close();
});

test('a line that was torn off in the middle was never answered, and is dropped', async () => {
  const stateFile = join(folder, 'torn.jsonl');
  const first = await started(stateFile);
  await first.driver.post('reprotect', 'erp-db-01', {});
  const before = await look(first.driver);
  await first.simulator.close();
  appendFileSync(stateFile, '{"kind":"request","at":17');
  const second = await started(stateFile);
  assert.deepEqual(await look(second.driver), before);
  await second.simulator.close();
  assert.ok(readFileSync(stateFile, 'utf8').endsWith('}\n'));
});

test('time that runs never goes back over a restart', async () => {
  const stateFile = join(folder, 'running.jsonl');
  const first = await started(stateFile, { speed: 100_000 });
  await first.driver.item('erp-db-01');
  const stopped = first.simulator.now();
  await first.driver.item('erp-db-01');
  await first.simulator.close();
  const second = await started(stateFile, { speed: 100_000 });
  assert.ok(second.simulator.now() >= stopped);
  await second.simulator.close();
});

test('the state of another simulation is refused', async () => {
  const stateFile = join(folder, 'foreign.jsonl');
  await (await started(stateFile)).simulator.close();
  await assert.rejects(
    started(stateFile, { seed: 2 }),
    (error) => error instanceof FailbackError && error.code === 'simulator-state-foreign',
  );
});

test('a state file holds no token', async () => {
  const stateFile = join(folder, 'secret.jsonl');
  const { simulator, driver } = await started(stateFile);
  await driver.post('reprotect', 'erp-db-01', {});
  await simulator.close();
  assert.ok(!readFileSync(stateFile, 'utf8').includes('of-a-test'));
});
