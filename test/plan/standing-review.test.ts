import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { hashPlan } from '../../core/plan/hash-plan.ts';
import { makePlan } from '../../core/plan/make-plan.ts';
import { movedDecisions } from '../../core/plan/moved-decisions.ts';
import { parsePlan } from '../../core/plan/parse-plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { loadRunbook } from '../../language-server/src/load-runbook.ts';
import { NOW } from './runbook-text.ts';

/**
 * docs/review.md says in two tables which facts and which words a standing review survives. Each row is tried here on the
 * example, so that the page promises what the plan's hash does; a row without a trial, or a trial without a row, fails.
 */
const folder = join(import.meta.dirname, '../../examples/contoso-erp');
const entry = readFileSync(join(folder, 'contoso-erp.failback'), 'utf8');
const site = readFileSync(join(folder, 'amsterdam.site.failback'), 'utf8');
const inventoryText = readFileSync(join(folder, 'contoso-erp.inventory.json'), 'utf8');
const page = readFileSync(join(import.meta.dirname, '../../docs/review.md'), 'utf8');

type Change = (inventory: Inventory) => void;

const first = <T>(all: readonly T[] | undefined): T => {
  assert.ok(all?.[0] !== undefined);
  return all[0];
};
const other = (id: string | undefined): string => `${id}-other`;

const facts: Readonly<Record<string, Change>> = {
  'the time of the capture, and who captured': (inventory) => {
    inventory.capturedAt = '2026-11-23T10:30:00Z';
    inventory.capturedBy = 'somebody else';
  },
  'the time at which a fact was seen': ({ items, hosts }) => {
    for (const seen of [...(items ?? []), ...(hosts ?? [])]) seen.seenAt = '2026-11-23T08:50:00Z';
  },
  'the newest recovery point': ({ items }) => {
    for (const item of items ?? [])
      item.recoveryPoints = [{ id: 'n', time: '2026-11-23T10:29:00Z', type: 'CrashConsistent' }];
  },
  'size of a disk, where the machines still fit into the same rounds': ({ items }) => {
    for (const item of items ?? []) for (const disk of item.disks) disk.capacityBytes *= 2;
  },
  'free space of a datastore': ({ datastores }) => {
    first(datastores).freeBytes = 1;
  },
  'health of replication, of an agent or of an appliance': ({ items, appliances }) => {
    first(items).replicationHealth = 'Critical';
    for (const component of first(appliances).components) component.health = 'Critical';
  },
  'what the service allows for an item just now': ({ items }) => {
    first(items).allowedOperations = [];
  },
  'power state of a machine, in Azure or on the site': ({ azureVms, siteMachines }) => {
    first(azureVms).powerState = 'deallocated';
    first(siteMachines).powerState = 'poweredOn';
  },
  'what an hour in Azure costs': ({ azureVms }) => {
    first(azureVms).hourlyCost = { amount: 9, currency: 'EUR' };
  },
  'versions of vCenter, hosts and agents': ({ hosts, vcenters }) => {
    first(hosts).version = '6.7.0';
    first(vcenters).version = '6.7.0';
  },
  'locks and rights': (inventory) => {
    inventory.rights = [];
  },
  'whether a risk occurs that somebody accepted': ({ siteMachines }) => {
    // Its snapshots are the accepted FB140.
    for (const machine of siteMachines ?? []) machine.snapshots = [];
  },
  'a fact about an accepted risk that grew too old': ({ siteMachines }) => {
    for (const machine of siteMachines ?? []) machine.seenAt = '2026-11-20T09:00:00Z';
  },
  'id of a protected item': ({ items }) => {
    first(items).id = other(first(items).id);
  },
  'id of a machine in Azure': ({ items, azureVms }) => {
    const [item, machine] = [first(items), first(azureVms)];
    assert.equal(item.azureVmId, machine.id);
    machine.id = other(machine.id);
    item.azureVmId = machine.id;
  },
  'id of the vault': ({ vault }) => {
    assert.ok(vault !== undefined);
    vault.id = other(vault.id);
  },
  'agent or process server of an appliance': ({ appliances }) => {
    first(appliances).reprotectAgentId = 'another';
  },
  'id of the log storage': ({ storageAccounts }) => {
    first(storageAccounts).id = other(first(storageAccounts).id);
  },
  'id of a policy': ({ policies }) => {
    for (const policy of policies ?? []) policy.id = other(policy.id);
  },
  'id of the run-as account': ({ runAsAccounts }) => {
    first(runAsAccounts).id = other(first(runAsAccounts).id);
  },
  'endpoints of a Traffic Manager profile': ({ trafficProfiles }) => {
    const { endpoints } = first(trafficProfiles);
    endpoints.push({ ...first(endpoints), name: 'third' });
  },
  'what a machine leaves behind in Azure, where leftovers are removed': ({ azureVms }) => {
    const machine = first(azureVms);
    machine.networkInterfaceIds = [...(machine.networkInterfaceIds ?? []), `${machine.id}-nic-2`];
  },
};

type Edit = readonly [from: string, to: string];

const words: Readonly<Record<string, Edit>> = {
  'formatting, comments and `///` documentation': [
    '/// Bring the ERP back',
    '// looked through\n/// Take the ERP back',
  ],
  'the order of blocks': ['// Gates here hold for every wave; a wave may add its own.\n', ''],
  'operating system, network cards, sizes and churn as they are declared': [
    'address: 10.21.0.15',
    'address: 10.21.0.99',
  ],
  'addresses and ways to sign in': [
    'vc-ams { address: vc-ams.contoso.local }',
    'vc-ams { address: vc-ams.contoso.example }',
  ],
  'the change ticket, the freeze, the name of the runbook': ['CHG-4471', 'CHG-4472'],
  'a machine, its wave, its datastore, location or way home': [
    'vm erp-batch {\n  os: windows "Windows Server 2022"\n  datastore: ds-silver',
    'vm erp-batch {\n  os: windows "Windows Server 2022"\n  datastore: ds-gold',
  ],
  'the recovery point that is asked for': [
    'recovery-point: crash-consistent',
    'recovery-point: application-consistent',
  ],
  'order, pace, window or objective of a wave': ['at-most: 4 machines', 'at-most: 8 machines'],
  'the name of a wave': ['after: apps', 'after: apps'],
  'an approval: its words, its people, or that it is there': ['ERP owner confirms the data', 'ERP owner confirms'],
  'the short name of someone who approves or reviews': ['by: operations', 'by: dr-lead'],
  'the mail address of someone who approves or reviews': ['dana.vermeer@', 'dana.other@'],
  'the full name of someone who approves: by each of the three an answer is known to be theirs': [
    'name: "Dana Vermeer"',
    'name: "D. Vermeer"',
  ],
  'a waiting time, a backup, a probe, a script’s path or a task': ['hold: 24 h', 'hold: 23 h'],
  'an accepted risk: the rule, the reason, the person, the day': [
    'until: 2026-12-31\n  }\n\n',
    'until: 2026-12-30\n  }\n\n',
  ],
  'what is removed after all': ['network-interfaces, public-addresses', 'network-interfaces'],
};

async function planWith(change: Change, [from, to]: Edit = ['', '']): Promise<Plan> {
  const { runbook } = await loadRunbook('file:///contoso-erp.failback', async (uri) => {
    if (uri.endsWith('/contoso-erp.failback')) return edited(entry, from, to);
    return uri.endsWith('/amsterdam.site.failback') ? edited(site, from, to) : undefined;
  });
  assert.ok(runbook);
  const inventory = parseInventory(inventoryText, 'inventory');
  change(inventory);
  return makePlan(runbook, inventory, { now: NOW, part: 'whole', runbookFile: 'f', inventoryFile: 'i' }).plan;
}

function edited(text: string, from: string, to: string): string {
  // The order of blocks and names are changed all over the text.
  if (from === words['the order of blocks']?.[0]) return blocksTurned(text);
  if (from === words['the name of a wave']?.[0]) return text.replaceAll(/\bapps\b(?!-)/g, 'applications');
  return from === '' ? text : text.replace(from, to);
}

function blocksTurned(text: string): string {
  const blocks = text.split(/^(?=vms? \S+ \{|wave )/m);
  return [blocks[0], ...blocks.slice(1).reverse()].join('\n');
}

/** Rows of the table under a heading: what it is, and whether the review stands. */
function rowsOf(heading: string): ReadonlyMap<string, boolean> {
  const section = page.split(/^### /m).find((part) => part.startsWith(heading)) ?? '';
  const rows = [...section.matchAll(/^\| (.+?) \| \*{0,2}(stands|falls)\*{0,2} \|/gm)];
  return new Map(rows.map(([, what, outcome]) => [what ?? '', outcome === 'stands']));
}

const reviewed = await planWith(() => {});

for (const [heading, trials] of [
  ['Facts', facts],
  ['Words', words],
] as const) {
  const rows = rowsOf(heading);
  test(`docs/review.md has a row for each trial of ${heading.toLowerCase()}, and a trial for each row`, () => {
    assert.deepEqual([...rows.keys()].sort(), Object.keys(trials).sort());
    assert.ok([...rows.values()].includes(true) && [...rows.values()].includes(false));
  });
  for (const [what, stands] of rows)
    test(`a review ${stands ? 'survives' : 'falls with'} ${what}`, async () => {
      const trial = trials[what];
      assert.ok(trial !== undefined);
      const plan = typeof trial === 'function' ? await planWith(trial) : await planWith(() => {}, trial);
      assert.equal(plan.hash === reviewed.hash, stands);
      // Whoever is refused is told what moved.
      assert.equal(movedDecisions(reviewed, plan).length === 0, stands);
    });
}

test('a review of a plan whose hash had the short names only does not stand', () => {
  const older = { ...structuredClone(reviewed), version: 1 as const };
  older.hash = hashPlan(older);
  assert.equal(
    parsePlan(JSON.stringify(older), 'plan.json').hash,
    older.hash,
    'it is read, for runs that began with it',
  );
  assert.match(movedDecisions(older, reviewed).join(), /An older failback made the plan/);
  for (const step of older.steps)
    if (step.kind === 'approve') for (const one of step.by.people) one.email = 'm@x.example';
  assert.equal(hashPlan(older), older.hash);
});

test('each word that is tried stands in the example', () => {
  for (const [what, [from]] of Object.entries(words)) assert.ok(entry.includes(from) || site.includes(from), what);
});
