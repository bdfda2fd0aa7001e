import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parsePlan } from '../../core/plan/parse-plan.ts';
import { DISKS_AT_ONCE } from '../../core/plan/places.ts';
import type { Plan, PlanStep } from '../../core/plan/plan.ts';
import { planFor } from '../../core/plan/plan-for.ts';
import { renderPlan } from '../../core/plan/render-plan.ts';
import type { Runbook } from '../../core/runbook/runbook.ts';
import { runbookText } from './arbitrary-runbook.ts';
import { inventoryFor } from './inventory-for.ts';
import { NOW, nothingFound, runbookOf } from './runbook-text.ts';

/** Fixed, so that a failure is the same everywhere; `FUZZ=n` looks further. */
const runs = { seed: 4471, numRuns: Number(process.env.FUZZ ?? 25) };

interface Planned {
  readonly plan: Plan;
  readonly runbook: Runbook;
}

async function planned(text: string, part: Plan['part'] = 'whole'): Promise<Planned> {
  const runbook = await runbookOf(text);
  const options = { now: NOW, part, runbookFile: 'r', inventoryFile: 'i' };
  return { runbook, plan: planFor(runbook, inventoryFor(runbook), nothingFound, options) };
}

function holds(name: string, judge: (one: Planned) => void): void {
  test(name, async () => {
    await fc.assert(
      fc.asyncProperty(runbookText, async (text) => judge(await planned(text))),
      runs,
    );
  });
}

holds('a plan is read back as it was made: in order, each step once, its hash right', ({ plan }) => {
  assert.deepEqual(parsePlan(JSON.stringify(plan), 'plan'), plan);
});

holds('a printed plan is at most a hundred columns wide', ({ plan }) => {
  for (const line of renderPlan(plan).split('\n')) assert.ok(line.length <= 100, line);
});

holds('each machine goes the whole way once, in order', ({ plan }) => {
  const order = ['delete-old', 'reprotect', 'replicate', 'failover', 'commit', 'protect', 'home'];
  const before = ancestors(plan);
  for (const { name } of plan.machines) {
    const own = plan.steps.filter(({ machine }) => machine === name);
    const kinds = own.map(({ kind }) => kind).filter((kind) => kind !== 'delete-old');
    assert.deepEqual(kinds, order.slice(1));
    own.reduce((earlier, step) => {
      assert.ok(before.get(step.id)?.has(earlier.id), `${earlier.id} comes before ${step.id}`);
      return step;
    });
  }
});

holds(
  'every point of no return waits for an approval of its stage, or passes in words, or blocks the run',
  ({ plan }) => {
    const before = ancestors(plan);
    const steps = new Map(plan.steps.map((step) => [step.id, step]));
    for (const step of plan.steps) {
      if (step.irreversible === null || step.machine === null) continue;
      const stage = step.kind === 'delete-old' ? 'reprotect' : step.kind;
      const gated = [...(before.get(step.id) ?? [])].some((id) => {
        const gate = steps.get(id);
        return gate?.kind === 'approve' && gate.stage === stage && gate.wave === step.wave;
      });
      const passed = plan.withoutApproval.some((one) => one.wave === step.wave && one.stage === stage);
      const blocked = plan.blockedBy.some((sentence) => sentence.startsWith(`Nobody approves the ${stage} of `));
      assert.ok(gated || passed || blocked, step.id);
    }
  },
);

holds('a wave fails over only when the waves before it are verified', ({ plan, runbook }) => {
  const before = ancestors(plan);
  for (const wave of runbook.waves)
    for (const { value: earlier } of wave.after)
      for (const failover of plan.steps.filter((step) => step.kind === 'failover' && step.wave === wave.name))
        for (const step of plan.steps)
          if (step.wave === earlier && (step.kind === 'failover' || step.kind === 'probe'))
            assert.ok(before.get(failover.id)?.has(step.id), `${failover.id} waits for ${step.id}`);
});

holds('no machine of an application that holds commits before all of them have failed over', ({ plan, runbook }) => {
  const before = ancestors(plan);
  const moved = new Set(plan.machines.map(({ name }) => name));
  for (const app of runbook.apps.filter(({ onFailure }) => onFailure.value === 'hold')) {
    const names = new Set(app.machines.map(({ value }) => value.name).filter((name) => moved.has(name)));
    const own = plan.steps.filter(({ machine }) => machine !== null && names.has(machine));
    for (const commit of own.filter(({ kind }) => kind === 'commit'))
      for (const failover of own.filter(({ kind }) => kind === 'failover'))
        assert.ok(before.get(commit.id)?.has(failover.id), `${commit.id} waits for ${failover.id}`);
  }
});

holds('whatever order the steps take, no way home carries more than sixty disks', ({ plan }) => {
  if (plan.blockedBy.some((sentence) => /at the same time: |disks to bring home through/.test(sentence))) return;
  const reprotectFirst = (ready: readonly PlanStep[]) => ready.find(({ kind }) => kind !== 'commit') ?? ready[0];
  const newestFirst = (ready: readonly PlanStep[]) => ready.findLast(({ kind }) => kind !== 'commit') ?? ready.at(-1);
  for (const choose of [reprotectFirst, newestFirst]) assert.ok(mostDisks(plan, choose) <= DISKS_AT_ONCE);
});

holds('the total is what the critical path takes, and every interval is in order', ({ plan }) => {
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  const path = plan.criticalPath.flatMap((id) => steps.get(id) ?? []);
  const sum = path.reduce((total, { estimate }) => total + estimate.likely, 0);
  assert.equal(sum, plan.total.likely);
  for (const { id, estimate } of [...plan.steps, { id: 'total', estimate: plan.total }])
    assert.ok(estimate.low <= estimate.likely && estimate.likely <= estimate.high, id);
});

test('the two halves have the steps of the whole between them', async () => {
  await fc.assert(
    fc.asyncProperty(runbookText, async (text) => {
      const [whole, first, second] = await Promise.all([
        planned(text),
        planned(text, 'until-replicated'),
        planned(text, 'from-cutover'),
      ]);
      const both = new Set([...first.plan.steps, ...second.plan.steps].map(({ id }) => id));
      assert.deepEqual([...both].sort(), whole.plan.steps.map(({ id }) => id).sort());
      const undivided = whole.plan.steps.some(
        ({ kind, waitsFor }) => kind === 'reprotect' && waitsFor.some((id) => id.endsWith('/commit')),
      );
      for (const { plan } of [first, second])
        assert.equal(
          plan.blockedBy.some((sentence) => sentence.includes('cannot be divided into halves')),
          undivided,
        );
    }),
    { ...runs, numRuns: Math.ceil(runs.numRuns / 2) },
  );
});

/** For each step, all steps that are done before it starts. */
function ancestors({ steps }: Plan): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>();
  for (const { id, waitsFor } of steps) {
    const own = new Set<string>(waitsFor);
    for (const other of waitsFor) for (const earlier of all.get(other) ?? []) own.add(earlier);
    all.set(id, own);
  }
  return all;
}

/** Takes the steps in an order of the chooser's liking, and counts the disks under failback on the fullest way home. */
function mostDisks(plan: Plan, choose: (ready: readonly PlanStep[]) => PlanStep | undefined): number {
  const machines = new Map(plan.machines.map((machine) => [machine.name, machine]));
  const carried = new Map<string, number>();
  const done = new Set<string>();
  let open = [...plan.steps];
  let most = 0;
  while (open.length > 0) {
    const step = choose(open.filter(({ waitsFor }) => waitsFor.every((id) => done.has(id))));
    assert.ok(step, 'something can always be done');
    done.add(step.id);
    open = open.filter((other) => other !== step);
    const machine = step.machine === null ? undefined : machines.get(step.machine);
    if (machine === undefined || (step.kind !== 'reprotect' && step.kind !== 'commit')) continue;
    const disks = step.kind === 'reprotect' ? (machine.disks ?? 1) : -(machine.disks ?? 1);
    carried.set(machine.via ?? '', (carried.get(machine.via ?? '') ?? 0) + disks);
    most = Math.max(most, ...carried.values());
  }
  return most;
}
