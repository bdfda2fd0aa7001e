import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Desk } from './cli-process.ts';

const desk = new Desk('examples/recorded-vault');
after(() => desk.clear());

interface Counted {
  readonly mutating: number;
  readonly reading: number;
  readonly countedBy: string;
}

async function counted(): Promise<Counted> {
  return JSON.parse((await desk.failback('report', 'latest', '--format', 'json')).out).requests;
}

test('requests are counted over all processes of a run and all simulators that it spoke to', async () => {
  const failed = await desk.failback(
    ...['run', 'recorded-vault.failback', '--simulate', '--approve', 'all=tester'],
    ...['--fault', '95226@reprotect/*', '--format', 'json'],
  );
  assert.equal(failed.code, 1, failed.err);
  const first = await counted();
  assert.equal(first.mutating, 1, 'the reprotect, which failed');

  // Nothing is left to do of it, but a process looks, and a simulator that counts from nothing is started for it.
  await desk.failback('resume', 'latest', '--format', 'json');
  assert.deepEqual(await counted(), first);

  await desk.failback('retry', 'latest', '--because', 'the agent answers again');
  const resumed = await desk.failback('resume', 'latest', '--format', 'json');
  assert.equal(resumed.code, 0, resumed.err);
  const all = await counted();
  assert.equal(all.mutating, 5, 'the one of before, and the four that brought it home');
  assert.ok(all.reading > first.reading);
  assert.equal(all.countedBy, 'the simulator’s recording proxy');
});
