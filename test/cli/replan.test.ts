import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readJournal } from '../../executor/journal/read-journal.ts';
import { type LiveRunView, type RunHandle, readRun } from '../../executor/journal/runs.ts';
import { untilView } from '../support/until-view.ts';
import { Desk } from './cli-process.ts';

const three = readFileSync(fileURLToPath(new URL('../executor/fixtures/three.failback', import.meta.url)), 'utf8');
const desk = new Desk('examples/contoso-erp');
after(() => desk.clear());

const runbook = join(desk.folder, 'three.failback');

/** Writes the runbook, with its text changed; whatever is to be changed must be there. */
function write(...changes: readonly (readonly [string, string])[]): void {
  const text = [['../../../examples/contoso-erp/', './'] as const, ...changes].reduce((before, [from, to]) => {
    assert.ok(before.includes(from), from);
    return before.replace(from, to);
  }, three);
  writeFileSync(runbook, text);
}

const runOf = (directory: string): RunHandle => ({ id: basename(directory), directory });

const isOpen = (step: string) => (view: LiveRunView) => view.open.some(({ plan }) => plan.id === step);

/** Somebody turns a machine in Azure off or on, who is not the run: the request goes past the recording proxy. */
async function turn(simulator: string, how: 'deallocate' | 'start', name: string): Promise<void> {
  const { azureVms } = JSON.parse(readFileSync(join(desk.folder, 'contoso-erp.inventory.json'), 'utf8'));
  const { id } = azureVms.find((vm: { name: string }) => vm.name === name);
  const asked = { method: 'POST', headers: { authorization: 'Bearer somebody-else' } };
  assert.ok((await fetch(`${simulator}${id}/${how}?api-version=2024-07-01`, asked)).ok);
  const body = JSON.stringify({ advanceSeconds: 900 });
  assert.ok((await fetch(`${simulator}/_simulator/clock`, { method: 'POST', body })).ok);
}

async function answer(run: RunHandle, step: string, who: string, word = 'approve'): Promise<void> {
  await untilView(run, isOpen(step));
  const { code, err } = await desk.failback(word, run.id, step, '--as', who);
  assert.equal(code, 0, err);
}

test('replan, end to end: it shows what would change, goes on by it, and asks anew what was approved on the old plan', async () => {
  const everybody = [
    '"Replicate back over the old machines" { by: dr-lead }',
    '"Replicate back over the old machines" { by all: dr-lead, erp-owner }',
  ] as const;
  write(everybody);
  const simulating = desk.start('simulate', 'three.failback', '--speed', 'advance');
  try {
    const [line] = (await once(simulating.stdout ?? assert.fail(), 'data')) as [Buffer];
    const { url, simulator } = JSON.parse(line.toString());
    const started = await desk.failback('run', runbook, '--simulator', url, '--detach', '--format', 'json');
    assert.equal(started.code, 0, started.err);
    const { run: id, directory } = JSON.parse(started.out);
    const run = runOf(directory);

    await answer(run, 'data/before-reprotect/approve', 'dr-lead');
    await answer(run, 'data/before-reprotect/approve', 'erp-owner');
    await answer(run, 'apps/before-reprotect/approve', 'dr-lead');
    await answer(run, 'data/before-commit/approve', 'erp-owner');
    await untilView(run, ({ home }) => home === 1);

    const nothing = await desk.failback('replan', id);
    assert.equal(nothing.code, 0, nothing.err);
    assert.match(nothing.out, /The decisions still to come are what they were/);
    assert.equal(nothing.err, '', 'nothing was edited');

    // Somebody turns a machine off that is not under way yet; a new look at the world shows it.
    await turn(simulator, 'deallocate', 'erp-app-02');
    write(
      everybody,
      ['port: 443', 'port: 8443'],
      [
        'approve "Move the application" { by all: dr-lead, erp-owner }',
        'approve "Move the application" { by: erp-owner }',
      ],
    );
    const unasked = await desk.failback('replan', id);
    assert.match(unasked.out, /are what they were/, 'edits count only where they are asked for');
    assert.match(
      unasked.err,
      /^Not counted: 'three\.failback' was edited since\. .*:\n {2}failback replan \S+ --edited\n/,
    );
    const before = readFileSync(join(directory, 'journal.jsonl'), 'utf8');
    const shown = await desk.failback('replan', id, '--edited', '--out', 'new-plan.json');
    assert.equal(shown.code, 0, shown.err);
    assert.match(shown.out, /^Plan [0-9a-f]{12} would decide otherwise:\n/);
    assert.match(shown.out, /with another call, gate or target: apps\/.*before-failover/);
    assert.match(shown.out, /Asked anew, because an approval speaks for the plan it was given on:\n- .*\(wave apps\)/);
    assert.match(shown.out, /In the way of a live run now:\n- FB008: .*'erp-app-02'/);
    assert.match(
      shown.err,
      /Nothing was changed\. Let the run go on by it with:\n {2}failback replan \S+ --edited --apply/,
    );
    assert.equal(readFileSync(join(directory, 'journal.jsonl'), 'utf8'), before, 'a look changes nothing');
    const { hash } = JSON.parse(readFileSync(join(desk.folder, 'new-plan.json'), 'utf8'));

    const mute = await desk.failback('replan', id, '--edited', '--apply');
    assert.equal(mute.code, 2);
    assert.match(mute.err, /Why does the run go on by another plan\?/);
    const applied = await desk.failback(
      'replan',
      id,
      '--edited',
      '--apply',
      '--as',
      'dr-lead',
      '--because',
      'port moved',
    );
    assert.equal(applied.code, 0, applied.err);
    assert.match(applied.err, new RegExp(`goes on by plan ${hash.slice(0, 12)}`));

    const anew = await untilView(run, isOpen('apps/before-reprotect/approve'));
    assert.equal(anew.state.planHash, hash);
    const { answers } = anew.state.steps.get('apps/before-reprotect/approve') ?? {};
    assert.deepEqual(answers, [], 'the answer on the old plan no longer counts');
    await turn(simulator, 'start', 'erp-app-02');
    await answer(run, 'apps/before-reprotect/approve', 'dr-lead');
    await answer(run, 'apps/before-reprotect/approve', 'erp-owner');
    await untilView(run, isOpen('apps/before-failover/approve'));
    const late = await desk.failback('approve', id, 'apps/before-failover/approve', '--as', 'dr-lead');
    assert.equal(late.code, 1, 'the new plan asks the owner alone');
    await answer(run, 'apps/before-failover/approve', 'erp-owner');
    await answer(run, 'apps/after-failover/ask', 'operations', 'done');
    await answer(run, 'apps/before-commit/approve', 'erp-owner');
    const last = await untilView(run, ({ state }) => state.endedAt !== undefined);
    assert.deepEqual([last.state.status, last.home], ['done', 3]);
    assert.deepEqual(
      last.state.plans.map(({ who, because }) => [who, because]),
      [
        [last.state.startedBy, undefined],
        ['dr-lead', 'port moved'],
      ],
    );
    const { events } = await readJournal(join(directory, 'journal.jsonl'));
    const calls = Map.groupBy(
      events.filter((event) => event.kind === 'accepted'),
      ({ step }) => step,
    );
    for (const [step, accepted] of calls)
      if (/(reprotect|failover|commit|protect)$/.test(step))
        assert.equal(accepted.length, 1, `${step} was called once`);
    const commit = events.find(
      (event) => event.kind === 'gate-answered' && event.step === 'apps/before-commit/approve',
    );
    assert.equal(commit?.kind === 'gate-answered' && commit.planHash, hash);
    const verified = await desk.failback('verify', id);
    assert.equal(verified.code, 0, verified.out);
  } finally {
    simulating.kill();
  }
});

test('what contradicts a machine under way is refused, in words, and changes nothing', async () => {
  write();
  const started = await desk.failback('run', runbook, '--simulate', '--detach', '--format', 'json');
  assert.equal(started.code, 0, started.err);
  const { run: id, directory } = JSON.parse(started.out);
  const run = runOf(directory);
  await answer(run, 'data/before-reprotect/approve', 'dr-lead');
  await untilView(run, isOpen('data/before-commit/approve'));
  write(['datastore: ds-gold', 'datastore: ds-silver']);
  const refused = await desk.failback('replan', id, '--edited', '--apply', '--because', 'it is cheaper');
  assert.equal(refused.code, 1);
  assert.match(refused.out, /refused: the run cannot go on by a plan that follows from the facts/);
  assert.match(refused.out, /'erp-db-01' is under way, and its datastore was 'ds-gold' and would be 'ds-silver' now/);
  assert.equal((await readRun(run)).state.plans.length, 1);
  assert.equal((await desk.failback('cancel', id, '--as', 'dr-lead')).code, 0);
  await untilView(run, ({ state }) => state.status === 'cancelled');
});
