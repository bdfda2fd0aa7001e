import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { hashPlan } from '../../core/plan/hash-plan.ts';
import { movedDecisions } from '../../core/plan/moved-decisions.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { planFor } from '../../core/plan/plan-for.ts';
import { loadRunbook } from '../../language-server/src/load-runbook.ts';
import { NOW, nothingFound } from './runbook-text.ts';

const folder = join(import.meta.dirname, '../../examples/contoso-erp');
const texts = new Map(
  ['contoso-erp.failback', 'amsterdam.site.failback'].map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
);
const inventoryText = readFileSync(join(folder, 'contoso-erp.inventory.json'), 'utf8');

type Change = { text?: (text: string) => string; world?: (inventory: Inventory) => void; now?: Date };

async function planWith({ text = (same) => same, world = () => {}, now = NOW }: Change = {}): Promise<Plan> {
  const { runbook } = await loadRunbook('file:///contoso-erp.failback', async (uri) => {
    const found = texts.get(uri.slice('file:///'.length));
    return found === undefined ? undefined : text(found);
  });
  assert.ok(runbook);
  const inventory = parseInventory(inventoryText, 'inventory');
  world(inventory);
  return planFor(runbook, inventory, nothingFound, { now, part: 'whole', runbookFile: 'f', inventoryFile: 'i' });
}

const reviewed = await planWith();

const sameDecisions: Record<string, Change> = {
  'a comment': { text: (text) => `// looked through by the storage team\n${text}` },
  'another indentation': { text: (text) => text.replaceAll(/^ {2}/gm, '\t') },
  'facts seen later': {
    world: (inventory) => {
      inventory.capturedAt = '2026-11-23T10:30:00Z';
      for (const item of inventory.items ?? []) item.seenAt = '2026-11-23T10:30:00Z';
    },
  },
  'a newer recovery point': {
    world: (inventory) => {
      for (const item of inventory.items ?? [])
        item.recoveryPoints = [{ id: 'newer', time: '2026-11-23T10:29:00Z', type: 'CrashConsistent' }];
    },
  },
  'a little less free space': {
    world: (inventory) => {
      for (const datastore of inventory.datastores ?? []) datastore.freeBytes -= 1e9;
    },
  },
  'a larger disk': {
    world: (inventory) => {
      for (const item of inventory.items ?? []) for (const disk of item.disks) disk.capacityBytes *= 2;
    },
  },
  'another hour of planning': { now: new Date('2026-11-23T11:00:00Z') },
};

for (const [name, change] of Object.entries(sameDecisions))
  test(`the hash stays the same with ${name}`, async () => {
    const fresh = await planWith(change);
    assert.equal(fresh.hash, reviewed.hash);
    assert.deepEqual(movedDecisions(reviewed, fresh), []);
  });

const otherDecisions: Record<string, { change: Change; says: RegExp }> = {
  'another datastore': {
    change: { text: (text) => text.replace('erp-app-05 { datastore: ds-gold }', 'erp-app-05') },
    says: /The datastore of 'erp-app-05' was 'ds-gold' and is 'ds-silver' now\./,
  },
  'a gate removed': {
    change: { text: (text) => text.replace('approve "Move the front end" { by: dr-lead }', '') },
    says: /1 step no longer needed, or decided otherwise: front\/before-failover\/approve\./,
  },
  'another approver': {
    change: {
      text: (text) => text.replace('"Move the front end" { by: dr-lead }', '"Move the front end" { by: operations }'),
    },
    says: /1 step with another call, gate or target: front\/before-failover\/approve\./,
  },
  'a shorter hold': {
    change: { text: (text) => text.replace('hold: 24 h', 'hold: 12 h') },
    says: /3 steps with another call, gate or target: data\/before-commit\/hold, /,
  },
  'a machine in another wave': {
    change: {
      text: (text) =>
        text
          .replace('machines: erp-app, erp-batch', 'machines: erp-app')
          .replace('machines: erp-web, erp-report', 'machines: erp-web, erp-report, erp-batch'),
    },
    says: /The wave of 'erp-batch' was 'apps' and is 'front' now\./,
  },
  'a machine that is another protected item now': {
    change: {
      world: (inventory) => {
        const item = inventory.items?.find(({ friendlyName }) => friendlyName === 'erp-report');
        if (item !== undefined) item.id = `${item.id}-new`;
      },
    },
    says: /The protected item of 'erp-report' was '[^']+' and is '[^']+-new' now\./,
  },
  'an appliance installed anew': {
    change: {
      world: (inventory) => {
        for (const appliance of inventory.appliances ?? []) appliance.reprotectAgentId = 'another-agent';
      },
    },
    says: /12 steps with another call, gate or target: data\/erp-db-01\/reprotect, .* and 6 more\./,
  },
  'another order of the waves': {
    change: { text: (text) => text.replace('after: apps', 'after: data') },
    says: /Wave 'front' came after 'apps' and comes after 'data' now\./,
  },
  'a freeze moved': {
    change: { text: (text) => text.replace('freeze: 2026-12-18', 'freeze: 2026-12-20') },
    says: /The freeze was '2026-12-18.*' and is '2026-12-20.*' now\./,
  },
};

for (const [name, { change, says }] of Object.entries(otherDecisions))
  test(`the hash is another one with ${name}, and the sentence says so`, async () => {
    const fresh = await planWith(change);
    assert.notEqual(fresh.hash, reviewed.hash);
    assert.match(movedDecisions(reviewed, fresh).join('\n'), says);
  });

test('a risk accepted since is a decision', async () => {
  const risk = { code: 'FB140', subject: 'erp-batch', title: 't', because: 'b', by: 'dr-lead', until: null };
  const fresh = { ...reviewed, accepted: [risk] };
  assert.notEqual(hashPlan(fresh), reviewed.hash);
  const moved = movedDecisions(reviewed, { ...fresh, hash: hashPlan(fresh) });
  assert.deepEqual(moved, ["The risk FB140 for 'erp-batch' is accepted now."]);
});

test('while a run is under way, what came home counts no more', async () => {
  const fresh = await planWith({
    world: (inventory) => {
      const gone = inventory.azureVms?.find(({ name }) => name === 'erp-db-01');
      inventory.azureVms = inventory.azureVms?.filter((vm) => vm !== gone);
      for (const item of inventory.items ?? []) if (item.friendlyName === 'erp-db-01') delete item.azureVmId;
    },
  });
  const open = new Set(reviewed.steps.filter(({ machine }) => machine !== 'erp-db-01').map(({ id }) => id));
  assert.deepEqual(movedDecisions(reviewed, fresh, open), []);
  assert.match(
    movedDecisions(reviewed, fresh).join('\n'),
    /The machine in Azure of 'erp-db-01' was '.+' and is not known now\./,
  );
});

test('while a run is under way, a further deletion is a move', async () => {
  const fresh = await planWith({
    world: (inventory) =>
      inventory.azureVms?.[3]?.networkInterfaceIds.push('/subscriptions/x/networkInterfaces/foreign'),
  });
  const open = new Set(['after-all/remove-leftovers']);
  assert.deepEqual(movedDecisions(reviewed, fresh, open), [
    '1 step with another call, gate or target: after-all/remove-leftovers.',
  ]);
});

test('a step done for another machine is a move, and so is whatever else the hash covers', () => {
  const withHash = (plan: Plan) => ({ ...plan, hash: hashPlan(plan) });
  const forAnother = withHash({
    ...reviewed,
    steps: reviewed.steps.map((step) =>
      step.id === 'data/erp-db-01/failover' ? { ...step, machine: 'erp-app-05' } : step,
    ),
  });
  assert.match(movedDecisions(forAnother, reviewed).join('\n'), /data\/erp-db-01\/failover/);
  const otherBatches = withHash({
    ...reviewed,
    machines: reviewed.machines.map((machine) => ({ ...machine, batch: machine.batch + 1 })),
  });
  assert.match(movedDecisions(otherBatches, reviewed).join('\n'), /decided otherwise now/);
});
