import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FailbackError } from '../../core/failback-error.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { writeInventory } from '../../core/inventory/write-inventory.ts';
import { assess } from '../../core/rules/assess.ts';
import type { Runbook } from '../../core/runbook/runbook.ts';
import { load } from '../executor/estate.ts';
import { answersOf, type CannedAnswers, captureFrom, type Estate, serveCanned } from './canned-arm.ts';
import { chanceOf, garbled } from './mutations.ts';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));
const TRIES = Number(process.env.FUZZ_TRIES ?? 6);

/** An estate on which much is wrong, so that there is much that a garbled answer could make look well. */
function unwell(inventory: Inventory): Inventory {
  const trouble = { code: '531006', level: 'Error', message: 'Something is wrong here.' };
  const group = (inventory.vault?.id ?? '').split('/providers/')[0] ?? '';
  return {
    ...inventory,
    ...(inventory.vault === undefined
      ? {}
      : { vault: { ...inventory.vault, publicNetworkAccess: 'Disabled', privateEndpoints: [] } }),
    locks: [
      {
        id: `${group}/providers/Microsoft.Authorization/locks/keep`,
        name: 'keep',
        level: 'CanNotDelete',
        scope: group,
        seenAt: inventory.capturedAt,
      },
    ],
    rights: (inventory.rights ?? []).map((one) => ({ ...one, permissions: [{ actions: ['*/read'], notActions: [] }] })),
    items: (inventory.items ?? []).map((item, index) =>
      index % 2 === 0
        ? {
            ...item,
            replicationHealth: 'Critical',
            failoverHealth: 'Critical',
            healthErrors: [trouble],
            resyncRequired: true,
            testFailoverState: 'MarkedForDeletion',
            disks: item.disks.map((disk) => ({ ...disk, resized: true, initialReplicationComplete: false })),
            ...(item.agent === undefined ? {} : { agent: { ...item.agent, registeredAfterFailover: false } }),
          }
        : item,
    ),
    appliances: (inventory.appliances ?? []).map((appliance) => ({
      ...appliance,
      components: appliance.components.map((part) => ({ ...part, health: 'Critical', healthErrors: [trouble] })),
    })),
    connections: (inventory.connections ?? []).map((one) => ({ ...one, status: 'NotConnected' })),
    azureVms: (inventory.azureVms ?? []).map((vm, index) =>
      index % 2 === 0 ? { ...vm, powerState: 'deallocated' } : vm,
    ),
  };
}

for (const [name, file] of [
  ['contoso-erp', 'contoso-erp.inventory.json'],
  ['contoso-branch', 'rotterdam.inventory.json'],
] as const)
  for (const state of ['well', 'unwell'] as const)
    test(`no garbled answer ends the capture of ${name} (${state}), or makes a rule hold that did not`, async () => {
      const path = join(examples, name, file);
      const inventory = parseInventory(await readFile(path, 'utf8'), path);
      const estate = {
        entry: join(examples, name, `${name}.failback`),
        inventory: state === 'well' ? inventory : unwell(inventory),
      };
      const { runbook } = await load(estate.entry);
      await tryAll(estate, runbook, await answersOf(estate));
    });

async function tryAll(estate: Estate, runbook: Runbook, answers: CannedAnswers): Promise<void> {
  let served = answers;
  const arm = await serveCanned((key) => served.get(key));
  try {
    const honest = holding(runbook, await captureFrom(arm.url, estate));
    assert.ok(honest.size > 10, 'The honest answers let many rules hold.');
    const urls = [...answers.keys()];
    const wrong: string[] = [];
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const chance = chanceOf(attempt * 7919 + 1);
      const url = urls[chance(urls.length)] ?? '';
      const answer = answers.get(url);
      if (answer === undefined || answer.status !== 200) continue;
      const { body, told } = garbled(answer.body, chance);
      served = new Map([...answers, [url, { ...answer, body }]]);
      const what = `try ${attempt}: ${told} in ${url.slice(0, 200)}`;
      const captured = await capturedAs(arm.url, estate, what);
      if (captured === undefined) continue;
      for (const one of holding(runbook, captured)) if (!honest.has(one)) wrong.push(`${what} → ${one}`);
    }
    assert.deepEqual(wrong, []);
  } finally {
    await arm.close();
  }
}

/** What was captured, as the file would have it; undefined where the capture said that it could not read the vault. */
async function capturedAs(url: string, estate: Estate, what: string): Promise<Inventory | undefined> {
  try {
    const captured = await captureFrom(url, estate);
    return parseInventory(writeInventory(captured), 'captured');
  } catch (error) {
    if (error instanceof FailbackError && error.code.startsWith('azure-')) return undefined;
    throw new Error(`${what} ended the capture`, { cause: error });
  }
}

/** What holds, as `rule subject`; a rule that breaks down on the facts is no green, and no better. */
function holding(runbook: Runbook, inventory: Inventory): ReadonlySet<string> {
  const { judgements, findings } = assess({ runbook, inventory, now: new Date(inventory.capturedAt) });
  const crashed = findings.find(({ message }) => /broke down|crashed/i.test(message));
  assert.equal(crashed, undefined, crashed?.message);
  return new Set(
    judgements.filter(({ standing }) => standing === 'holds').map(({ code, subject }) => `${code} ${subject}`),
  );
}
