import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { eventsOf } from './classic-estate.ts';
import { openEstate, type TestEstate, THREE } from './estate.ts';

/** Sixty disks at once through an appliance or a master target, as the journals of whole runs tell it. */

const examples = join(fileURLToPath(new URL('.', import.meta.url)), '../../examples');
const read = (path: string) => parseInventory(readFileSync(join(examples, path), 'utf8'), path);
const BRANCH_EXAMPLE = join(examples, 'contoso-branch/contoso-branch.failback');
const erp = read('contoso-erp/contoso-erp.inventory.json');
const branch = read('contoso-branch/rotterdam.inventory.json');

/** Most disks that were under failback at one moment, by appliance or master target: from an accepted reprotect to the commit. */
async function mostAtOnce(estate: TestEstate): Promise<ReadonlyMap<string, number>> {
  const machines = new Map(estate.plan.machines.map((machine) => [machine.name, machine]));
  const steps = new Map(estate.plan.steps.map((step) => [step.id, step]));
  const now = new Map<string, number>();
  const most = new Map<string, number>();
  for (const event of await eventsOf(estate)) {
    const step = 'step' in event ? steps.get(event.step ?? '') : undefined;
    const machine = machines.get(step?.machine ?? '');
    if (step === undefined || machine === undefined) continue;
    const way = machine.via ?? '';
    if (event.kind === 'intent' && step.kind === 'reprotect') now.set(way, (now.get(way) ?? 0) + (machine.disks ?? 0));
    if (event.kind === 'step-done' && step.kind === 'commit') now.set(way, (now.get(way) ?? 0) - (machine.disks ?? 0));
    most.set(way, Math.max(most.get(way) ?? 0, now.get(way) ?? 0));
  }
  return most;
}

async function runThrough(runbook: string, inventory: Inventory): Promise<ReadonlyMap<string, number>> {
  const estate = await openEstate({ runbook, inventory });
  try {
    // What another run has in hand is in these facts alone; the simulated vault would not show its disks.
    const state = await estate.execute({ decisionsFrom: async () => estate.plan });
    assert.equal(state.status, 'done', state.because);
    return await mostAtOnce(estate);
  } finally {
    await estate.close();
  }
}

/** The same machines with so many disks each. */
function withDisks(count: number): Inventory {
  const items = (erp.items ?? []).map((item) => ({
    ...item,
    disks: Array.from({ length: count }, (_, index) => {
      const [first] = item.disks;
      assert.ok(first);
      return { ...first, ...(item.disks[index] ?? {}), ...(index === 0 ? {} : { isOs: false, id: `{${index}}` }) };
    }),
  }));
  return { ...erp, items };
}

test('by appliance: three machines of twenty-five disks go two by two', async () => {
  assert.deepEqual([...(await runThrough(THREE, withDisks(25)))], [['asr-app-01', 50]]);
});

test('by vault: what another run is bringing home through the appliance takes its places too', async () => {
  const [somebody] = (erp.items ?? []).filter(({ friendlyName }) => friendlyName === 'erp-report');
  const agent = erp.appliances?.find(({ name }) => name === 'asr-app-01')?.reprotectAgentId;
  assert.ok(somebody && agent !== undefined);
  const disks = Array.from({ length: 55 }, (_, index) => ({
    ...somebody.disks[0]!,
    id: `{${index}}`,
    name: `disk${index}`,
    uuid: `6000C299-${index}`,
  }));
  const returning = { ...somebody, instanceType: 'InMageRcmFailback', reprotectAgentId: agent, disks };
  const items = (erp.items ?? []).map((item) => (item === somebody ? returning : item));
  const most = await runThrough(THREE, { ...erp, items });
  assert.deepEqual(
    [...most],
    [['asr-app-01', 5]],
    'the machines have three, two and two disks, and five places are left',
  );
});

test('by master target: its own disks and those of the machines stay within sixty', async () => {
  const masterTargets = (branch.masterTargets ?? []).map((target) => ({ ...target, diskCount: 58 }));
  const most = await runThrough(BRANCH_EXAMPLE, { ...branch, masterTargets });
  assert.ok(most.size > 1, [...most.keys()].join());
  for (const [target, disks] of most) assert.ok(disks <= 2, `${disks} disks at once on '${target}'`);
});
