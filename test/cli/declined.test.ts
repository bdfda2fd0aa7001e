import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { after, test } from 'node:test';
import { readRun } from '../../executor/journal/runs.ts';
import { Desk } from './cli-process.ts';

const desk = new Desk('examples/recorded-vault');
after(() => desk.clear());

test('a run that a person declined says which gate, who, in which words and what to do; asked again, it goes on', async () => {
  const gate = 'only/before-reprotect/approve';
  const started = await desk.failback('run', 'recorded-vault.failback', '--simulate', '--detach', '--format', 'json');
  assert.equal(started.code, 0, started.err);
  const { run: id, directory } = JSON.parse(started.out);
  const run = { id: basename(directory), directory };
  const until = async (moved: (view: Awaited<ReturnType<typeof readRun>>) => boolean) => {
    while (!moved(await readRun(run))) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await until(({ open }) => open.length > 0);
  assert.equal((await desk.failback('decline', id, '--as', 'operator', '--comment', 'not on a Friday')).code, 0);
  await until(({ state, alive }) => state.endedAt !== undefined && !alive);

  const status = await desk.failback('status', id);
  assert.equal(status.code, 1);
  const told = `operator declined 'Replicate back over the old machine' of wave 'only': “not on a Friday”. Nothing that waits for it starts. To have it asked again: \`failback retry ${id} ${gate} --because "…"\`.`;
  assert.ok(status.out.includes(told), status.out);
  assert.ok((await desk.failback('report', id)).out.includes('not on a Friday'));

  assert.equal((await desk.failback('retry', id, gate, '--because', 'it is Monday')).code, 0);
  const resumed = await desk.failback('resume', id, '--detach');
  assert.equal(resumed.code, 0, resumed.err);
  await until(({ open }) => open.some(({ plan }) => plan.id === gate));
  await desk.failback('cancel', id);
});
