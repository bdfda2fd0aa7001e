import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { makePlan } from '../../core/plan/make-plan.ts';
import { parsePlan } from '../../core/plan/parse-plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { planFor } from '../../core/plan/plan-for.ts';
import { renderPlan } from '../../core/plan/render-plan.ts';
import { inventoryFor } from './inventory-for.ts';
import { NOW, nothingFound, runbookOfFile } from './runbook-text.ts';

/**
 * Each runbook in `cases` is planned and printed, and compared with the `.plan.txt` beside it. A line `// part: …` asks for
 * one half of the plan; `// inventory: none` for a plan of which nobody captured anything. The assessment is left out, so
 * that a case shows what the planner decides and no rule's wording.
 */
const cases = join(import.meta.dirname, 'cases');

for (const file of readdirSync(cases).filter((name) => name.endsWith('.failback')))
  test(`plan of ${file}`, async () => {
    const text = readFileSync(join(cases, file), 'utf8');
    const runbook = await runbookOfFile(join(cases, file));
    const inventory = option(text, 'inventory') === 'none' ? undefined : inventoryFor(runbook);
    const plan = planFor(runbook, inventory, nothingFound, {
      now: NOW,
      part: (option(text, 'part') ?? 'whole') as Plan['part'],
      runbookFile: file,
      inventoryFile: inventory && 'seen.inventory.json',
    });
    compare(renderPlan(plan), join(cases, file.replace(/\.failback$/, '.plan.txt')));
    assert.deepEqual(parsePlan(JSON.stringify(plan), file), plan);
  });

for (const part of ['whole', 'until-replicated', 'from-cutover'] as const)
  test(`plan of the contoso example, ${part}`, async () => {
    const folder = join(import.meta.dirname, '../../examples/contoso-erp');
    const runbook = await runbookOfFile(join(folder, 'contoso-erp.failback'));
    const name = 'contoso-erp.inventory.json';
    const inventory = parseInventory(readFileSync(join(folder, name), 'utf8'), name);
    const options = { now: NOW, part, runbookFile: 'contoso-erp.failback', inventoryFile: name };
    const { plan } = makePlan(runbook, inventory, options);
    compare(renderPlan(plan), join(cases, `contoso-erp.${part}.plan.txt`));
    assert.deepEqual(parsePlan(JSON.stringify(plan), 'contoso'), plan);
  });

test('a printed plan is at most a hundred columns wide', () => {
  for (const file of readdirSync(cases).filter((name) => name.endsWith('.plan.txt')))
    for (const line of readFileSync(join(cases, file), 'utf8').split('\n'))
      assert.ok(line.length <= 100, `${file}: ${line}`);
});

test('what is there to be copied stands on a line of its own, unbroken', async () => {
  const runbook = await runbookOfFile(join(cases, 'pilots.failback'));
  const inventory = inventoryFor(runbook);
  const command = `  az network nic show --ids ${'/subscriptions/x'.repeat(12)} --query ipConfigurations`;
  const plan = planFor(runbook, inventory, nothingFound, {
    now: NOW,
    part: 'whole',
    runbookFile: 'f',
    inventoryFile: 'i',
  });
  const printed = renderPlan({
    ...plan,
    blockedBy: [`Nobody knows the address. See it:\n${command}\nThen attest it.`],
  });
  const lines = printed.split('\n');
  assert.ok(lines.includes(`    ${command}`), printed);
  assert.ok(lines.includes('    Then attest it.'));
});

function option(text: string, name: string): string | undefined {
  return new RegExp(`^// ${name}: (.+)$`, 'm').exec(text)?.[1];
}

/** `UPDATE=1` writes what is printed now; read the difference before you commit it. */
function compare(printed: string, path: string): void {
  if (process.env.UPDATE === '1') writeFileSync(path, printed);
  assert.equal(printed, readFileSync(path, 'utf8'));
}
