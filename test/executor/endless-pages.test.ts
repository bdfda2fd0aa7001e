import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '../../core/run/events.ts';
import { everyPage, everyRow } from '../../executor/azure/every-row.ts';
import { openEstate } from './estate.ts';

test('a list whose page leads to itself for ever stops no run and no capture for ever: it is told, and tried again later', async () => {
  const estate = await openEstate({ knobs: { pageSize: 4, pagesRepeat: 'for-ever' } });
  try {
    const effects = await estate.connect();
    await assert.rejects(effects.items(), { code: 'azure-list-circles' });
    await assert.rejects(
      effects.capture(estate.plan, estate.inventory, new Set()),
      (error: Error & { code?: string }) => {
        assert.equal(error.code, 'azure-list-circles');
        assert.match(error.message, /the items of vault 'dr-weu' over and over, so the list never ends/);
        return true;
      },
    );
    await effects.close();

    const stop = new AbortController();
    const alarms: RunEvent[] = [];
    await estate.execute({
      signal: stop.signal,
      host: {
        notify: (event) => {
          if (event.kind !== 'alarm') return;
          alarms.push(event);
          stop.abort();
        },
      },
    });
    assert.match(alarms[0]?.kind === 'alarm' ? alarms[0].message : '', /never ends?/);
    assert.equal(estate.simulator.requests().mutating, 0);
  } finally {
    await estate.close();
  }
});

test('a page may come twice, and pages without rows may come often', async () => {
  const pages = (...list: readonly (readonly { readonly id: string }[])[]) => ({
    async *byPage() {
      yield* list;
    },
  });
  const rows = async (list: ReturnType<typeof pages>) => {
    const ids: string[] = [];
    for await (const { id } of everyRow(list, 'x')) ids.push(id);
    return ids;
  };
  const one = [{ id: '1' }];
  assert.deepEqual(await rows(pages(one, one, [{ id: '1' }, { id: '2' }])), ['1', '2'], 'each row once');
  assert.deepEqual(await rows(pages(...Array.from({ length: 100 }, () => []), one)), ['1']);
  const counted: string[] = [];
  for await (const page of everyPage(pages(one, one), 'x')) counted.push(...page.map(({ id }) => id));
  assert.deepEqual(counted, ['1', '1'], 'a list of jobs says by all of its rows whether it is whole');
  await assert.rejects(rows(pages(one, one, one, one)), { code: 'azure-list-circles' });
  await assert.rejects(rows(pages(...Array.from({ length: 101 }, () => []))), { code: 'azure-list-circles' });
});

test('a page that comes twice makes no second item of a machine: the facts before a wave are what they were', async () => {
  const estate = await openEstate({ knobs: { pageSize: 1, pagesRepeat: 'once' } });
  try {
    const effects = await estate.connect();
    const { items = [] } = await effects.capture(estate.plan, estate.inventory, new Set());
    assert.equal(new Set(items.map(({ id }) => id)).size, items.length);
    assert.equal(items.length, estate.inventory.items?.length);
    await effects.close();
    const state = await estate.execute();
    assert.equal(state.status, 'done', state.because);
  } finally {
    await estate.close();
  }
});
