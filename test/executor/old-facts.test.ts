import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { FailbackError } from '../../core/failback-error.ts';
import { hashPlan } from '../../core/plan/hash-plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { RunEvent } from '../../core/run/events.ts';
import type { ItemFacts } from '../../core/run/item-facts.ts';
import type { Effects } from '../../executor/effects.ts';
import { takeLease } from '../../executor/journal/lease.ts';
import { headFile, leaseFolder, planFile } from '../../executor/journal/run-directory.ts';
import { ItemBoard } from '../../executor/run/item-board.ts';
import { openEstate } from './estate.ts';

const DAYS = 86_400;

test('a look that failed makes no row younger: what vouches for a call was seen within its minute', async () => {
  let now = new Date('2026-11-23T09:00:00Z');
  let looks = 0;
  const items = async (): Promise<readonly ItemFacts[]> => {
    looks += 1;
    if (looks === 2) throw new FailbackError('azure-unreachable', 'gone', '');
    return [];
  };
  const board = new ItemBoard({ items } as Partial<Effects> as Effects, () => now, []);
  await board.refresh(60);
  now = new Date('2026-11-23T09:15:00Z');
  await assert.rejects(board.refresh(60), { code: 'azure-unreachable' });
  board.missed();
  assert.deepEqual(board.watchedAt, now);
  await board.refresh(60);
  assert.equal(looks, 3);
});

test('live, what only vCenter shows and nobody looked at since stops no wave, and is told instead of shown as green', async () => {
  const estate = await openEstate({ target: { kind: 'azure' } });
  try {
    await estate.clock.sleep(3 * DAYS, new AbortController().signal);
    const stop = new AbortController();
    const told: RunEvent[] = [];
    const state = await estate.execute({
      approvals: [],
      signal: stop.signal,
      host: {
        notify(event) {
          told.push(event);
          if ((event.kind === 'step-done' || event.kind === 'step-failed') && event.step === 'apps/preflight')
            stop.abort();
        },
      },
    });
    const preflight = state.steps.get('apps/preflight');
    assert.equal(preflight?.status, 'done', preflight?.failure?.message);
    assert.match(preflight?.note ?? '', /^Same decisions\..* No longer proven, .*FB\d\d\d/s);
    const alarm = told.find((event) => event.kind === 'alarm' && event.key === 'aged/apps/preflight');
    assert.match(alarm?.kind === 'alarm' ? alarm.message : '', /FB\d\d\d/);
  } finally {
    await estate.close();
  }
});

test('a capture keeps the moment at which somebody tried the way out of a machine', async () => {
  const estate = await openEstate();
  try {
    await estate.clock.sleep(3 * DAYS, new AbortController().signal);
    const effects = await estate.connect();
    const { azureVms = [] } = await effects.capture(estate.plan, estate.inventory, new Set());
    const before = new Map((estate.inventory.azureVms ?? []).map((vm) => [vm.id.toLowerCase(), vm]));
    const tried = azureVms.filter(({ outbound }) => outbound !== undefined);
    assert.notEqual(tried.length, 0);
    for (const { id, outbound } of tried) {
      const earlier = before.get(id.toLowerCase());
      assert.equal(outbound?.seenAt, earlier?.outbound?.seenAt ?? earlier?.seenAt);
    }
  } finally {
    await estate.close();
  }
});

test('a plan that was changed beneath a run is refused: approvals are given on its hash', async () => {
  const estate = await openEstate();
  try {
    const path = planFile(estate.run);
    await writeFile(path, (await readFile(path, 'utf8')).replaceAll('ds-gold', 'ds-scratch'));
    await assert.rejects(estate.execute(), { code: 'run-plan-changed' });
    assert.equal(estate.simulator.requests().mutating, 0);
  } finally {
    await estate.close();
  }
});

test('so is one whose words were changed, which no hash of decisions covers', async () => {
  const estate = await openEstate();
  try {
    const path = planFile(estate.run);
    const plan = JSON.parse(await readFile(path, 'utf8')) as Plan;
    for (const step of plan.steps) if (step.kind === 'commit') step.title = 'Make a harmless snapshot';
    assert.equal(hashPlan(plan), plan.hash);
    await writeFile(path, JSON.stringify(plan));
    await assert.rejects(estate.execute(), { code: 'run-plan-changed' });
    assert.equal(estate.simulator.requests().mutating, 0);
  } finally {
    await estate.close();
  }
});

test('no live run is made of a rehearsal by naming another target in its folder', async () => {
  const estate = await openEstate();
  try {
    const path = headFile(estate.run);
    const head = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(path, JSON.stringify({ ...head, target: { kind: 'azure' } }));
    await assert.rejects(estate.execute({ approvals: [] }), { code: 'run-target-changed' });
    assert.equal(estate.simulator.requests().mutating, 0);
  } finally {
    await estate.close();
  }
});

test('a plan that says another hash than its decisions have is refused: people would approve what it says', async () => {
  const estate = await openEstate();
  try {
    const path = planFile(estate.run);
    const plan = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(path, JSON.stringify({ ...plan, hash: '0'.repeat(64) }));
    await assert.rejects(estate.execute(), { code: 'run-plan-changed' });
  } finally {
    await estate.close();
  }
});

test('of many who want a run at the same moment, one gets it', async () => {
  const estate = await openEstate();
  try {
    const wants = await Promise.allSettled(Array.from({ length: 12 }, () => takeLease(estate.run)));
    assert.equal(wants.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.deepEqual(await readdir(leaseFolder(estate.run)), ['1.json']);
  } finally {
    await estate.close();
  }
});
