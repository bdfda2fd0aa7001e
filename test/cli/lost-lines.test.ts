import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { readRun } from '../../executor/journal/runs.ts';
import { Desk } from './cli-process.ts';

const desk = new Desk('examples/recorded-vault');
after(() => desk.clear());

test('a run whose journal lost whole lines is not taken up unasked, and says so ever after', {
  timeout: 180_000,
}, async () => {
  const started = await desk.failback('run', 'recorded-vault.failback', '--simulate', '--detach', '--format', 'json');
  assert.equal(started.code, 0, started.err);
  const { run: id, directory } = JSON.parse(started.out);
  const run = { id: basename(directory), directory };
  const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
  while ((await readRun(run)).open.length === 0) await pause();
  const journal = join(directory, 'journal.jsonl');
  const written = () => JSON.parse(readFileSync(join(directory, 'progress.json'), 'utf8')).journal.lines;
  const linesOf = (text: string) => text.split('\n').slice(0, -1);
  while (written() < linesOf(readFileSync(journal, 'utf8')).length) await pause();
  process.kill(JSON.parse(readFileSync(join(directory, 'leases', '1.json'), 'utf8')).pid, 'SIGKILL');
  while ((await readRun(run)).alive) await pause();

  const lines = linesOf(readFileSync(journal, 'utf8'));
  writeFileSync(journal, `${lines.slice(0, -2).join('\n')}\n`);
  for (const more of [[], ['--take-over', '--detach']]) {
    const refused = await desk.failback('resume', id, ...more);
    assert.equal(refused.code, 1, refused.err);
    assert.match(refused.err, /^failback: 2 lines at the end of the journal are gone: cut off, or lost with the power/);
    assert.match(refused.err, new RegExp(`^ +failback resume ${id} --lines-lost$`, 'm'));
  }
  assert.equal((await readRun(run)).alive, false);

  const goesOn = await desk.failback('resume', id, '--lines-lost', '--detach');
  assert.equal(goesOn.code, 0, goesOn.err);
  const told = async () => (await readRun(run)).state.alarms.map(({ message }) => message.slice(0, 36));
  while ((await told()).length === 0) await pause();
  assert.deepEqual(await told(), ['2 lines at the end of the journal ar']);
  await desk.failback('cancel', id);
  while ((await readRun(run)).alive) await pause();

  const again = await desk.failback('resume', id, '--detach');
  assert.doesNotMatch(again.err, /are gone/, 'what was accepted is not asked again');
});
