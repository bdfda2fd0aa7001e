import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { FailbackError } from '../../core/failback-error.ts';
import { simulatedClock } from '../../executor/clock.ts';

test('a simulator that ends while somebody sleeps is told as such', async () => {
  const server = createServer((_request, response) => {
    response.setHeader('connection', 'close');
    response.end(JSON.stringify({ now: '2026-11-23T09:00:00Z', speed: 'advance' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const clock = await simulatedClock(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  assert.equal(clock.now().toISOString(), '2026-11-23T09:00:00.000Z');
  server.close();
  await once(server, 'close');
  await assert.rejects(clock.sleep(60, new AbortController().signal), (error) => {
    assert.ok(error instanceof FailbackError);
    assert.equal(error.code, 'simulator-gone');
    return true;
  });
});
