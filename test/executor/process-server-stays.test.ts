import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FailbackError } from '../../core/failback-error.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { RunLedger } from '../../core/run/ledger.ts';
import { next } from '../../core/run/next.ts';
import { sendCommand } from '../../executor/journal/runs.ts';
import { changes, openBranch } from './classic-estate.ts';
import { planOf } from './estate.ts';

const REMOVE = 'process-server/ps-branch/remove';

test('a process server stays while a machine that was left out may still replicate through it', async () => {
  const estate = await openBranch();
  try {
    const state = await estate.execute({
      host: {
        notify(event) {
          if (event.kind !== 'step-started' || event.step !== 'all/branch-print/replicate') return;
          const because = 'it stays in Azure';
          void sendCommand(estate.run, { kind: 'skip', step: event.step, who: 'branch-lead', because });
        },
      },
    });
    assert.equal(state.status, 'done', state.because);
    assert.equal(state.steps.get('all/branch-print/home')?.status, 'skipped');
    assert.equal(state.steps.get('all/branch-db/home')?.status, 'done');
    assert.equal(state.steps.get(REMOVE)?.status, 'skipped');
    assert.match(state.steps.get(REMOVE)?.note ?? '', /'branch-print' was left out/);
    assert.deepEqual(changes(estate, /^DELETE /), []);
  } finally {
    await estate.close();
  }
});

test('what nobody may read of a process server is told, and holds up no machine', async () => {
  const estate = await openBranch();
  try {
    const connected = await estate.connect();
    const powerOf = async () => {
      throw new FailbackError(
        'azure-forbidden',
        'Azure does not let this account read the machine.',
        'Ask for a role.',
      );
    };
    const state = await estate.execute({ effects: { ...connected, powerOf } });
    assert.equal(state.status, 'done', state.because);
    assert.match(state.alarms.map(({ message }) => message).join('\n'), /does not let this account read/);
  } finally {
    await estate.close();
  }
});

test('a process server whose making was left out is not removed: its name alone proves nothing', async () => {
  const estate = await openBranch();
  try {
    const ledger = new RunLedger(estate.plan);
    const at = '2026-11-23T09:00:00Z';
    ledger.apply({ kind: 'resumed', at, epoch: 1 });
    for (const { id } of estate.plan.steps) {
      if (id === REMOVE) continue;
      if (id === 'process-server/ps-branch/create')
        ledger.apply({ kind: 'step-skipped', at, step: id, who: 'branch-lead', because: 'somebody made one by hand' });
      else ledger.apply({ kind: 'step-done', at, step: id });
    }
    const [first] = next(estate.plan, ledger.state, new Date(at), {
      ...{ issues: 9, issuesAgainAt: at, watchedAt: at, nearEnd: false, inFlight: new Set(), settleTime: 120 },
    });
    assert.ok(first?.kind === 'leave-out', first?.kind);
    assert.match(first.because, /left out, so nobody knows whose machine bears its name/);
  } finally {
    await estate.close();
  }
});

test('of two machines of one name, the plan removes the one that it makes, and no one that it only guesses', async () => {
  const estate = await openBranch();
  try {
    const { inventory, runbook } = estate;
    const [vm] = inventory.azureVms ?? [];
    assert.ok(vm);
    const elsewhere = { ...vm, name: 'ps-branch', id: '/subscriptions/s/resourceGroups/g/providers/x/ps-branch' };
    const now = new Date(inventory.capturedAt);
    const removed = (world: Inventory) =>
      planOf(runbook, world, now)
        .steps.filter((step) => step.id === REMOVE)
        .flatMap((step) => (step.kind === 'process-server' ? step.calls.map(({ resourceId }) => resourceId) : []));
    const asMade = removed(inventory);
    assert.ok(asMade.every((id) => id?.includes('/ps-branch')));
    assert.deepEqual(removed({ ...inventory, azureVms: [...(inventory.azureVms ?? []), elsewhere] }), asMade);
    const [known] = inventory.processServers ?? [];
    assert.ok(known);
    const shown = {
      ...inventory,
      processServers: [...(inventory.processServers ?? []), { ...known, name: 'ps-branch' }],
    };
    assert.deepEqual(removed(shown), [null]);
    assert.match(planOf(runbook, shown, now).blockedBy.join('\n'), /The machine of process server '.*' is not known/);
  } finally {
    await estate.close();
  }
});

test('a process server stays while machines of nobody’s plan replicate through it', async () => {
  const estate = await openBranch();
  try {
    const connected = await estate.connect();
    const items = async () => {
      const rows = await connected.items();
      const { processServers } = await connected.classicServers();
      const made = processServers.find(({ name }) => name === 'ps-branch');
      const [one] = rows;
      if (made === undefined || one === undefined) return rows;
      return [
        ...rows,
        { ...one, id: `${one.id}-else`, friendlyName: 'else-01', processServerId: made.id.toUpperCase() },
      ];
    };
    const state = await estate.execute({ effects: { ...connected, items } });
    assert.equal(state.status, 'done', state.because);
    assert.equal(state.steps.get(REMOVE)?.status, 'skipped');
    assert.match(state.steps.get(REMOVE)?.note ?? '', /'else-01' still replicates through it/);
    assert.deepEqual(changes(estate, /^DELETE /), []);
  } finally {
    await estate.close();
  }
});
