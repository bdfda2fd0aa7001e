import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { connectAzure, vaultOf } from '../../executor/azure/connect-azure.ts';
import { RequestLog } from '../../executor/azure/request-log.ts';
import { appendRequests, countRequests } from '../../executor/journal/requests-file.ts';
import { openEstate } from '../executor/estate.ts';

test('a run writes down what it asked: as many requests as the proxy counted, lists summed up', async (t) => {
  const estate = await openEstate({ faults: ['drop@failover/erp-db-01'] });
  const directory = mkdtempSync(join(tmpdir(), 'failback-requests-'));
  t.after(async () => {
    await estate.close();
    rmSync(directory, { recursive: true });
  });
  const log = new RequestLog();
  const vault = vaultOf(estate.plan);
  assert.ok(vault !== undefined);
  const state = await estate.execute({
    connect: () =>
      connectAzure({
        ...vault,
        clock: estate.clock,
        endpointRewrite: estate.simulator.proxyUrl,
        onRequest: (note) => log.note(note),
      }),
  });
  assert.equal(state.status, 'done', state.because);
  const text = log.take();
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const { mutating, reading } = estate.simulator.requests();
  const run = { id: 'r', directory };
  await appendRequests(run, text);
  assert.deepEqual(await countRequests(run), { mutating, reading });
  const items = lines.filter(({ list }) => /replicationProtectedItems$/i.test(list ?? ''));
  assert.ok(items.length === 1 && items[0].times > 10, 'polls of the items list are one line');
  const lost = lines.filter(({ status }) => status === null);
  assert.ok(lost.length === 1 && lost[0].requestId !== undefined, 'a call without an answer is told too');
  assert.doesNotMatch(text, /bearer|"authorization"/i);
  assert.equal(log.take(), '');
});
