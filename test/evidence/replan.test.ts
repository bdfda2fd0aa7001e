import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { hashPlan } from '../../core/plan/hash-plan.ts';
import { parsePlan } from '../../core/plan/parse-plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { RunEvent } from '../../core/run/events.ts';
import { replan } from '../../core/run/replan.ts';
import type { Runbook } from '../../core/runbook/runbook.ts';
import { openRunFiles } from '../../executor/journal/evidence/run-files.ts';
import { isIntact, verifyRun } from '../../executor/journal/evidence/verify-run.ts';
import { RunReader } from '../../executor/journal/follow-run.ts';
import { post } from '../../executor/journal/inbox.ts';
import { propose } from '../../executor/journal/proposal.ts';
import { readJournal } from '../../executor/journal/read-journal.ts';
import { journalFile } from '../../executor/journal/run-directory.ts';
import { readRun } from '../../executor/journal/runs.ts';
import { loadRunbook } from '../../language-server/src/load-runbook.ts';
import { openEstate, planOf, type TestEstate, THREE } from '../executor/estate.ts';

/** The runbook with its text changed; facts would do the same to its plan, and a text says it shorter. */
async function changed(...changes: readonly (readonly [string, string])[]): Promise<Runbook> {
  const entry = pathToFileURL(THREE).href;
  const { runbook, problems } = await loadRunbook(entry, async (uri) => {
    const text = await readFile(fileURLToPath(uri), 'utf8');
    if (uri !== entry) return text;
    return changes.reduce((before, [from, to]) => {
      assert.ok(before.includes(from), from);
      return before.replace(from, to);
    }, text);
  });
  assert.ok(runbook, problems.map(({ message }) => message).join());
  return runbook;
}

async function planAnew(estate: TestEstate, runbook: Runbook) {
  const reader = await RunReader.open(estate.run);
  await reader.look();
  const { plan, state } = reader.ledger;
  return { plan, state, outcome: replan(plan, state, planOf(runbook, estate.inventory, estate.clock.now())) };
}

/** Lays the plan down as the command does, without waiting for an answer. */
async function goOnBy(estate: TestEstate, plan: Plan): Promise<void> {
  await propose(estate.run, { plan, files: {}, inventoryText: JSON.stringify(estate.inventory) });
  await post(estate.run, { kind: 'replan', who: 'dr-lead', because: 'ds-silver is full', planHash: plan.hash });
}

async function eventsOf(estate: TestEstate): Promise<readonly RunEvent[]> {
  return (await readJournal(journalFile(estate.run))).events;
}

test('a run that a changed fact stopped goes on by a new plan, on which everything is approved anew', async () => {
  const estate = await openEstate();
  try {
    const other = await changed(['erp-app-01, erp-app-02', 'erp-app-01, erp-app-02 { datastore: ds-gold }']);
    const decisionsFrom = async (facts: typeof estate.inventory, now: Date, number: number) =>
      planOf(
        number === 1
          ? await changed(['erp-app-01, erp-app-02', 'erp-app-01, erp-app-02 { datastore: ds-gold }'])
          : other,
        facts,
        now,
      );
    const stopped = await estate.execute({ decisionsFrom });
    assert.equal(stopped.status, 'failed');
    const failure = [...stopped.steps.values()].find(({ failure }) => failure !== undefined)?.failure;
    assert.equal(failure?.code, 'decisions-moved');
    assert.match(failure?.remedy ?? '', /failback replan RUN/);

    const { outcome, plan: first } = await planAnew(estate, other);
    assert.ok(outcome.kind === 'moves');
    assert.match(outcome.moved.join(), /The datastore of 'erp-app-02' was 'ds-silver' and is 'ds-gold' now/);
    await goOnBy(estate, outcome.plan);
    const state = await estate.execute({ decisionsFrom });
    assert.equal(state.status, 'done', state.because);
    assert.deepEqual(
      state.plans.map(({ hash }) => hash),
      [first.hash, outcome.plan.hash],
    );
    assert.equal(state.planHash, outcome.plan.hash);
    for (const { answers } of state.steps.values())
      for (const { planHash } of answers) assert.equal(planHash, outcome.plan.hash);
    const { home, plan } = await readRun(estate.run);
    assert.deepEqual([home, plan.hash], [3, outcome.plan.hash]);
    const verification = await verifyRun(await openRunFiles(estate.run.directory, 'run'));
    assert.ok(isIntact(verification), JSON.stringify(verification.checks, undefined, 2));
  } finally {
    await estate.close();
  }
});

test('in the middle, what is done stays done and is called once; what is to come is decided and approved anew', async () => {
  const estate = await openEstate();
  try {
    const changes = [
      ['port: 443', 'port: 8443'],
      [
        'approve "Move the application" { by all: dr-lead, erp-owner }',
        'approve "Move the application" { by: erp-owner }',
      ],
    ] as const;
    const other = await changed(...changes);
    let moved = false;
    const decisionsFrom = async (facts: typeof estate.inventory, now: Date, number: number) =>
      planOf(moved || number > 1 ? other : estate.runbook, facts, now);
    const stopped = await estate.execute({
      decisionsFrom,
      host: {
        notify: (event) => {
          if (event.kind === 'step-done' && event.step === 'data/erp-db-01/failover') moved = true;
        },
      },
    });
    assert.equal(stopped.status, 'failed');
    assert.equal(stopped.steps.get('data/erp-db-01/home')?.status, 'done', 'the other wave came home');
    const { outcome } = await planAnew(estate, other);
    assert.ok(outcome.kind === 'moves', JSON.stringify(outcome));
    assert.ok(
      outcome.again.every((id) => !id.startsWith('data/')),
      outcome.again.join(),
    );
    assert.ok(
      outcome.again.some((id) => /apps.*preflight/.test(id)),
      outcome.again.join(),
    );
    await goOnBy(estate, outcome.plan);
    const state = await estate.execute({ decisionsFrom });
    assert.equal(state.status, 'done', state.because);
    const calls = Map.groupBy(
      (await eventsOf(estate)).filter((event) => event.kind === 'accepted'),
      ({ step }) => step,
    );
    for (const [step, accepted] of calls)
      if (/(reprotect|failover|commit|protect)$/.test(step)) assert.equal(accepted.length, 1, step);
    assert.ok(state.plans.at(-1)?.moved.length, 'the state tells what moved');
    const again = await planAnew(estate, other);
    assert.equal(again.outcome.kind, 'same');
  } finally {
    await estate.close();
  }
});

test('what contradicts what is done is refused, and nothing is changed', async () => {
  const estate = await openEstate();
  try {
    const stop = new AbortController();
    await estate.execute({
      signal: stop.signal,
      host: {
        notify: (event) =>
          void (event.kind === 'accepted' && event.step === 'data/erp-db-01/reprotect' && stop.abort()),
      },
    });
    const elsewhere = await changed(['datastore: ds-gold', 'datastore: ds-silver']);
    const { outcome, plan, state } = await planAnew(estate, elsewhere);
    assert.equal(outcome.kind, 'contradicts');
    assert.match(
      outcome.kind === 'contradicts' ? outcome.why.join() : '',
      /'erp-db-01' is under way, and its datastore was 'ds-gold' and would be 'ds-silver' now/,
    );
    // Whoever lays such a plan down by hand is refused as well.
    const forced = { ...planOf(elsewhere, estate.inventory, estate.clock.now()) };
    await goOnBy(estate, { ...forced, hash: hashPlan(forced) });
    const ended = await estate.execute();
    assert.equal(ended.status, 'done', ended.because);
    assert.equal(ended.plans.length, 1);
    const answer = (await eventsOf(estate)).find((event) => event.kind === 'command');
    assert.ok(answer?.kind === 'command' && !answer.taken && /cannot go on by this plan/.test(answer.message));
    assert.equal(replan(plan, state, planOf(estate.runbook, estate.inventory, estate.clock.now())).kind, 'same');
  } finally {
    await estate.close();
  }
});

test('a plan that was changed in the folder is not gone on by', async () => {
  const estate = await openEstate();
  try {
    const other = await changed(['port: 443', 'port: 8443']);
    const { outcome } = await planAnew(estate, other);
    assert.ok(outcome.kind === 'moves');
    assert.equal(parsePlan(JSON.stringify(outcome.plan), 'plan').hash, outcome.plan.hash, 'the plan is whole');
    await goOnBy(estate, { ...outcome.plan, machines: [] });
    const state = await estate.execute();
    assert.deepEqual([state.status, state.plans.length], ['done', 1]);
  } finally {
    await estate.close();
  }
});
