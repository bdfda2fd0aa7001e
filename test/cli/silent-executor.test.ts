import assert from 'node:assert/strict';
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { readRun } from '../../executor/journal/runs.ts';
import { Desk } from './cli-process.ts';

const desk = new Desk('examples/recorded-vault');
after(() => desk.clear());
const onWindows = process.platform === 'win32' && 'Windows has no SIGSTOP.';

test('a process that hangs is not said to run: what was heard of it last, and how to take the run from it', {
  skip: onWindows,
}, async () => {
  const started = await desk.failback('run', 'recorded-vault.failback', '--simulate', '--detach', '--format', 'json');
  assert.equal(started.code, 0, started.err);
  const { run: id, directory } = JSON.parse(started.out);
  const run = { id: basename(directory), directory };
  while ((await readRun(run)).open.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal((await readRun(run)).silent, undefined);

  const lease = join(directory, 'leases', '1.json');
  const { pid } = JSON.parse(readFileSync(lease, 'utf8'));
  process.kill(pid, 'SIGSTOP');
  try {
    const longAgo = new Date(Date.now() - 3 * 60_000);
    for (const file of [lease, join(directory, 'pulse')]) utimesSync(file, longAgo, longAgo);

    const told = new RegExp(`Process ${pid} holds the run '${id}' and was not heard of since \\d{4}-`);
    const takeOver = new RegExp(`^ +failback resume ${id} --take-over$`, 'm');
    const status = await desk.failback('status', id);
    assert.match(status.out, /^recorded-vault .*, not heard of$/m);
    assert.match(status.out.replaceAll(/\n {2}(?=\S)/g, ' '), told);
    assert.match(status.out, takeOver);
    assert.match((await desk.failback('runs')).out, /, not heard of since \d{4}-/);

    const { now, fraction } = await readRun(run);
    const later = await readRun(run);
    assert.deepEqual([later.now, later.fraction], [now, fraction], 'nothing is supposed of it');

    for (const more of [['--detach'], []]) {
      const refused = await desk.failback('resume', id, ...more);
      assert.equal(refused.code, 1);
      assert.match(refused.err, told);
      assert.match(refused.err, takeOver);
    }
    const taken = await desk.failback('resume', id, '--take-over', '--detach');
    assert.equal(taken.code, 0, taken.err);
    assert.equal((await readRun(run)).silent, undefined, 'the other one is heard of');
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await desk.failback('cancel', id);
});

test('a lease that somebody tore is told, keeps nobody from looking, and is taken over', async () => {
  const ended = await desk.failback(
    ...['run', 'recorded-vault.failback', '--simulate', '--approve', 'all=tester', '--format', 'json'],
    ...['--fault', '95226@reprotect/*'],
  );
  assert.equal(ended.code, 1, ended.err);
  const { runId: id } = JSON.parse(ended.out).summary;
  const directory = join(desk.folder, 'home', 'runs', id);
  writeFileSync(join(directory, 'leases', '7.json'), '{"epoch":7,"pid":1');
  const status = await desk.failback('status', id);
  assert.equal(status.code, 1, status.out);

  const again = await desk.failback('resume', id, '--detach');
  assert.equal(again.code, 1, again.err);
  assert.match(again.err, /leases\/7\.json' is not what failback wrote: it names the process that executes the run/);
  assert.match(again.err, new RegExp(`failback resume ${id} --take-over`));

  const nothing = await desk.failback('resume', id, '--take-over', '--detach');
  assert.equal(nothing.code, 1);
  assert.match(
    nothing.err,
    /^The run is over|is over \(failed\), and nobody asked for anything of it to be taken up again/m,
  );
  assert.doesNotMatch(nothing.err, /goes on by itself/);
});
