import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { planFor } from '../../core/plan/plan-for.ts';
import { inventoryFor } from './inventory-for.ts';
import { NOW, nothingFound, runbookOf } from './runbook-text.ts';

const SEEN = '2026-11-23T09:00:00Z';
const STRANGER = '11111111-0000-0000-0000-000000000000';
const OWN = '22222222-0000-0000-0000-000000000000';

/** The machine that a plan of `vm files` wants deleted, on a site where a stranger is called 'files'. */
async function deleted(item: string): Promise<unknown> {
  const runbook = await runbookOf(`
    vault dr { log-storage: "stlogs" }
    datastore ds { }
    master-target mt { os: windows  datastores: ds }
    runbook r { architecture: classic  vault: dr }
    vm files { item: "${item}"  via: mt  datastore: ds  os: windows  location: alternate  delete-old-machine: true }
    wave all { machines: files }
  `);
  const made = inventoryFor(runbook);
  const [first] = made.items ?? [];
  assert.ok(first);
  const machine = { powerState: 'poweredOff', snapshots: [], datastores: [], disks: [], seenAt: SEEN };
  const inventory: Inventory = {
    ...made,
    items: [{ ...first, name: 'item-7', friendlyName: 'fs-0042' }],
    siteMachines: [
      { ...machine, name: 'files', uuid: STRANGER },
      { ...machine, name: 'fs-0042', uuid: OWN },
    ],
  };
  const options = { now: NOW, part: 'whole', runbookFile: 'r', inventoryFile: 'i' } as const;
  const { steps } = planFor(runbook, inventory, nothingFound, options);
  const step = steps.find(({ kind }) => kind === 'delete-old');
  assert.ok(step?.kind === 'delete-old');
  return step.call.resourceId;
}

test('the machine of the item is deleted, not a stranger that has the name of the runbook', async () => {
  assert.equal(await deleted('item-7'), OWN);
});

test('where nobody saw the item, no machine is named for deletion', async () => {
  assert.equal(await deleted('item-8'), null);
});
