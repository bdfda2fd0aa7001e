import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan } from '../../core/plan/plan.ts';
import { waitsOf } from '../../core/report/waits.ts';
import { spellsOf } from '../../core/run/spells.ts';
import type { Failure } from '../../core/run/state.ts';
import { StepCourse } from '../../core/run/step-course.ts';
import type { WaveView } from '../../core/run/view.ts';

const clock = (hours: number) => new Date(Date.UTC(2026, 10, 23, 16) + hours * 3_600_000).toISOString();
const WAY = ['preflight', 'failover', 'hold', 'commit'] as const;

function begun(): { readonly course: StepCourse; readonly plan: Plan } {
  const steps = WAY.map((kind, turn) => ({
    id: kind,
    kind,
    title: kind,
    wave: 'data',
    machine: kind === 'preflight' ? null : 'db',
    waitsFor: turn === 0 ? [] : [WAY[turn - 1]],
  }));
  const waves = [{ name: 'data', onFailure: 'hold', machines: ['db'] }];
  const plan = { steps, waves, machines: [{ name: 'db' }] } as unknown as Plan;
  return { course: new StepCourse(plan), plan };
}

function done(course: StepCourse, id: string, from: number, to: number): void {
  course.started(id, clock(from));
  course.endedWell(id, 'done', clock(to), undefined);
}

function failure(code: string): Failure {
  return { code, message: '', possibleCauses: undefined, recommendedAction: undefined, rule: undefined, remedy: '' };
}

function waits({ steps }: Plan, course: StepCourse, now: number) {
  const views = steps.map((step) => ({ plan: step, state: course.table.get(step.id) }));
  const [wait] = waitsOf([{ name: 'data', steps: views, machines: [] } as unknown as WaveView], clock(now));
  return wait;
}

test('a check that is made anew after a hold did not go on all the while', () => {
  const { course, plan } = begun();
  done(course, 'preflight', 0, 0);
  done(course, 'failover', 0, 1);
  done(course, 'hold', 1, 3);
  course.endedWell('preflight', 'done', clock(3), undefined);
  const { checks, runbook, service } = waits(plan, course, 3) ?? {};
  assert.deepEqual([checks, service, runbook], [0, 3600, 7200]);
  assert.equal(course.table.get('preflight').endedAt, clock(3), 'its facts are of the last time');
});

test('a failover that was taken back counts for the time of its job, of its cancelling, and of the next one', () => {
  const { course, plan } = begun();
  done(course, 'preflight', 0, 0);
  done(course, 'failover', 0, 1);
  course.started('hold', clock(1));
  course.undoing('failover', { who: 'lea', because: 'wrong night' }, clock(11));
  course.endedBadly('failover', 'failed', clock(12), { failure: failure('undone') });
  course.reopened('failover');
  assert.deepEqual(spellsOf(course.table.get('failover')).length, 2);
  assert.equal(waits(plan, course, 20)?.service, 2 * 3600, 'nothing of it is under way');
  done(course, 'failover', 25, 26);
  assert.equal(waits(plan, course, 26)?.service, 3 * 3600);

  course.started('hold', clock(26));
  assert.equal(course.table.get('hold').startedAt, clock(26), 'another failover is held for its own time');
});

test('a step that failed and was taken up again is under way when it is, and not between', () => {
  const { course, plan } = begun();
  done(course, 'preflight', 0, 0);
  course.started('failover', clock(0));
  course.endedBadly('failover', 'failed', clock(1), { failure: failure('1') });
  course.reopened('failover');
  course.started('failover', clock(9));
  assert.equal(waits(plan, course, 10)?.service, 2 * 3600);
  assert.equal(course.table.get('failover').startedAt, clock(0));
});
