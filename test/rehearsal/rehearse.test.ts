import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Rehearsals } from '../../core/rehearsal/rehearsals.ts';
import { Desk } from '../cli/cli-process.ts';

const desk = new Desk('examples/recorded-vault');
after(() => desk.clear());
const runbook = 'recorded-vault.failback';

async function rehearsed(
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly sum: Rehearsals }> {
  const { code, out, err } = await desk.failback('rehearse', runbook, '--format', 'json', ...args);
  assert.equal(err, '');
  return { code, sum: JSON.parse(out) };
}

test('many rehearsals tell the same, in however many processes they are done', async () => {
  const one = await rehearsed('--times', '6', '--jobs', '1');
  const two = await rehearsed('--times', '6', '--jobs', '2');
  assert.deepEqual(one.sum, two.sum);
  assert.deepEqual([one.code, one.sum.done, one.sum.times], [0, 6, 6]);
  const { duration, waves, path } = one.sum;
  assert.ok(duration !== null && duration.least < duration.most, 'each seed has another estate');
  assert.ok(
    (waves[0]?.recoveryTime?.count ?? 0) === 6 && path.some(({ step, times }) => /failover/.test(step) && times > 0),
  );
});

test('a fault of some of them is told with how often, and the command ends with 1', async () => {
  const { code, sum } = await rehearsed(
    '--times',
    '8',
    '--jobs',
    '1',
    '--fault',
    '95226@reprotect/*',
    '--fault-chance',
    '0.4',
  );
  assert.equal(code, 1);
  const [cause] = sum.causes;
  assert.equal(cause?.code, '95226');
  assert.ok(sum.done > 0 && sum.done < 8 && sum.done + (cause?.rehearsals ?? 0) === 8, `${sum.done} done`);
});

test('a fault that could never strike is refused, and is not counted as survived', async () => {
  const { code, out, err } = await desk.failback(
    'rehearse',
    runbook,
    '--times',
    '2',
    '--fault',
    '95226@reprotect/nobody',
  );
  assert.deepEqual([code, out], [2, '']);
  assert.match(err, /The fault '95226@reprotect\/nobody' would never strike: the estate has no machine 'nobody'\./);
});

test('a job that hangs, and a question that nobody answers, end their rehearsal as stuck', async () => {
  const hangs = await rehearsed('--times', '1', '--fault', 'hang@failover/*');
  assert.deepEqual([hangs.code, hangs.sum.byStatus], [1, { stuck: 1 }]);
});
