import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChangedFact, changedFacts, putBack } from '../../core/inventory/changed-facts.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { tellChangedFact } from '../../core/plan/say-changed-fact.ts';
import { renderHtmlReport } from '../../core/report/render-html.ts';
import { renderMarkdownReport } from '../../core/report/render-markdown.ts';
import { makeReport } from '../../core/report/report.ts';
import { reportSchema } from '../../core/report/report-schema.ts';
import { projectView } from '../../core/run/project-view.ts';
import type { RunState } from '../../core/run/state.ts';
import { readJournal } from '../../executor/journal/read-journal.ts';
import { journalFile } from '../../executor/journal/run-directory.ts';
import { factsThatMoved } from '../../executor/run/facts-that-moved.ts';
import { openEstate, planOf, type TestEstate } from './estate.ts';

const openSteps = ({ plan }: TestEstate) => new Set(plan.steps.map(({ id }) => id));

/** Somebody does it in Azure, not the run: the request goes past the recording proxy. */
async function deallocate({ simulator, inventory }: TestEstate, name: string): Promise<void> {
  const vm = inventory.azureVms?.find((one) => one.name === name);
  assert.ok(vm);
  const { status } = await fetch(`${simulator.url}${vm.id}/deallocate?api-version=2024-07-01`, {
    method: 'POST',
    headers: { authorization: 'Bearer somebody-else' },
  });
  assert.ok(status < 300, String(status));
  simulator.advance(900);
}

/** Runs live until the first failure is told. */
async function untilStopped(estate: TestEstate): Promise<RunState> {
  const stop = new AbortController();
  return estate.execute({
    approvals: [],
    signal: stop.signal,
    host: { notify: ({ kind }) => void (kind === 'step-failed' && setTimeout(() => stop.abort(), 50)) },
  });
}

test('a fact that somebody changed stops the run with its name, both values, and the steps that rest on it', async () => {
  const estate = await openEstate({ target: { kind: 'azure' } });
  try {
    await deallocate(estate, 'erp-app-01');
    const state = await untilStopped(estate);
    const failure = state.steps.get('apps/preflight')?.failure;
    const told = {
      fact: "power state of the machine in Azure 'erp-app-01'",
      before: "'running'",
      now: "'deallocated'",
      steps: ['apps/erp-app-01/reprotect'],
      more: 0,
    };
    assert.equal(failure?.code, 'decisions-moved');
    assert.deepEqual(failure?.facts, [told]);
    const sentence =
      "The power state of the machine in Azure 'erp-app-01' was 'running' and is 'deallocated' now; apps/erp-app-01/reprotect rests on it.";
    assert.ok(failure?.message.endsWith(sentence), failure?.message);
    assert.equal(estate.simulator.requests().mutating, 0, 'nothing was called');

    const { events } = await readJournal(journalFile(estate.run));
    const written = events.find((event) => event.kind === 'step-failed' && event.step === 'apps/preflight');
    assert.deepEqual(written?.kind === 'step-failed' ? written.failure.facts : undefined, [told]);

    const view = projectView(estate.plan, state, [], estate.clock.now());
    const report = makeReport(view, undefined);
    assert.deepEqual(report.failures.find(({ step }) => step === 'apps/preflight')?.facts, [told]);
    reportSchema.parse(JSON.parse(JSON.stringify(report)));
    assert.match(renderMarkdownReport(view), /power state of the machine in Azure/);
    assert.match(
      renderHtmlReport(view),
      /power state of the machine in Azure[\s\S]*?deallocated[\s\S]*?apps\/erp-app-01\/reprotect/,
    );
  } finally {
    await estate.close();
  }
});

test('what changed and decides nothing is not named: one fact is found among thousands in a few plans', async () => {
  const estate = await openEstate();
  try {
    const { inventory, runbook, plan } = estate;
    const now: Inventory = {
      ...inventory,
      items: (inventory.items ?? []).map((item) => ({
        ...item,
        agent: { registeredAfterFailover: null, version: `9.${item.name}` },
        disks: item.disks.map((disk) => ({ ...disk, name: `${disk.name}-renamed` })),
      })),
      azureVms: (inventory.azureVms ?? []).map((vm) =>
        vm.name === 'erp-db-01' ? { ...vm, powerState: 'stopped' } : vm,
      ),
    };
    let plans = 0;
    const judge = async (facts: Inventory) => {
      plans += 1;
      const made = planOf(runbook, facts, new Date(inventory.capturedAt));
      return { plan: made, moved: made.blockedBy.filter((sentence) => sentence.startsWith('FB008')) };
    };
    const found = await judge(now);
    assert.equal(found.moved.length, 1);
    const facts = await factsThatMoved(plan, openSteps(estate), inventory, now, found, judge);
    assert.deepEqual(
      facts.map(({ fact, steps }) => [fact, steps]),
      [["power state of the machine in Azure 'erp-db-01'", ['data/erp-db-01/reprotect']]],
    );
    assert.ok(changedFacts(inventory, now).length >= 25);
    assert.ok(plans < 16, String(plans));
  } finally {
    await estate.close();
  }
});

test('facts that are a reason only together are both named, and time alone names none', async () => {
  const estate = await openEstate();
  try {
    const { inventory, plan } = estate;
    const stopped = (names: readonly string[]): Inventory => ({
      ...inventory,
      azureVms: (inventory.azureVms ?? []).map((vm) =>
        names.includes(vm.name) ? { ...vm, powerState: 'stopped' } : vm,
      ),
    });
    const names = ['erp-app-01', 'erp-app-02'];
    const isStopped = (facts: Inventory) =>
      facts.azureVms?.some((vm) => names.includes(vm.name) && vm.powerState === 'stopped');
    const judge = async (facts: Inventory) => ({ plan, moved: isStopped(facts) ? ['One of them is stopped.'] : [] });
    const now = stopped(names);
    const facts = await factsThatMoved(plan, openSteps(estate), inventory, now, await judge(now), judge);
    assert.deepEqual(
      facts.map(({ fact }) => fact),
      names.map((name) => `power state of the machine in Azure '${name}'`),
    );
    const late = async () => ({ plan, moved: ['The window is over.'] });
    assert.deepEqual(await factsThatMoved(plan, openSteps(estate), inventory, now, await late(), late), []);
  } finally {
    await estate.close();
  }
});

test('an old machine that somebody turns on while its data returns stops the wave before its failover', async () => {
  const estate = await openEstate();
  try {
    let returning = false;
    const effects = await estate.connect();
    const state = await estate.execute({
      effects: {
        ...effects,
        capture: async (...asked) => {
          const seen = await effects.capture(...asked);
          const siteMachines = (estate.inventory.siteMachines ?? []).map((machine) => ({
            ...machine,
            seenAt: seen.capturedAt,
            ...(returning && machine.name === 'erp-db-01' ? { powerState: 'poweredOn' } : {}),
          }));
          return { ...seen, siteMachines };
        },
      },
      host: {
        notify: (event) => {
          if (event.kind === 'step-done' && event.step === 'data/erp-db-01/reprotect') returning = true;
        },
      },
    });
    assert.equal(state.status, 'failed');
    const stopped = [...state.steps.values()].find(({ failure }) => failure?.code === 'decisions-moved');
    assert.match(
      stopped?.failure?.message ?? '',
      /FB141: The old machine of 'erp-db-01' is 'poweredOn' while its data returns/,
    );
    assert.deepEqual(stopped?.failure?.facts, [
      {
        fact: "power state of the old machine of 'erp-db-01'",
        before: "'poweredOff'",
        now: "'poweredOn'",
        steps: ['data/erp-db-01/failover'],
        more: 0,
      },
    ]);
    assert.equal(state.steps.get('data/erp-db-01/failover')?.attempt, 0);
  } finally {
    await estate.close();
  }
});

test('a thing that came, went or changed can be put back, whatever the section', async () => {
  const estate = await openEstate();
  try {
    const { inventory } = estate;
    const [, ...items] = inventory.items ?? [];
    const now: Inventory = {
      ...inventory,
      items: [...items.map((item, at) => (at === 0 ? { ...item, replicationHealth: 'Critical' as const } : item))],
      locks: [
        ...(inventory.locks ?? []),
        { id: '/l/1', name: 'keep', level: 'CanNotDelete', scope: '/s', seenAt: inventory.capturedAt },
      ],
    };
    const changes = changedFacts(inventory, now);
    const sorted = ({ items, ...rest }: Inventory) => ({
      ...rest,
      items: items?.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    });
    const back = putBack(now, inventory, changes);
    assert.deepEqual(changedFacts(inventory, back), []);
    assert.deepEqual(
      sorted(back).items?.map(({ id }) => id),
      sorted(inventory).items?.map(({ id }) => id),
    );
    assert.deepEqual(
      changes.map(tellChangedFact).map(({ fact, before, now }) => `${fact}: ${before} → ${now}`),
      [
        `protected item '${inventory.items?.[0]?.friendlyName}': there → not there`,
        `replication health of the protected item '${items[0]?.friendlyName}': '${items[0]?.replicationHealth}' → 'Critical'`,
        ...(inventory.locks === undefined ? [] : ["lock 'keep': not there → there"]),
      ],
    );
  } finally {
    await estate.close();
  }
});

test('of a large value only what differs is told', () => {
  const change = (field: string, before: unknown, now: unknown): ChangedFact => ({
    ...{ section: 'appliances', key: '/a', thing: "appliance 'a'", field, before, now },
  });
  const say = (one: ChangedFact) => Object.values(tellChangedFact(one)).join(' | ');
  const parts = (health: string) => [
    { kind: 'dra', health: 'Normal' },
    { kind: 'reprotect-agent', health },
  ];
  assert.equal(
    say(change('components', parts('Normal'), parts('Critical'))),
    "health of 'reprotect-agent' of components of the appliance 'a' | 'Normal' | 'Critical'",
  );
  assert.equal(
    say(change('accessibleDatastores', ['gold', 'silver'], ['gold'])),
    "accessible datastores of the appliance 'a' | 'gold', 'silver' | 'gold'",
  );
  assert.equal(say(change('freeBytes', 2 ** 40, 2 ** 30)), "free of the appliance 'a' | 1 TiB | 1 GiB");
  assert.equal(say(change('maintenance', undefined, true)), "maintenance of the appliance 'a' | not known | yes");
});
