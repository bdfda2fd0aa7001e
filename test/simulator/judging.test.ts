import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import type { Exchange } from '../../simulator/exchange.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { findJudge, judgeAll } from '../support/conformance.ts';
import { shapeDifferences, shapeOf } from '../support/shape.ts';
import { Driver } from './driver.ts';

// The guards of the other tests, shown to fail.

const fixture = fileURLToPath(new URL('fixtures/modernized.inventory.json', import.meta.url));
const inventory = parseInventory(readFileSync(fixture, 'utf8'), fixture);

test('the judge finds each exchange that was spoilt, and only those', async (context) => {
  const judge = await findJudge();
  if (judge === undefined) return context.skip('LEFT OUT: the judge is not at hand.');
  const simulator = await startSimulator({ inventory, speed: 'advance' });
  const driver = new Driver(simulator, inventory);
  await driver.item('erp-db-01');
  await driver.post('reprotect', 'erp-db-01', {});
  await driver.poll();
  await driver.job();
  await driver.vm('erp-db-01');
  await simulator.close();
  const [item, post, poll, job, vm] = simulator.exchanges() as [Exchange, Exchange, Exchange, Exchange, Exchange];
  const spoilt = [
    { ...item, responseBody: item.responseBody.replace('"InMageRcm"', '"NoSuchProvider"') },
    { ...item, responseBody: item.responseBody.replace('"capacityInBytes":', '"capacity":') },
    { ...post, body: post.body.replace('reprotectAgentId', 'agentId') },
    { ...post, responseHeaders: {} },
    { ...poll, responseBody: '{"error":null}' },
    { ...job, responseBody: job.responseBody.replace('"tasks":[', '"tasks":["none",') },
    { ...vm, responseBody: vm.responseBody.replace('"statuses":[', '"statuses":{},"more":[') },
    { ...item, status: 500, responseBody: '{"message":"no error body"}' },
  ];
  const { fallShort, judged } = await judgeAll(judge, [item, post, poll, job, vm, ...spoilt]);
  assert.equal(judged, 13);
  assert.equal(fallShort.length, spoilt.length, fallShort.join('\n'));
});

test('shapes differ by a key, by a type, and not by what null or an empty list leaves open', () => {
  const differences = (ours: unknown, theirs: unknown) => shapeDifferences(shapeOf([ours]), shapeOf([theirs]));
  assert.deepEqual(differences({ a: 1 }, { a: 1, b: 2 }), ['lacks .b']);
  assert.deepEqual(differences({ a: 1, b: 2 }, { a: 1 }), ['adds .b']);
  assert.deepEqual(differences({ a: '1' }, { a: 1 }), ['.a is string, recorded as number']);
  assert.deepEqual(differences({ a: [{ x: 1 }] }, { a: [{ x: 1, y: 1 }] }), ['lacks .a[].y']);
  assert.deepEqual(differences({ a: null, b: [] }, { a: { x: 1 }, b: [{ y: 1 }] }), []);
  assert.deepEqual(differences({ a: { x: 1 }, b: [{ y: 1 }] }, { a: null, b: [] }), []);
});
