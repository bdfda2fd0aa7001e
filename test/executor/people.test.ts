import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { RunCommand } from '../../core/run/commands.ts';
import type { RunEvent } from '../../core/run/events.ts';
import { inboxFolder, journalFile } from '../../executor/journal/run-directory.ts';
import { findRun, followRun, listRuns, sendCommand } from '../../executor/journal/runs.ts';
import { EVERY_GATE, openEstate, planOf, type TestEstate } from './estate.ts';

/** Executes, and sends a command when an event comes that asks for it. */
async function withAnswers(
  estate: TestEstate,
  answerTo: (event: RunEvent) => RunCommand | undefined,
  approvals = EVERY_GATE,
) {
  const answers: Promise<unknown>[] = [];
  const state = await estate.execute({
    approvals,
    host: {
      notify(event) {
        const command = answerTo(event);
        if (command !== undefined) answers.push(sendCommand(estate.run, command));
      },
    },
  });
  return { state, answers: await Promise.all(answers) };
}

test('a declined gate is an outcome: the run ends declined, and nothing behind the gate was sent', async () => {
  const estate = await openEstate();
  try {
    const { state } = await withAnswers(
      estate,
      (event) =>
        event.kind === 'gate-opened'
          ? { kind: 'decline', step: event.step, who: 'dr-lead', comment: 'not this week' }
          : undefined,
      [],
    );
    assert.equal(state.status, 'declined');
    assert.equal(estate.simulator.requests().mutating, 0);
  } finally {
    await estate.close();
  }
});

test('cancelling issues nothing more, lets jobs finish and alarms for what is not committed', async () => {
  const estate = await openEstate();
  try {
    const { state } = await withAnswers(estate, (event) =>
      event.kind === 'accepted' && event.step === 'data/erp-db-01/failover'
        ? { kind: 'cancel', who: 'dr-lead' }
        : undefined,
    );
    assert.equal(state.status, 'cancelled');
    assert.equal(state.steps.get('data/erp-db-01/failover')?.status, 'done');
    assert.ok(state.alarms.some(({ machine }) => machine === 'erp-db-01'));
    assert.match(state.because ?? '', /Failed over and not committed: 'erp-db-01'/);
    const { byOperation } = estate.simulator.requests();
    assert.equal(byOperation.failover, 1);
    assert.equal(byOperation.cancel ?? 0, 0);
  } finally {
    await estate.close();
  }
});

test('undo cancels a failover that is not committed, and a retry fails over again', async () => {
  const estate = await openEstate();
  try {
    let undone = false;
    const { state } = await withAnswers(estate, (event) => {
      if (event.kind === 'step-done' && event.step === 'data/erp-db-01/failover' && !undone) {
        undone = true;
        return { kind: 'undo', step: event.step, who: 'erp-owner', because: 'the database is inconsistent' };
      }
      return undefined;
    });
    assert.equal(state.status, 'failed');
    assert.equal(state.steps.get('data/erp-db-01/failover')?.failure?.code, 'undone');
    assert.equal(state.steps.get('data/erp-db-01/commit')?.status, 'stopped');
    assert.equal(estate.simulator.requests().byOperation.cancel, 1);
    assert.match(
      readFileSync(journalFile(estate.run), 'utf8'),
      /is being cancelled\. It loses everything written on the site since the failover\./,
    );
    await sendCommand(estate.run, {
      kind: 'retry',
      step: 'data/erp-db-01/failover',
      who: 'erp-owner',
      because: 'repaired',
    });
    const again = await estate.execute();
    assert.equal(again.status, 'done', again.because);
    assert.equal(estate.simulator.requests().byItem['erp-db-01']?.failover, 2);
  } finally {
    await estate.close();
  }
});

test('a job that somebody else started is never adopted: the machine stops and shows it', async () => {
  const estate = await openEstate({ faults: ['drop@reprotect/erp-db-01'] });
  try {
    const effects = await estate.connect();
    const itemId = estate.plan.machines.find(({ name }) => name === 'erp-db-01')?.itemId ?? '';
    const reprotect = estate.plan.steps.find(({ id }) => id === 'data/erp-db-01/reprotect');
    let meddled = false;
    const state = await estate.execute({
      effects: {
        ...effects,
        async call(call, requestId) {
          const outcome = await effects.call(call, requestId);
          if (call.resourceId === itemId && outcome.kind === 'unknown' && !meddled && reprotect?.kind === 'reprotect') {
            meddled = true;
            await effects.call(reprotect.call, '99999999-0000-4000-8000-000000000000');
          }
          return outcome;
        },
      },
    });
    assert.equal(state.status, 'failed');
    const step = state.steps.get('data/erp-db-01/reprotect');
    assert.equal(step?.failure?.code, 'foreign-job');
    assert.equal(step?.jobId, undefined);
    assert.ok(state.alarms.some(({ message }) => message.includes('this run did not start it')));
  } finally {
    await estate.close();
  }
});

test('facts that moved stop the wave before anything is sent, and are named', async () => {
  const estate = await openEstate();
  try {
    const state = await estate.execute({
      decisionsFrom: async (facts, now) => {
        const appliances = (facts.appliances ?? []).map((one) => ({ ...one, reprotectAgentId: 'another-agent' }));
        return planOf(estate.runbook, { ...facts, appliances }, now);
      },
    });
    assert.equal(state.status, 'failed');
    assert.equal(state.steps.get('data/preflight')?.failure?.code, 'decisions-moved');
    assert.match(state.because ?? '', /data\/erp-db-01\/reprotect/);
    assert.equal(estate.simulator.requests().mutating, 0);
  } finally {
    await estate.close();
  }
});

test('leaving a machine out skips the rest of its way, and the others come home', async () => {
  const estate = await openEstate({ faults: ['95226@reprotect/erp-app-02'] });
  try {
    await estate.execute();
    await sendCommand(estate.run, {
      kind: 'skip',
      step: 'apps/erp-app-02/reprotect',
      who: 'dr-lead',
      because: 'it is rebuilt from its image',
    });
    const state = await estate.execute();
    assert.equal(state.status, 'done', state.because);
    assert.equal(state.steps.get('apps/erp-app-01/home')?.status, 'done');
    assert.equal(state.steps.get('apps/erp-app-02/home')?.status, 'skipped');
  } finally {
    await estate.close();
  }
});

test('commands are judged, answered once and set aside', async () => {
  const estate = await openEstate();
  try {
    const seen: string[] = [];
    const { answers } = await withAnswers(estate, (event) => {
      if (event.kind === 'step-started' && event.step === 'data/erp-db-01/reprotect' && seen.length === 0) {
        seen.push('asked');
        return { kind: 'undo', step: event.step, who: 'dr-lead', because: 'try' };
      }
      return undefined;
    });
    assert.deepEqual(
      answers.map((answer) => (answer as { outcome: string }).outcome),
      ['refused'],
    );
    assert.deepEqual(await readdir(inboxFolder(estate.run)), []);
  } finally {
    await estate.close();
  }
});

test('a run is private, found by a prefix, listed, and followed to its end', async () => {
  const estate = await openEstate();
  try {
    assert.equal((await stat(estate.run.directory)).mode & 0o777, 0o700);
    const found = await findRun(estate.home, estate.run.id.slice(0, 4));
    assert.deepEqual(found, estate.run);
    assert.deepEqual(await findRun(estate.home, 'latest'), estate.run);
    await assert.rejects(findRun(estate.home, 'zzz'), { code: 'run-not-found' });
    const fractions: number[] = [];
    const following = (async () => {
      for await (const view of followRun(estate.run, new AbortController().signal)) fractions.push(view.fraction);
    })();
    await estate.execute();
    await following;
    assert.equal(fractions.at(-1), 1);
    const [summary] = await listRuns(estate.home);
    assert.deepEqual([summary?.status, summary?.home, summary?.machines, summary?.alive], ['done', 3, 3, false]);
  } finally {
    await estate.close();
  }
});

test('an empty home has no runs', async () => {
  const home = await mkdtemp(join(tmpdir(), 'failback-empty-'));
  assert.deepEqual(await listRuns(home), []);
  await rm(home, { recursive: true });
});
