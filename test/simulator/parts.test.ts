import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FailbackError } from '../../core/failback-error.ts';
import { makeRouter } from '../../simulator/arm/router.ts';
import { makeThrottle } from '../../simulator/arm/throttle.ts';
import { seededChance } from '../../simulator/chance.ts';
import { DueQueue } from '../../simulator/due-queue.ts';
import { ExchangeLog } from '../../simulator/exchange.ts';
import { parseFault } from '../../simulator/faults.ts';
import { nameRequest } from '../../simulator/operation-name.ts';
import { startClock } from '../../simulator/virtual-clock.ts';

test('what is due happens in order of time, then of key, whatever came first', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(20), fc.string())), fc.nat(20), (entries, now) => {
      const queue = new DueQueue();
      const happened: [number, string][] = [];
      for (const [at, key] of entries) queue.schedule(at, key, () => happened.push([at, key]));
      queue.settle(now);
      const due = entries.filter(([at]) => at <= now);
      const ordered = due.sort(([a, x], [b, y]) => a - b || (x < y ? -1 : x > y ? 1 : 0));
      assert.deepEqual(happened, ordered);
    }),
  );
});

test('what happens may schedule more that is due at once', () => {
  const queue = new DueQueue();
  const happened: string[] = [];
  queue.schedule(1, 'first', () => queue.schedule(2, 'second', () => happened.push('second')));
  queue.settle(2);
  assert.deepEqual(happened, ['second']);
});

test('time runs at its speed, can be moved forward, and never back', () => {
  let real = 1000;
  const clock = startClock(0, 60, () => real);
  real += 1000;
  assert.equal(clock.now(), 60_000);
  clock.advance(10);
  assert.equal(clock.now(), 70_000);
  clock.advanceTo(50_000);
  clock.advance(-5);
  assert.equal(clock.now(), 70_000);
  const still = startClock(5, 'advance', () => real++);
  assert.equal(still.now(), 5);
});

test('chance belongs to its names alone', () => {
  const chance = seededChance(7);
  const first = chance.draw('erp-db-01', 'reprotect', 1);
  chance.draw('something', 'else');
  assert.equal(chance.draw('erp-db-01', 'reprotect', 1), first);
  assert.notEqual(chance.draw('erp-db-01', 'reprotect', 2), first);
  assert.notEqual(seededChance(8).draw('erp-db-01', 'reprotect', 1), first);
  assert.match(chance.guid('job'), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  for (let index = 0; index < 100; index++) {
    const value = chance.around(100, 0.25, index);
    assert.ok(value >= 75 && value <= 125);
  }
});

test('ARM lets a bucket through, then as much as it refills', () => {
  const throttle = makeThrottle({
    reads: { size: 3, refillPerSecond: 2 },
    writes: { size: 1, refillPerSecond: 1 },
    deletes: { size: 1, refillPerSecond: 1 },
  });
  const reads = [0, 0, 0, 0, 500, 500].map((at) => throttle('reads', at).granted);
  assert.deepEqual(reads, [true, true, true, false, true, false]);
  assert.deepEqual(throttle('writes', 0), { granted: true, remaining: 0 });
  assert.deepEqual(throttle('writes', 0), { granted: false, retryAfterSeconds: 1 });
  assert.equal(throttle('writes', 1000).granted, true);
});

test('a route is found whatever the case of the path, and its parts keep theirs', () => {
  const router = makeRouter([['GET', '/subscriptions/{subscription}/vaults/{vault}', () => ({ status: 200 })]]);
  assert.deepEqual(router('GET', '/Subscriptions/AbC/VAULTS/dr-Weu')?.path, { subscription: 'AbC', vault: 'dr-Weu' });
  assert.equal(router('POST', '/subscriptions/a/vaults/b'), undefined);
  assert.equal(router('GET', '/subscriptions/a/vaults/b/more'), undefined);
});

test('exchanges beyond the bytes allowed let the oldest go', () => {
  const log = new ExchangeLog(5000);
  const exchange = { method: 'GET', url: '', headers: {}, body: '', status: 200, responseHeaders: {} };
  for (const number of ['1', '2', '3', '4', '5', '6']) log.add({ ...exchange, responseBody: number });
  assert.deepEqual(
    log.exchanges.map(({ responseBody }) => responseBody),
    ['3', '4', '5', '6'],
  );
  assert.equal(log.dropped, 2);
});

test('requests are named for what they do', () => {
  const item =
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.RecoveryServices/vaults/v/replicationFabrics/f/replicationProtectionContainers/c/replicationProtectedItems/i';
  const input = (instanceType: string) => ({ properties: { providerSpecificDetails: { instanceType } } });
  const name = (method: string, url: string, body?: unknown) => {
    const { operation, subject } = nameRequest(method, url, body);
    return `${operation} ${subject}`;
  };
  assert.equal(name('POST', `${item}/reProtect?api-version=1`, input('InMageRcm')), 'reprotect i');
  assert.equal(name('POST', `${item}/reProtect`, input('InMage')), 'reprotect i');
  assert.equal(name('POST', `${item}/reProtect`, input('InMageRcmFailback')), 'protect i');
  assert.equal(name('POST', `${item}/plannedFailover`), 'failover i');
  assert.equal(name('GET', item), 'item i');
  assert.equal(name('GET', `${item}/recoveryPoints`), 'recovery-points i');
  assert.equal(name('GET', '/x/vaults/v/replicationProtectedItems?skipToken=1'), 'items undefined');
  assert.equal(name('GET', '/x/vaults/v/replicationJobs/j'), 'job j');
  assert.equal(name('GET', '/x/virtualMachines/m/instanceView'), 'vm m');
  assert.equal(name('DELETE', '/x/networkInterfaces/n'), 'delete-interface n');
  assert.equal(name('PATCH', '/x/trafficmanagerprofiles/p/ExternalEndpoints/e'), 'switch-traffic p');
});

test('a fault is read, or refused with what can be written', () => {
  assert.deepEqual(parseFault('429:5@reprotect/erp-db-01#2'), {
    text: '429:5@reprotect/erp-db-01#2',
    effect: { kind: 'status', status: 429, retryAfter: 5, accepted: false },
    operation: 'reprotect',
    item: 'erp-db-01',
    attempts: { kind: 'at', attempt: 2 },
  });
  assert.deepEqual(parseFault('503@items#3+').attempts, { kind: 'from', attempt: 3 });
  assert.deepEqual(parseFault('hang@items').effect, { kind: 'silence', accepted: false });
  assert.deepEqual(parseFault('hang@commit/*').effect, { kind: 'job', outcome: 'hangs' });
  assert.deepEqual(parseFault('hang@replicate/a').effect, { kind: 'replication', trouble: 'stall' });
  for (const wrong of ['', '429', 'rain@reprotect/a', '95226@items', '429@reprotect/', '531006@reprotect/a'])
    assert.throws(
      () => parseFault(wrong),
      (error) => error instanceof FailbackError && error.code === 'fault-unreadable' && error.remedy.includes('95226'),
    );
});
