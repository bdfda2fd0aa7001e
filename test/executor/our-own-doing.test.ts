import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Inventory } from '../../core/inventory/inventory.ts';
import type { RunEvent } from '../../core/run/events.ts';
import { RunLedger } from '../../core/run/ledger.ts';
import { heardAsLate, removedServers, withoutWhatWeMade } from '../../executor/run/our-own-doing.ts';
import { openBranch } from './classic-estate.ts';

const CREATED = 'process-server/ps-branch/create';
const REMOVED = 'process-server/ps-branch/remove';
const at = '2026-12-05T20:00:00Z';

const { plan, inventory, close } = await openBranch();
test.after(close);

const [first] = inventory.processServers ?? [];
const [item] = inventory.items ?? [];
assert.ok(first && item);
const made = { ...first, id: 'MADE', name: 'PS-Branch', azureVmId: '/made', seenAt: at };

/** The ledger after a call of these steps. */
function after(steps: readonly string[], more: readonly RunEvent[] = []) {
  const ledger = new RunLedger(plan);
  ledger.apply({ kind: 'resumed', at, epoch: 1 });
  for (const step of steps)
    ledger.apply({ kind: 'intent', at, step, operation: 'any', call: 0, requestId: 'r', bodyHash: 'h' });
  for (const event of more) ledger.apply(event);
  return ledger.state;
}

const serversIn = (facts: Inventory) =>
  (facts.processServers ?? []).map(({ name, lastHeartbeat }) => [name, lastHeartbeat]);

test('where the run did nothing yet, what is seen is what is there', () => {
  const fresh = { ...inventory, processServers: [...(inventory.processServers ?? []), made] };
  assert.equal(withoutWhatWeMade(plan, after([]), inventory, fresh), fresh);
});

test('a process server that the run made is no news, whatever its spelling; one that others made is', () => {
  const stranger = { ...made, id: 'OTHER', name: 'ps-stranger' };
  const fresh = { ...inventory, processServers: [...(inventory.processServers ?? []), made, stranger] };
  const facts = withoutWhatWeMade(plan, after([CREATED]), inventory, fresh);
  assert.deepEqual(
    facts.processServers?.map(({ name }) => name),
    [...(inventory.processServers ?? []).map(({ name }) => name), 'ps-stranger'],
  );
});

test('one that was there before the run is not taken away, though the run called for it', () => {
  const before = { ...inventory, processServers: [made] };
  const facts = withoutWhatWeMade(plan, after([CREATED]), before, before);
  assert.deepEqual(serversIn(facts), [['PS-Branch', made.lastHeartbeat]]);
});

test('one that the run removes counts as alive and as it was, though the vault shows it silent', () => {
  const silent = { ...made, lastHeartbeat: '2026-12-01T00:00:00Z', serviceStatus: 'Stopped' };
  const before = { ...inventory, processServers: [made] };
  const fresh = { ...inventory, capturedAt: at, processServers: [silent] };
  const [kept] = withoutWhatWeMade(plan, after([REMOVED]), before, fresh).processServers ?? [];
  assert.deepEqual(kept, { ...made, seenAt: at, lastHeartbeat: at });
  const removed = [...removedServers(plan, after([REMOVED]))];
  assert.deepEqual(
    removed.map(([id, name]) => [id.endsWith('/virtualmachines/ps-branch'), name]),
    [[true, 'ps-branch']],
  );
  assert.deepEqual([...removedServers(plan, after([CREATED]))], []);
});

test('an item that a reprotect renamed is left out under its new id, and nothing else is', () => {
  const to = `${item.id}-NEW`;
  const fresh = { ...inventory, items: [...(inventory.items ?? []), { ...item, id: to.toUpperCase() }] };
  const renamed = { kind: 'item-renamed', at, step: CREATED, machine: item.friendlyName, from: item.id, to } as const;
  const facts = withoutWhatWeMade(plan, after([], [renamed]), inventory, fresh);
  assert.deepEqual(facts.items, inventory.items);
});

test('sections that nobody captured stay so', () => {
  const { processServers: _, items: __, ...fresh } = inventory;
  const facts = withoutWhatWeMade(plan, after([CREATED, REMOVED]), inventory, fresh);
  assert.deepEqual(facts, fresh);
});

test('an item that is taken as it was has been silent as long as it was, and not since', () => {
  const heard = (lastHeartbeat: string | undefined) => ({
    ...item,
    seenAt: '2026-12-05T10:00:00Z',
    agent: { registeredAfterFailover: null, ...(lastHeartbeat === undefined ? {} : { lastHeartbeat }) },
  });
  const [two, never] = heardAsLate([heard('2026-12-05T09:58:00Z'), heard(undefined)], at);
  assert.equal(two?.agent?.lastHeartbeat, '2026-12-05T19:58:00.000Z');
  assert.deepEqual(never, heard(undefined));
});
