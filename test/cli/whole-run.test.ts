import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Desk, finished } from './cli-process.ts';

const runbook = 'recorded-vault.failback';
const desk = new Desk('examples/recorded-vault');
after(() => desk.clear());

test('a rehearsal runs to its end: json on stdout alone, faults survived, a report for the ticket', async () => {
  const faults = ['--fault', '429@reprotect/*', '--fault', 'lost-answer@failover/*'];
  const run = await desk.failback(
    'run',
    runbook,
    '--simulate',
    '--approve',
    'all=tester',
    ...faults,
    '--format',
    'json',
  );
  assert.equal(run.code, 0, run.err);
  const { summary, machines, survived, approvals, requests } = JSON.parse(run.out);
  assert.deepEqual([summary.status, summary.home, summary.machines], ['done', 1, 1]);
  assert.deepEqual(
    survived.map(({ how }: { how: string }) => how),
    ['retried', 'adopted'],
  );
  assert.deepEqual(
    machines.map(({ status }: { status: string }) => status),
    ['home'],
  );
  assert.ok(approvals.length === 3 && approvals.every(({ proof }: { proof: string }) => proof === 'claimed'));
  // Four verbs, each once, and the one that was refused at first.
  assert.equal(requests.mutating, 5);
  assert.match(run.err, /^Run [0-9a-f]{6}-recorded-vault of plan [0-9a-f]{12}\.\n/);

  const report = await desk.failback('report', '--out', 'report.html');
  assert.equal(report.code, 0, report.err);
  assert.match(
    readFileSync(join(desk.folder, 'report.html'), 'utf8'),
    /The machine is home and protected to Azure again/,
  );

  const { out } = await desk.failback('runs', '--format', 'json');
  assert.deepEqual(
    JSON.parse(out).runs.map(({ status, home }: { status: string; home: number }) => [status, home]),
    [['done', 1]],
  );

  const nothing = await desk.failback('approve', 'latest');
  assert.equal(nothing.code, 1);
  assert.match(
    nothing.err,
    /^failback: Nothing of the run '.*' waits for an answer; it is done\.\n {2}See how it stands:\n/,
  );
});

test('gates are answered from other terminals, and a killed executor is followed by another', async () => {
  const started = await desk.failback('run', runbook, '--simulate', '--detach', '--format', 'json');
  assert.equal(started.code, 0, started.err);
  const { run: id, directory } = JSON.parse(started.out);

  await until(async () => (await look(id)).open.length === 1);
  const stranger = await desk.failback('approve', id, '--as', 'nobody');
  assert.equal(stranger.code, 1);
  assert.match(stranger.err, /^'nobody' is not among those who may answer 'Replicate back over the old machine'/);
  const approved = await desk.failback('approve', id, 'replicate back', '--as', 'operator', '--comment', 'CHG-7');
  assert.deepEqual(
    [approved.code, approved.err],
    [0, "'Replicate back over the old machine' is answered by operator.\n"],
  );

  await until(async () => (await look(id)).open.some(({ title }) => title === 'Fail over to the site'));
  process.kill(executorOf(directory), 'SIGKILL');
  await until(async () => !(await look(id)).progress.alive);
  const abandoned = await desk.failback('status', id);
  assert.match(abandoned.out, new RegExp(`No process executes the run '${id}'`));
  const waiting = await desk.failback('approve', id, '--as', 'operator');
  assert.equal(waiting.code, 0);
  assert.match(
    waiting.err,
    new RegExp(`failback resume ${id}\n$`),
    'the answer lies in the inbox until somebody resumes',
  );

  const resuming = finished(desk.start('resume', id, '--format', 'json'));
  await until(async () => (await look(id)).open.some(({ title }) => title.startsWith('The machine at home is good')));
  const last = await desk.failback('approve', id, '1', '--as', 'operator');
  assert.equal(last.code, 0, last.err);
  const { code, out, err } = await resuming;
  assert.equal(code, 0, err);
  const { summary, approvals, requests } = JSON.parse(out);
  assert.deepEqual([summary.status, summary.home, summary.takeOvers], ['done', 1, 1]);
  assert.equal(approvals.length, 3);
  assert.equal(approvals[0].comment, 'CHG-7');
  // The estate outlived the executor, and nothing was sent to it twice.
  assert.equal(requests.mutating, 4);
});

test('declining is an outcome: the run ends declined, with exit code 1 and no failure', async () => {
  const run = finished(desk.start('run', runbook, '--simulate', '--format', 'json'));
  await until(async () => (await latest())?.open === 1);
  const id = (await latest())?.id ?? '';
  const declined = await desk.failback('decline', id, '--as', 'operator', '--comment', 'not this weekend');
  assert.equal(declined.code, 0, declined.err);
  const { code, out, err } = await run;
  assert.equal(code, 1, err);
  const { summary, failures, approvals } = JSON.parse(out);
  assert.deepEqual([summary.status, failures.length, approvals[0].answer], ['declined', 0, 'declined']);
});

interface Standing {
  readonly progress: { readonly alive: boolean };
  readonly open: readonly { readonly title: string }[];
}

async function look(id: string): Promise<Standing> {
  return JSON.parse((await desk.failback('status', id, '--format', 'json')).out);
}

async function latest(): Promise<{ id: string; status: string; open: number } | undefined> {
  const { runs } = JSON.parse((await desk.failback('runs', '--format', 'json')).out);
  return runs.find(({ status }: { status: string }) => status !== 'done');
}

/** The process that holds the newest lease. */
function executorOf(directory: string): number {
  const folder = join(directory, 'leases');
  const newest = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => Number.parseInt(name, 10))
    .sort((a, b) => b - a)[0];
  return JSON.parse(readFileSync(join(folder, `${newest}.json`), 'utf8')).pid;
}

/** Looks again and again; the test runner's own time limit ends what never comes true. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 100));
}
