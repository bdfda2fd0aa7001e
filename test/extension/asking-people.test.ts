import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everyStep } from '../../core/report/every-step.ts';
import { whatItLeaves } from '../../extension/features/stop-subject/what-it-leaves.ts';
import { sayAnswered } from '../../extension/infrastructure/gate.ts';
import { hasMoved, sayFailure } from '../../extension/infrastructure/say-failure.ts';
import { type Moment, sampleRun, unkindName } from '../report/sample-run.ts';

/** What people read before they answer or stop something. */

test('stopping a machine tells where it stands, and what goes on', () => {
  assert.deepEqual(whatItLeaves(sampleRun('waiting'), { what: 'machine', name: 'erp-app-01' }).split('\n\n'), [
    'As things stand: It runs in Azure, replicates to the site and is ready to fail back: a new run can go on from there.',
    'The run calls nothing more for this machine. Jobs that Azure has accepted go on to their end; none is cancelled. What comes after it waits, and the rest of the run goes on. To let it go on later, choose Settle Step, then Retry.',
  ]);
});

test('stopping a wave tells it of its own machines alone, those that stand alike together', () => {
  const view = sampleRun('failed');
  assert.deepEqual(whatItLeaves(view, { what: 'wave', name: 'apps' }).split('\n\n'), [
    "'erp-app-01': It runs in Azure, replicates to the site and is ready to fail back: a new run can go on from there.",
    "'サーバー一号機-とても長い名前のアプリケーション': It is failed over to the site and not committed, and replicates nowhere: commit it, or cancel its failover, which discards what was written on-premises.",
    'The run calls nothing more for the machines of this wave. Jobs that Azure has accepted go on to their end; none is cancelled. What comes after them waits, and the rest of the run goes on. To let them go on later, choose Settle Step, then Retry.',
  ]);
});

test('a name cannot smuggle anything into the question', () => {
  assert.ok(!whatItLeaves(sampleRun('waiting'), { what: 'machine', name: unkindName }).includes('\u202e'));
});

test('who answers from an old notification hears who was quicker; an open gate says nothing', () => {
  const gateOf = (moment: Moment) =>
    everyStep(sampleRun(moment)).find(({ plan }) => plan.id === 'apps/before-failover/approve');
  const [answered, open] = [gateOf('done'), gateOf('waiting')];
  assert.ok(answered && open);
  assert.equal(
    sayAnswered(answered),
    '“Business agrees to the cutover” waits for nobody any more: dr-lead approved it.',
  );
  assert.equal(sayAnswered(open), undefined);
  const skipped = { ...open, state: { ...open.state, status: 'skipped' as const } };
  assert.match(sayAnswered(skipped) ?? '', /: it is skipped\.$/);
});

test('a fact that changed is told as that, shortly, and a new plan is offered for it', () => {
  const failed = everyStep(sampleRun('failed')).find(({ state }) => state.status === 'failed');
  assert.ok(failed?.state.failure);
  assert.equal(hasMoved(failed), false);
  assert.match(
    sayFailure('erp', failed, 2),
    /^erp, wave apps: “Fail over erp-app-01 to Amsterdam” failed \(95226\)\. .* 2 more failed with it\.$/,
  );
  const fact = (name: string) => ({
    fact: `power of '${name}'`,
    before: "'running'",
    now: "'off'",
    steps: ['a/b'],
    more: 11,
  });
  const failure = { ...failed.state.failure, code: 'decisions-moved', facts: ['m1', 'm2', 'm3'].map(fact) };
  const moved = { ...failed, state: { ...failed.state, failure } };
  assert.equal(hasMoved(moved), true);
  assert.equal(
    sayFailure('erp', moved, 0),
    "erp, wave apps: the plan no longer follows from the facts. The power of 'm1' was 'running' and is 'off' now; 12 steps rest on it. The power of 'm2' was 'running' and is 'off' now; 12 steps rest on it. 1 more changed.",
  );
  const timeAlone = { ...moved, state: { ...moved.state, failure: { ...failure, facts: [] } } };
  assert.equal(hasMoved(timeAlone), false, 'where nobody can say which fact it was, the whole failure is told');
});
