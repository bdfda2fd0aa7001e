import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { load, planOf, THREE } from '../executor/estate.ts';
import { play } from './journal-script.ts';

const folder = fileURLToPath(new URL('cases', import.meta.url));
const inventoryPath = fileURLToPath(new URL('../../examples/contoso-erp/contoso-erp.inventory.json', import.meta.url));
const inventory = parseInventory(await readFile(inventoryPath, 'utf8'), inventoryPath);
const { runbook } = await load(THREE);
const plan = planOf(runbook, inventory, new Date('2026-11-23T09:00:00Z'));

/** A script may begin with a line that says in what its plan differs. */
function variantOf(plan: Plan, script: string): Plan {
  if (!script.startsWith('with on-failure: continue\n')) return plan;
  return { ...plan, waves: plan.waves.map((wave) => ({ ...wave, onFailure: 'continue' as const })) };
}

for (const name of readdirSync(folder).sort())
  test(name.replace(/\.txt$/, '').replaceAll('-', ' '), () => {
    const path = join(folder, name);
    const script = readFileSync(path, 'utf8');
    const played = play(variantOf(plan, script), script);
    if (process.env.UPDATE === '1') writeFileSync(path, played);
    else assert.equal(played, script);
  });
