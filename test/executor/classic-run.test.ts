import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { journalFile, planFile } from '../../executor/journal/run-directory.ts';
import { sendCommand } from '../../executor/journal/runs.ts';
import type { Knobs } from '../../simulator/knobs.ts';
import { changes, eventsOf, openBranch } from './classic-estate.ts';
import type { TestEstate } from './estate.ts';

/** As the installed client asks for it; the judge knows no other. */
const COMPUTE = '2024-03-01';

/** Nobody tells a real estate what people did: in the one that stands in for it, it happens by itself. */
const LIVE = { target: { kind: 'azure' }, knobs: { processServerRegistrationSeconds: 1200 } } as const;

async function inBranch(
  check: (estate: TestEstate) => Promise<void>,
  options: Parameters<typeof openBranch>[0] = {},
): Promise<void> {
  const estate = await openBranch(options);
  try {
    await check(estate);
  } finally {
    await estate.close();
  }
}

test('a process server is made, registered, awaited and named by the id the vault gave it; then it goes with its parts', () =>
  inBranch(async (estate) => {
    const state = await estate.execute();
    assert.equal(state.status, 'done', state.because);
    assert.match(state.steps.get('process-server/ps-branch/registered')?.note ?? '', /shows 'ps-branch' as/);

    const shown = estate.simulator
      .exchanges()
      .filter(({ method, url }) => method === 'GET' && /replicationFabrics\/[^/?]+\?/i.test(url))
      .flatMap(({ responseBody }) => JSON.parse(responseBody).properties.customDetails.processServers)
      .find(({ friendlyName }: { friendlyName: string }) => friendlyName === 'ps-branch');
    const sent = changes(estate, /reProtect/i).map(({ body }) => JSON.parse(body).properties.providerSpecificDetails);
    const home = sent.filter(({ instanceType }) => instanceType === 'InMage');
    assert.deepEqual(
      home.map(({ processServerId }) => processServerId),
      [shown.id, shown.id],
    );
    assert.deepEqual(
      changes(estate, /^(PUT|DELETE) /).map(({ url }) => url.split('/').slice(-2).join('/')),
      [
        'networkInterfaces/ps-branch-nic',
        'virtualMachines/ps-branch',
        'virtualMachines/ps-branch',
        'networkInterfaces/ps-branch-nic',
        'disks/ps-branch-os',
      ],
    );
  }));

test('the password of the administrator stands in no file: the plan holds its name, and it is filled in on the way', () =>
  inBranch(async (estate) => {
    await estate.execute();
    const [made] = changes(estate, /^PUT .*virtualMachines/);
    assert.equal(typeof JSON.parse(made?.body ?? '{}').properties.osProfile.adminPassword, 'string');
    for (const file of [planFile(estate.run), journalFile(estate.run)])
      assert.doesNotMatch(await readFile(file, 'utf8'), /Rehearsal-Only-1/);
    assert.match(await readFile(planFile(estate.run), 'utf8'), /"adminPassword":\{"\$secret":"ps-branch"\}/);
  }));

const wire: readonly [what: string, knobs: Partial<Knobs>][] = [
  ['items keep their ids', {}],
  ['the commit shows as FinalizeFailback', { classicCommit: 'FinalizeFailback' }],
  ['the list lags three minutes', { listLagSeconds: 180 }],
  ['the service names no current job', { currentScenario: 'none' }],
  ['a reprotect renames the item', { renames: 'reprotect' }],
  ['a renamed item answers by its old id too', { renames: 'reprotect', oldItemAfterRename: 'there' }],
  ['a renamed item, and a list that lags', { renames: 'reprotect', listLagSeconds: 60 }],
];
for (const [what, knobs] of wire)
  test(`${what}: with answers lost on the way, everything comes home and nothing twice`, () =>
    inBranch(
      async (estate) => {
        const state = await estate.execute();
        assert.equal(state.status, 'done', state.because);
        const { byItem } = estate.simulator.requests();
        for (const machine of ['branch-db', 'branch-print']) {
          const { reprotect, failover, commit, protect } = byItem[machine] ?? {};
          assert.deepEqual(
            { reprotect, failover, commit, protect },
            { reprotect: 1, failover: 1, commit: 1, protect: 1 },
          );
        }
        const renamed = (await eventsOf(estate)).filter(({ kind }) => kind === 'item-renamed');
        assert.equal(renamed.length, knobs.renames === 'reprotect' ? 4 : 0);
      },
      {
        knobs,
        faults: ['lost-answer@reprotect/branch-db', 'lost-answer@protect/branch-print', '500-accepted@commit/*'],
      },
    ));

test('killed after a reprotect that renames: the next process finds the job and goes to the new item', () =>
  inBranch(
    async (estate) => {
      const stop = new AbortController();
      const first = await estate.execute({
        signal: stop.signal,
        host: {
          notify(event) {
            if (event.kind === 'accepted' && event.step === 'all/branch-db/reprotect') stop.abort();
          },
        },
      });
      assert.equal(first.endedAt, undefined);
      const state = await estate.execute();
      assert.equal(state.status, 'done', state.because);
      const [renamed] = (await eventsOf(estate)).flatMap((event) =>
        event.kind === 'item-renamed' && event.machine === 'branch-db' ? [event] : [],
      );
      assert.ok(renamed, 'the item was renamed');
      assert.equal(estate.simulator.requests().byItem['branch-db']?.reprotect, 1);
      const failovers = changes(estate, /unplannedFailover/).map(({ url }) => url.toLowerCase());
      assert.ok(failovers.includes(`${renamed.to}/unplannedFailover`.toLowerCase()), failovers.join('\n'));
    },
    { knobs: { renames: 'reprotect' } },
  ));

test('until somebody registers it, nothing replicates; after a while the run says what to look at', () =>
  inBranch(async (estate) => {
    const { rehearse: _, ...nobodyDoesIt } = await estate.connect();
    const stop = new AbortController();
    const state = await estate.execute({
      effects: nobodyDoesIt,
      signal: stop.signal,
      host: {
        notify(event) {
          if (event.kind === 'alarm' && event.key === 'registration/ps-branch') stop.abort();
        },
      },
    });
    assert.equal(state.steps.get('process-server/ps-branch/registered')?.status, 'running');
    assert.match(state.alarms[0]?.message ?? '', /reaches the configuration server over 443/);
    assert.deepEqual(changes(estate, /reProtect/), []);
    const done = await fetch(`${estate.simulator.url}/_simulator/register-process-server`, {
      method: 'POST',
      body: JSON.stringify({ name: 'ps-branch' }),
    });
    assert.equal(done.status, 200, await done.text());
    const again = await estate.execute();
    assert.equal(again.status, 'done', again.because);
  }));

test('a process server that is switched off while machines replicate through it is an alarm', () =>
  inBranch(async (estate) => {
    let off: Promise<unknown> | undefined;
    const state = await estate.execute({
      host: {
        notify(event) {
          if (event.kind !== 'step-started' || event.step !== 'all/branch-db/replicate' || off !== undefined) return;
          const vm = estate.plan.steps.flatMap((step) => (step.kind === 'process-server' ? step.calls : []))[1];
          off = fetch(`${estate.simulator.proxyUrl}${vm?.resourceId}/deallocate?api-version=${COMPUTE}`, {
            method: 'POST',
            headers: { authorization: 'Bearer simulated' },
          });
        },
      },
    });
    await off;
    const told = state.alarms.map(({ message }) => message).join('\n');
    assert.match(told, /'ps-branch' is dealloc\w+, and .* through it: nothing reaches the site/);
  }));

test('after a failed run nothing is removed', () =>
  inBranch(
    async (estate) => {
      const state = await estate.execute();
      assert.equal(state.status, 'failed');
      assert.notEqual(state.steps.get('process-server/ps-branch/remove')?.status, 'done');
      assert.deepEqual(changes(estate, /^DELETE /), []);
    },
    { faults: ['95226@reprotect/branch-print'] },
  ));

test('a machine of the same name that failback did not make is left alone', () =>
  inBranch(async (estate) => {
    const plan = structuredClone(estate.plan);
    const stranger = plan.steps
      .flatMap((step) => (step.kind === 'process-server' ? step.calls : []))
      .find(({ operation }) => operation === 'create-process-server');
    assert.ok(stranger);
    const effects = await estate.connect();
    const taken = estate.inventory.azureVms?.find(({ name }) => name === 'branch-db')?.id ?? '';
    const outcome = await effects.call({ ...stranger, resourceId: taken }, 'r1');
    assert.equal(outcome.kind === 'rejected' ? outcome.code : outcome.kind, 'name-taken');
  }));

test('an old machine is deleted by a person, and the word is not believed against what the site shows', () =>
  inBranch(async (estate) => {
    let stands: 'there' | 'gone' = 'there';
    const approvals = [{ gate: 'process-server', who: 'branch-lead' }];
    const answers: Promise<{ readonly message: string }>[] = [];
    const approve = (step: string) => sendCommand(estate.run, { kind: 'approve', step, who: 'branch-lead' });
    const connected = await estate.connect();
    const state = await estate.execute({
      approvals,
      effects: { ...connected, oldMachine: async () => stands },
      host: {
        notify(event) {
          if (event.kind === 'gate-opened') void approve(event.step);
          if (event.kind === 'asked')
            answers.push(
              approve(event.step).then((answer) => {
                stands = 'gone';
                void approve(event.step);
                return answer;
              }),
            );
        },
      },
    });
    assert.equal(state.status, 'done', state.because);
    const [first] = await Promise.all(answers);
    assert.match(first?.message ?? '', /still shows a machine with the UUID .* not deleted yet/);
    const step = state.steps.get('all/branch-print/delete-old');
    assert.equal(step?.note, 'Done, on the word of branch-lead; no server of the site shows it any more');
  }, LIVE));

test('a classic failover cannot be taken back, and the run says so', () =>
  inBranch(async (estate) => {
    let answer: Promise<{ readonly outcome: string; readonly message: string }> | undefined;
    await estate.execute({
      host: {
        notify(event) {
          if (event.kind === 'step-done' && event.step === 'all/branch-db/failover' && answer === undefined)
            answer = sendCommand(estate.run, {
              kind: 'undo',
              step: 'all/branch-db/failover',
              who: 'branch-lead',
              because: 'regret',
            });
        },
      },
    });
    const said = await answer;
    assert.equal(said?.outcome, 'refused');
    assert.match(said?.message ?? '', /a classic failover cannot be cancelled/);
  }));

test('live, facts captured before the cutover still follow from what the run made, renamed and had deleted', () =>
  inBranch(
    async (estate) => {
      const state = await estate.execute({
        approvals: [],
        host: {
          notify(event) {
            if (event.kind !== 'gate-opened' && event.kind !== 'asked') return;
            void sendCommand(estate.run, { kind: 'approve', step: event.step, who: 'branch-lead' });
          },
        },
      });
      assert.equal(state.status, 'done', state.because);
      assert.equal(state.steps.get('all/before-failover/preflight')?.status, 'done');
    },
    { ...LIVE, knobs: { ...LIVE.knobs, renames: 'reprotect' } },
  ));
