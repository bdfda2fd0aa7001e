import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { parseFault } from '../../simulator/faults.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { Driver } from './driver.ts';

const fixture = fileURLToPath(new URL('fixtures/modernized.inventory.json', import.meta.url));
const inventory = parseInventory(readFileSync(fixture, 'utf8'), fixture);
const headers = { authorization: 'Bearer of-a-test', 'content-type': 'application/json' };
const vault = inventory.vault?.id;

const folder = mkdtempSync(join(tmpdir(), 'failback-wire-'));
const children: ChildProcess[] = [];
after(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

test('the control plane moves time, adds faults, shows what passed, and refuses what it cannot read', async () => {
  const simulator = await startSimulator({ inventory, speed: 'advance' });
  const driver = new Driver(simulator, inventory);
  const ask = async (method: string, path: string, body?: unknown) => {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${simulator.proxyUrl}/_simulator/${path}`, { method, headers, ...content });
    return { status: answer.status, text: await answer.text() };
  };
  assert.deepEqual(JSON.parse((await ask('GET', 'clock')).text), { now: '2026-11-23T09:00:00.000Z', speed: 'advance' });
  assert.match((await ask('POST', 'clock', { advanceSeconds: 90 })).text, /09:01:30/);
  assert.match((await ask('POST', 'clock', { advanceTo: '2026-11-23T10:00:00Z' })).text, /10:00:00/);
  assert.equal((await ask('POST', 'clock', { advanceSeconds: -1 })).status, 400);
  assert.equal((await ask('POST', 'faults', { faults: ['nonsense'] })).status, 400);
  assert.equal((await ask('GET', 'nothing')).status, 404);

  await driver.item('erp-db-01');
  await driver.post('reprotect', 'erp-db-01', {});
  const { text } = await ask('GET', 'exchanges');
  const lines = text.trim().split('\n');
  assert.equal(lines.length, 2);
  for (const line of lines) {
    const exchange = JSON.parse(line);
    const keys = ['method', 'url', 'headers', 'body', 'status', 'responseHeaders', 'responseBody'];
    assert.deepEqual(Object.keys(exchange), keys);
    assert.equal(exchange.headers.authorization, 'Bearer (left out)');
  }
  const counts = JSON.parse((await ask('GET', 'requests')).text);
  assert.deepEqual(counts, simulator.requests());
  assert.deepEqual(counts.byItem, { 'erp-db-01': { item: 1, reprotect: 1 } });
  await simulator.close();
});

test('a request without a token or an api-version gets no further than ARM', async () => {
  const simulator = await startSimulator({ inventory, speed: 'advance' });
  const bare = await fetch(`${simulator.proxyUrl}${vault}/replicationJobs?api-version=2023-06-01`);
  assert.equal(bare.status, 401);
  assert.match(bare.headers.get('www-authenticate') ?? '', /^Bearer /);
  const unversioned = await fetch(`${simulator.proxyUrl}${vault}/replicationJobs`, { headers });
  assert.equal(unversioned.status, 400);
  const elsewhere = await fetch(`${simulator.proxyUrl}/subscriptions/s/nothing?api-version=1`, { headers });
  assert.equal(elsewhere.status, 404);
  await simulator.close();
});

test('more than a bucketful at one moment is throttled, and goes through when time has passed', async () => {
  const throttling = {
    reads: { size: 2, refillPerSecond: 1 },
    writes: { size: 1, refillPerSecond: 1 },
    deletes: { size: 1, refillPerSecond: 1 },
  };
  const simulator = await startSimulator({ inventory, speed: 'advance', knobs: { throttling } });
  const driver = new Driver(simulator, inventory);
  const statuses = [];
  for (let index = 0; index < 3; index++) statuses.push((await driver.send('GET', `${vault}/replicationJobs`)).status);
  const refused = await driver.send('GET', `${vault}/replicationJobs`);
  assert.deepEqual([...statuses, refused.headers.get('retry-after')], [200, 200, 429, '1']);
  simulator.advance(1);
  assert.equal((await driver.send('GET', `${vault}/replicationJobs`)).status, 200);
  await simulator.close();
});

test('a silent request hangs until its client gives up, and a closed simulator does not wait for it', async () => {
  const simulator = await startSimulator({ inventory, speed: 'advance', faults: [parseFault('hang@jobs')] });
  const gaveUp = fetch(`${simulator.proxyUrl}${vault}/replicationJobs?api-version=2023-06-01`, {
    headers,
    signal: AbortSignal.timeout(300),
  });
  await assert.rejects(gaveUp, { name: 'TimeoutError' });
  const waiting = fetch(`${simulator.proxyUrl}${vault}/replicationVaultHealth?api-version=2023-06-01`, { headers });
  assert.equal((await waiting).status, 200);
  await simulator.close();
});

test('a simulator that was killed for good goes on in another process', async () => {
  const stateFile = join(folder, 'state.jsonl');
  const first = await served(stateFile);
  const driver = new Driver(first.simulator, inventory);
  await driver.post('reprotect', 'erp-db-01', {});
  await fetch(`${first.simulator.proxyUrl}/_simulator/clock`, {
    method: 'POST',
    body: JSON.stringify({ advanceSeconds: 60 }),
  });
  const id = driver.lastJob;
  const before = await driver.jobBody(id);
  const ended = new Promise((resolve) => first.child.once('exit', resolve));
  first.child.kill('SIGKILL');
  await ended;
  const second = await served(stateFile);
  assert.deepEqual(await new Driver(second.simulator, inventory).jobBody(id), before);
});

/** A simulator in a process of its own. */
async function served(stateFile: string) {
  const script = fileURLToPath(new URL('serve.ts', import.meta.url));
  const child = spawn(process.execPath, [script, fixture, stateFile], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const line = await new Promise<string>((resolve) => child.stdout.once('data', (data) => resolve(String(data))));
  return { child, simulator: { proxyUrl: line.trim() } };
}
