import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { readJournal } from '../../executor/journal/read-journal.ts';
import { type RunHandle, readRun } from '../../executor/journal/runs.ts';
import { untilView } from '../support/until-view.ts';
import { Desk } from './cli-process.ts';

const desk = new Desk('examples/recorded-vault');
after(() => desk.clear());

/** Whoever holds the lease of an epoch. */
function holderOf(directory: string, epoch: number): number {
  return JSON.parse(readFileSync(join(directory, 'leases', `${epoch}.json`), 'utf8')).pid;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function gates(run: RunHandle): Promise<readonly string[]> {
  return (await untilView(run, ({ open }) => open.length > 0)).open.map(({ plan }) => plan.id);
}

test('of two executors the second is refused; who takes over raises the epoch, and the first says so and does nothing more', {
  skip: process.platform === 'win32' && 'Windows has no SIGSTOP',
}, async () => {
  const started = await desk.failback('run', 'recorded-vault.failback', '--simulate', '--detach', '--format', 'json');
  assert.equal(started.code, 0, started.err);
  const { run: id, directory } = JSON.parse(started.out);
  const run = { id: basename(directory), directory };
  const [first] = await gates(run);
  const old = holderOf(directory, 1);

  const second = await desk.failback('execute', directory);
  assert.equal(second.code, 1);
  assert.match(
    second.err,
    new RegExp(`^failback: Process ${old} executes the run '${id}' already\\. Two at once might send a call twice\\.`),
  );
  assert.match(second.err, new RegExp(`failback resume ${id} --take-over`));
  assert.deepEqual(
    readdirSync(join(directory, 'leases')).filter((name) => name.endsWith('.json')),
    ['1.json'],
  );

  process.kill(old, 'SIGSTOP');
  try {
    const taken = await desk.failback('resume', id, '--take-over', '--detach');
    assert.equal(taken.code, 0, taken.err);
    assert.notEqual(holderOf(directory, 2), old);
    assert.equal((await untilView(run, ({ state }) => state.epoch === 2)).alive, true);
  } finally {
    process.kill(old, 'SIGCONT');
  }

  // The one that lost it awakes with the answer in the inbox, wants to take it, and must not.
  let gate = first;
  while (gate !== undefined) {
    const answer = await desk.failback('approve', id, gate, '--as', 'operator');
    assert.equal(answer.code, 0, answer.err);
    const answered = gate;
    const { open } = await untilView(
      run,
      ({ state, open }) => state.endedAt !== undefined || open.some(({ plan }) => plan.id !== answered),
    );
    gate = open[0]?.plan.id;
  }
  const { state, home } = await readRun(run);
  assert.deepEqual([state.status, home, state.epoch], ['done', 1, 2]);
  await untilGone(old);
  assert.match(
    readFileSync(join(directory, 'executor-1.log'), 'utf8'),
    /Another process took the run '.*' over \(epoch 2; this one had 1\)\. Two at once might send a call twice, so this one sends and writes nothing more\./,
  );
  assert.equal(readFileSync(join(directory, 'executor-2.log'), 'utf8'), '');

  const { events } = await readJournal(join(directory, 'journal.jsonl'));
  assert.deepEqual(
    events.flatMap((event) => (event.kind === 'resumed' ? [event.epoch] : [])),
    [1, 2],
  );
  const { out } = await desk.failback('report', id, '--format', 'json');
  const { requests, summary } = JSON.parse(out);
  assert.equal(summary.takeOvers, 1);
  assert.equal(requests.mutating, 4, 'each call was sent once');
  assert.equal((await desk.failback('verify', id)).code, 0);
});
