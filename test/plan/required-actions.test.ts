import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { customRole, requiredActions } from '../../core/plan/required-actions.ts';
import { azureActions, vaultActions } from '../../core/rules/azure-actions.ts';
import { guestPrivileges, neededPrivileges } from '../../core/rules/vsphere-privileges.ts';
import { load, planOf, THREE } from '../executor/estate.ts';

const root = join(import.meta.dirname, '../..');

async function plan(): Promise<Plan> {
  const path = join(root, 'examples/contoso-erp/contoso-erp.inventory.json');
  const inventory = parseInventory(await readFile(path, 'utf8'), path);
  const { runbook } = await load(THREE);
  return planOf(runbook, inventory, new Date(inventory.capturedAt));
}

test('a role allows what the plan calls, in its resource groups, and nothing else', async () => {
  const whole = await plan();
  const role = customRole(whole);
  for (const action of vaultActions('modernized')) assert.ok(role.Actions.includes(action), action);
  assert.ok(!role.Actions.some((action) => action.includes('*') || /unplannedFailover|runCommands|disks/.test(action)));
  assert.deepEqual(role.Actions, [...new Set(role.Actions)].sort());
  assert.ok(role.AssignableScopes.every((scope) => /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/.test(scope)));
  const first = { ...whole, steps: whole.steps.filter(({ kind }) => kind === 'preflight' || kind === 'reprotect') };
  assert.deepEqual([...requiredActions(first).byOperation.keys()], ['look', 'reprotect']);
});

test('a script inside a machine wants the run command, and no other plan does', async () => {
  const whole = await plan();
  const guest = { in: 'azure', machine: 'erp-db-01', os: 'linux', vmId: null } as const;
  const step = {
    ...whole.steps[0],
    kind: 'run',
    script: 'x.sh',
    on: 'guest',
    timeout: 1,
    guest,
  } as Plan['steps'][number];
  const added = requiredActions({ ...whole, steps: [...whole.steps, step] }).actions;
  assert.deepEqual(
    added.filter((action) => !requiredActions(whole).actions.includes(action)),
    azureActions['run-inside'].filter((action) => action.includes('runCommands')).toSorted(),
  );
});

test('the page about rights says what the table says; UPDATE=1 writes it anew', () => {
  const file = join(root, 'docs/permissions.md');
  const [before = ''] = readFileSync(file, 'utf8').split('<!-- from here on written by a test -->');
  const rows = Object.entries(azureActions).map(
    ([operation, actions]) => `| ${operation} | ${actions.map((action) => `\`${action}\``).join('<br>')} |`,
  );
  const privileges = [...neededPrivileges].map(([id, shown]) => `| \`${id}\` | ${shown} |`);
  const page = `${before}<!-- from here on written by a test -->

## Azure, by operation

| operation | actions |
| --- | --- |
${rows.join('\n')}

## vSphere

| privilege | as the client shows it |
| --- | --- |
${privileges.join('\n')}

Besides, where a script runs inside a machine at home, for the account that failback itself signs in to the vCenter with ([FB131](rules/FB131.md)):

| privilege | as the client shows it |
| --- | --- |
${[...guestPrivileges].map(([id, shown]) => `| \`${id}\` | ${shown} |`).join('\n')}
`;
  if (process.env.UPDATE === '1') writeFileSync(file, page);
  else assert.equal(readFileSync(file, 'utf8'), page);
});
