import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '../../core/run/events.ts';
import { everyRow } from '../../executor/azure/every-row.ts';
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
  assert.deepEqual(await rows(pages(one, one, one, [{ id: '2' }])), ['1', '1', '1', '2']);
  assert.deepEqual(await rows(pages(...Array.from({ length: 100 }, () => []), one)), ['1']);
  await assert.rejects(rows(pages(one, one, one, one)), { code: 'azure-list-circles' });
  await assert.rejects(rows(pages(...Array.from({ length: 101 }, () => []))), { code: 'azure-list-circles' });
});
