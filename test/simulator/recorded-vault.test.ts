import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { judgeLater } from '../support/conformance.ts';
import { type RecordedExchange, recordedWayHome } from '../support/recordings.ts';
import { shapeDifferences, shapeOf } from '../support/shape.ts';
import { Driver } from './driver.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const example = join(root, 'examples/recorded-vault/recorded-vault.inventory.json');
const recording = recordedWayHome();
const skip =
  recording === undefined
    ? 'LEFT OUT: ../shared/recordings is not here, so the simulator is not compared with what was recorded.'
    : false;

/** Recorded under an older api-version; the swagger of ours has it no more. */
const gone = ['lacks .properties.providerSpecificDetails.protectedDisks[].targetBlobUri'];

/** Durations as recorded, so that what was seen at a moment is seen at that moment. */
const knobs = { reprotectSeconds: 12 * 60, failoverSeconds: 21 * 60, replicationQueueSeconds: 15 * 60, jitter: 0 };

/**
 * The recorded requests of the way home, sent to a simulator that was built from the vault's state before them. Time
 * stands still but for the steps in which the recording polled.
 */
async function replay(recorded: readonly RecordedExchange[]) {
  const inventory = parseInventory(readFileSync(example, 'utf8'), example);
  const simulator = await startSimulator({ inventory, speed: 'advance', knobs });
  const driver = new Driver(simulator, inventory);
  const answers: { readonly recorded: RecordedExchange; readonly ours: Awaited<ReturnType<Driver['send']>> }[] = [];
  let clock = timeOf(recorded[0]);
  let poll = '';
  for (const exchange of recorded) {
    simulator.advance(Math.max(0, (timeOf(exchange) - clock) / 1000));
    clock = timeOf(exchange);
    const path = new URL(exchange.url).pathname;
    const ours = await driver.send(
      exchange.method,
      path.includes('/replicationOperationStatus/') ? poll : path,
      exchange.requestBody,
    );
    const location = ours.headers.get('azure-asyncoperation');
    if (location !== null) poll = new URL(location).pathname;
    answers.push({ recorded: exchange, ours });
  }
  judgeLater(simulator);
  await simulator.close();
  return answers;
}

function timeOf(exchange: RecordedExchange | undefined): number {
  return Date.parse(exchange?.headers.date ?? '');
}

test('the recorded way home, asked of the simulator, is answered in the recorded shapes', { skip }, async () => {
  const answers = await replay((recording ?? []).slice(130, 207));
  for (const { recorded, ours } of answers) assert.equal(ours.status, recorded.status, recorded.url);

  const kinds = {
    item: /\/replicationProtectedItems\/[^/?]+\?/,
    fabric: /\/replicationFabrics\/[^/?]+\?/,
    poll: /\/replicationOperationStatus\//,
  };
  for (const [kind, pattern] of Object.entries(kinds)) {
    const those = answers.filter(({ recorded }) => pattern.test(recorded.url) && recorded.method === 'GET');
    assert.ok(those.length > 0, `the recording has a ${kind}`);
    // Each state of an item has its own keys, so items are compared provider by provider.
    const groups = Map.groupBy(
      those,
      ({ recorded }) =>
        `${recorded.body.properties?.providerSpecificDetails?.instanceType} ${recorded.body.properties?.protectionState}`,
    );
    for (const [group, members] of groups) {
      const differences = shapeDifferences(
        shapeOf(members.map(({ ours }) => ours.body)),
        shapeOf(members.map(({ recorded }) => recorded.body)),
      );
      assert.deepEqual(
        differences.filter((difference) => !gone.includes(difference)),
        [],
        `${kind} (${group})`,
      );
    }
  }
});

test('the states come in the recorded order, with the recorded operations', { skip }, async () => {
  const answers = await replay((recording ?? []).slice(130, 207));
  const states = (bodies: readonly RecordedExchange['body'][]) =>
    bodies
      .filter((body) => body?.properties?.protectionState !== undefined)
      .map(({ properties }) =>
        [
          properties.providerSpecificDetails.instanceType,
          properties.protectionState,
          properties.protectionStateDescription,
          properties.activeLocation,
          properties.allowedOperations.join(' '),
          properties.recoveryFabricFriendlyName,
        ].join(', '),
      )
      .filter((state, index, all) => state !== all[index - 1]);
  assert.deepEqual(states(answers.map(({ ours }) => ours.body)), states(answers.map(({ recorded }) => recorded.body)));
});

test('a 202 points at the recorded addresses, and its headers are those that were recorded', { skip }, async () => {
  const answers = await replay((recording ?? []).slice(130, 164));
  const accepted = answers.filter(({ recorded }) => recorded.status === 202);
  assert.equal(accepted.length, 2);
  for (const { recorded, ours } of accepted)
    for (const name of ['location', 'azure-asyncoperation']) {
      const shape = (url: string | null | undefined) => new URL(url ?? '').pathname.replace(/[^/]+$/, '{job}');
      assert.equal(shape(ours.headers.get(name)), shape(recorded.headers[name]));
    }
});

test('what was recorded before the failover is captured in the example', { skip }, () => {
  const inventory = parseInventory(readFileSync(example, 'utf8'), example);
  const item = recording?.[130]?.body;
  const [captured] = inventory.items ?? [];
  assert.equal(captured?.id.toLowerCase(), item.id.toLowerCase());
  assert.deepEqual(captured?.allowedOperations, item.properties.allowedOperations);
  assert.equal(captured?.internalIdentifier, item.properties.providerSpecificDetails.internalIdentifier);
  const agent = recording?.[131]?.body.properties.customDetails.reprotectAgents[0];
  assert.deepEqual(inventory.appliances?.[0]?.accessibleDatastores, agent.accessibleDatastores);
  assert.equal(inventory.appliances?.[0]?.reprotectAgentId, agent.id);
});

test('an agent captured as unregistered registers in time, where the knob says so', async () => {
  const inventory = parseInventory(readFileSync(example, 'utf8'), example);
  const flag = async (agentRegistrationSeconds: number | null) => {
    const simulator = await startSimulator({ inventory, speed: 'advance', knobs: { agentRegistrationSeconds } });
    const driver = new Driver(simulator, inventory);
    const seen = [];
    for (const minutes of [0, 10]) {
      simulator.advance(minutes * 60);
      const { body } = await driver.send('GET', inventory.items?.[0]?.id ?? '');
      seen.push(body.properties.providerSpecificDetails.isAgentRegistrationSuccessfulAfterFailover);
    }
    await simulator.close();
    return seen;
  };
  assert.deepEqual(await flag(null), [false, false]);
  assert.deepEqual(await flag(15 * 60), [false, true]);
});
