/** What a person may leave out of a run: with a reason, and never what Azure took, or may have taken. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { answerCommand } from '../../core/run/answer-command.ts';
import type { RunEventBody } from '../../core/run/events.ts';
import { RunLedger } from '../../core/run/ledger.ts';
import { FOURTEEN, load, planOf, THREE } from '../executor/estate.ts';

const at = '2026-11-23T09:00:00.000Z';
const path = FOURTEEN.replace('.failback', '.inventory.json');
const inventory = parseInventory(await readFile(path, 'utf8'), path);
const { runbook } = await load(THREE);
const plan = planOf(runbook, inventory, new Date(at));

const OPERATIONS = {
  reprotect: 'reprotect',
  failover: 'planned-failover',
  commit: 'commit',
  protect: 'protect',
} as const;
type Kind = keyof typeof OPERATIONS;
const WAY = ['reprotect', 'replicate', 'failover', 'commit', 'protect', 'home'];
const idOf = (kind: string) => `data/erp-db-01/${kind}`;

/** What is answered to whoever wants to leave a step out after these events. */
function skipped(step: string, ...bodies: readonly RunEventBody[]) {
  const ledger = new RunLedger(plan);
  for (const body of [{ kind: 'resumed', epoch: 1 } as const, ...bodies]) ledger.apply({ ...body, at });
  const command = { kind: 'skip', step, who: 'dr-lead', because: 'its owner does it by hand' } as const;
  return answerCommand(plan, ledger.state, command, new Date(at));
}

/** The events of a call up to some moment of it. */
function callOf(kind: Kind) {
  const step = idOf(kind);
  const before = WAY.slice(0, WAY.indexOf(kind)).map((one): RunEventBody => ({ kind: 'step-done', step: idOf(one) }));
  const failure = { code: '95226', message: 'It failed.', remedy: 'Mend it.' };
  const sent: readonly RunEventBody[] = [
    ...before,
    { kind: 'step-started', step },
    { kind: 'intent', step, operation: OPERATIONS[kind], call: 0, requestId: 'r1', bodyHash: 'h' },
  ];
  const accepted: readonly RunEventBody[] = [
    ...sent,
    { kind: 'accepted', step, requestId: 'r1', jobId: 'job-1', by: 'response' },
  ];
  return {
    step,
    before,
    sent,
    accepted,
    unknown: [...sent, { kind: 'unknown-outcome', step, requestId: 'r1', message: 'socket hang up' }],
    adopted: [
      ...sent,
      { kind: 'unknown-outcome', step, requestId: 'r1', message: 'socket hang up' },
      { kind: 'accepted', step, requestId: 'r1', jobId: 'job-1', by: 'activity-id' },
    ],
    crashed: [...sent, { kind: 'resumed', epoch: 2 }],
    failedBefore: [...before, { kind: 'step-started', step }, { kind: 'step-failed', step, failure }],
    rejected: [...sent, { kind: 'step-failed', step, failure, requestId: 'r1' }],
    failedAfter: [
      ...accepted,
      { kind: 'settled', step, jobId: 'job-1', note: '' },
      { kind: 'step-failed', step, failure },
    ],
  } as const satisfies Record<string, unknown>;
}

for (const kind of Object.keys(OPERATIONS) as Kind[]) {
  const call = callOf(kind);

  test(`${kind}: what Azure took, or may have taken, is not left out`, () => {
    for (const moment of ['sent', 'unknown', 'crashed', 'accepted', 'adopted'] as const) {
      const { taken, message } = skipped(call.step, ...call[moment]);
      assert.equal(taken, false, moment);
      assert.match(message, /^Azure took the call of '.*' or may have, so it cannot be left out/, moment);
    }
  });

  test(`${kind}: what was never sent, or was refused, is left out with the rest of its machine's way`, () => {
    for (const moment of ['before', 'failedBefore', 'rejected'] as const) {
      const { taken, message, follows } = skipped(call.step, ...call[moment]);
      assert.equal(taken, true, `${moment}: ${message}`);
      const ids = follows.map((event) => (event.kind === 'step-skipped' ? event.step : event.kind));
      assert.deepEqual(ids, WAY.slice(WAY.indexOf(kind)).map(idOf), moment);
    }
  });

  // A reprotect of which the job failed leaves the machine in Azure as it was.
  test(`${kind}: once its job failed it is ${kind === 'reprotect' ? '' : 'not '}left out`, () =>
    assert.equal(skipped(call.step, ...call.failedAfter).taken, kind === 'reprotect'));
}

test('approvals and checks of facts are never left out, and what is done is not either', () => {
  const guards = plan.steps.filter(({ kind }) => ['approve', 'backup', 'preflight'].includes(kind));
  assert.ok(guards.length >= 4);
  for (const { id } of guards) assert.match(skipped(id).message, /guards what comes after it and cannot be left out/);
  assert.match(skipped(idOf('home'), { kind: 'step-done', step: idOf('home') }).message, /is done already/);
});
