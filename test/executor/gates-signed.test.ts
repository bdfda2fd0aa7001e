import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { hashPlan } from '../../core/plan/hash-plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { answerCommand } from '../../core/run/answer-command.ts';
import type { RunEvent } from '../../core/run/events.ts';
import { RunLedger } from '../../core/run/ledger.ts';
import { mayNotCross } from '../../core/run/may-cross.ts';
import { ANSWER_NAMESPACE, answerText } from '../../core/run/signed-answer.ts';
import { signersFile } from '../../executor/journal/run-directory.ts';
import { sign } from '../../executor/operator/ssh-signature.ts';
import type { RunContext } from '../../executor/run/run-context.ts';
import { verifyAnswer } from '../../executor/run/verify-answer.ts';
import { openEstate } from './estate.ts';

const NOW = new Date('2026-11-23T10:00:00.000Z');
const GATE = 'data/before-reprotect/approve';
const REPROTECT = 'data/erp-db-01/reprotect';
const at = NOW.toISOString();

/** The plan of three machines, its first gate wanting what a test says. */
async function planWith(more: { readonly signed?: true; readonly secondPerson?: true }): Promise<Plan> {
  const estate = await openEstate();
  await estate.close();
  const steps = estate.plan.steps.map((step) =>
    step.id === GATE && step.kind === 'approve' ? { ...step, ...more } : step,
  );
  return { ...estate.plan, steps };
}

function begun(plan: Plan, more: readonly RunEvent[], target: 'azure' | 'simulated' = 'azure'): RunLedger {
  const ledger = new RunLedger(plan);
  const events: RunEvent[] = [
    {
      kind: 'run-started',
      at,
      runId: 'r',
      planHash: plan.hash,
      target: target === 'azure' ? { kind: 'azure' } : { kind: 'simulated', seed: 1 },
      startedBy: 'dana',
      starterKnownAs: ['dana.vermeer@contoso.example'],
    },
    { kind: 'step-started', at, step: 'data/preflight' },
    { kind: 'step-done', at, step: 'data/preflight' },
    { kind: 'gate-opened', at, step: GATE },
    ...more,
  ];
  for (const event of events) ledger.apply(event);
  return ledger;
}

const approve = { kind: 'approve', step: GATE, who: 'dr-lead' } as const;
const answered = (planHash: string, proof: 'claimed' | 'proven' = 'claimed'): RunEvent => ({
  kind: 'gate-answered',
  at,
  step: GATE,
  answer: 'approved',
  who: 'dr-lead',
  proof,
  ...(proof === 'proven' ? { key: 'SHA256:abc' } : {}),
  planHash,
});
const opened: RunEvent = { kind: 'step-done', at, step: GATE };

describe('who may answer a gate', () => {
  it('takes no typed name where the runbook wants a signature, except in a rehearsal', async () => {
    const plan = await planWith({ signed: true });
    const live = answerCommand(plan, begun(plan, []).state, approve, NOW);
    assert.equal(live.taken, false);
    assert.match(live.message, /takes signed answers only[\s\S]*--as dr-lead --sign/);
    assert.equal(answerCommand(plan, begun(plan, [], 'simulated').state, approve, NOW).taken, true);
    // Saying no needs no proof.
    assert.equal(answerCommand(plan, begun(plan, []).state, { ...approve, kind: 'decline' }, NOW).taken, true);
  });

  it('records a signature as proven, with the key, and refuses one of somebody else', async () => {
    const plan = await planWith({ signed: true });
    const { state } = begun(plan, []);
    const identity = 'dana.vermeer@contoso.example';
    const proven = answerCommand(plan, state, approve, NOW, { kind: 'proven', identity, key: 'SHA256:abc' });
    assert.deepEqual(
      proven.follows.map((event) => (event.kind === 'gate-answered' ? [event.proof, event.key] : event.kind)),
      [['proven', 'SHA256:abc'], 'step-done'],
    );
    const other = { kind: 'proven', identity: 'ravi.anand@contoso.example', key: 'SHA256:abc' } as const;
    assert.match(answerCommand(plan, state, approve, NOW, other).message, /that is somebody else/);
    const doubtful = { kind: 'doubtful', why: 'it was changed afterwards' } as const;
    assert.match(answerCommand(plan, state, approve, NOW, doubtful).message, /does not count: it was changed/);
  });

  it('wants a second person where the runbook says so: whoever started the run is none, under any name', async () => {
    const plan = await planWith({ secondPerson: true });
    const { state } = begun(plan, []);
    for (const who of ['dr-lead', 'Dana Vermeer', 'DANA.VERMEER@contoso.example'])
      assert.match(answerCommand(plan, state, { ...approve, who }, NOW).message, /started this run/, who);
    const without = await planWith({});
    assert.equal(answerCommand(without, begun(without, []).state, approve, NOW).taken, true);
  });
});

describe('what stands before a point of no return is asked once more', () => {
  it('lets a call through with an answer on this plan, and the facts checked', async () => {
    const plan = await planWith({});
    const { state } = begun(plan, [answered(plan.hash), opened]);
    assert.equal(mayNotCross(plan, state, REPROTECT, 'reprotect'), undefined);
  });

  const planted: readonly (readonly [string, (plan: Plan) => readonly RunEvent[]])[] = [
    ['a gate that a journal says is done, with nobody’s answer', () => [opened]],
    ['an answer on another plan', () => [answered('0'.repeat(64)), opened]],
    ['a word of somebody who is not asked', (plan) => [{ ...answered(plan.hash), who: 'mallory' } as RunEvent, opened]],
    ['a gate that is not open', () => []],
  ];
  for (const [what, events] of planted)
    it(`stops at ${what}`, async () => {
      const plan = await planWith({});
      const { state } = begun(plan, events(plan));
      assert.equal(mayNotCross(plan, state, REPROTECT, 'reprotect')?.code, 'not-approved');
    });

  it('stops at a typed name where a signature is wanted', async () => {
    const plan = await planWith({ signed: true });
    assert.ok(mayNotCross(plan, begun(plan, [answered(plan.hash), opened]).state, REPROTECT, 'reprotect'));
    const { state } = begun(plan, [answered(plan.hash, 'proven'), opened]);
    assert.equal(mayNotCross(plan, state, REPROTECT, 'reprotect'), undefined);
  });

  it('stops at a plan whose approval was taken out, and passes a `without-approval`', async () => {
    const plan = await planWith({});
    const bare = {
      ...plan,
      steps: plan.steps
        .filter(({ id }) => id !== GATE)
        .map((step) => ({ ...step, waitsFor: step.waitsFor.map((id) => (id === GATE ? 'data/preflight' : id)) })),
    };
    const ledger = new RunLedger(bare);
    const started = {
      kind: 'run-started',
      at,
      runId: 'r',
      planHash: plan.hash,
      target: { kind: 'azure' },
      startedBy: 'dana',
    };
    ledger.apply(started as RunEvent);
    assert.match(
      mayNotCross(bare, ledger.state, REPROTECT, 'reprotect')?.message ?? '',
      /no approval before this point/,
    );
    for (const event of ['step-started', 'step-done'] as const)
      ledger.apply({ kind: event, at, step: 'data/preflight' });
    const spoken = { ...bare, withoutApproval: [{ wave: 'data', stage: 'reprotect', because: 'a pilot' }] };
    assert.equal(mayNotCross(spoken, ledger.state, REPROTECT, 'reprotect'), undefined);
  });

  it('stops where the facts were not checked, before an unasked commit, and at every deletion of an old machine', async () => {
    const plan = await planWith({});
    const ledger = new RunLedger(plan);
    for (const event of [{ kind: 'gate-opened', at, step: GATE }, answered(plan.hash), opened] as RunEvent[])
      ledger.apply(event);
    assert.match(mayNotCross(plan, ledger.state, REPROTECT, 'reprotect')?.message ?? '', /facts were not checked/);
    const protect = mayNotCross(plan, ledger.state, 'data/erp-db-01/protect', 'protect');
    assert.match(protect?.message ?? '', /commit it unasked/);
    assert.ok(mayNotCross(plan, ledger.state, REPROTECT, 'delete-old-machine'));
  });

  it('keeps a run from sending what a planted plan would let through', async () => {
    const whole = await planWith({});
    const bare = {
      ...whole,
      steps: whole.steps
        .filter(({ kind }) => kind !== 'approve')
        .map((step) => ({ ...step, waitsFor: step.waitsFor.filter((id) => !id.endsWith('/approve')) })),
    };
    const estate = await openEstate({ target: { kind: 'azure' }, plan: { ...bare, hash: hashPlan(bare) } });
    try {
      // Its preflight would tell the difference, so it compares nothing here: this is about the last check alone.
      const state = await estate.execute({ approvals: [], decisionsFrom: undefined as never });
      assert.equal(state.status, 'failed');
      assert.equal(state.steps.get(REPROTECT)?.failure?.code, 'not-approved');
      assert.equal(estate.simulator.requests().mutating, 0);
    } finally {
      await estate.close();
    }
  });
});

describe('a signature under an answer', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'failback-keys-'));
    for (const name of ['dana', 'mallory'])
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(folder, name)]);
    const key = readFileSync(join(folder, 'dana.pub'), 'utf8').trim();
    writeFileSync(signersFile({ id: 'r', directory: folder }), `dana@contoso.example ${key}\n`);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function verdict(key: string, change: (command: Record<string, unknown>) => void = () => {}, asked = at) {
    const plan = await planWith({ signed: true });
    const { state } = begun(plan, []);
    const about = { identity: 'dana@contoso.example', askedAt: asked, at };
    const text = answerText({ runId: 'r', planHash: plan.hash }, approve, about);
    const signature = await sign(text, join(folder, key), ANSWER_NAMESPACE);
    const command = { ...approve, signed: { ...about, signature } };
    change(command);
    return verifyAnswer(
      { plan, journal: { state }, run: { id: 'r', directory: folder } } as unknown as RunContext,
      command,
    );
  }

  it('proves who signed, with the fingerprint of the key', async () => {
    const proof = await verdict('dana');
    assert.equal(proof.kind, 'proven');
    assert.match(proof.kind === 'proven' ? proof.key : '', /^SHA256:/);
  });

  it('proves nothing with another key, after a change, or for an earlier asking of the gate', async () => {
    assert.equal((await verdict('mallory')).kind, 'doubtful');
    assert.equal(
      (
        await verdict('dana', (command) => {
          command.comment = 'I never said this';
        })
      ).kind,
      'doubtful',
    );
    assert.equal(
      (
        await verdict('dana', (command) => {
          command.kind = 'decline';
        })
      ).kind,
      'doubtful',
    );
    assert.equal((await verdict('dana', () => {}, '2026-11-22T10:00:00.000Z')).kind, 'doubtful');
  });
});
