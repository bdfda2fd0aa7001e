import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { worldOf } from '../../core/inventory/world.ts';
import { MissingIds } from '../../core/plan/missing-ids.ts';
import { vaultIds } from '../../core/plan/vault-ids.ts';
import { wantedMachines } from '../../executor/capture/capture-world.ts';
import { loadText } from '../support/load-texts.ts';

const TYPED = 'Rückkehr'.normalize('NFC');
const CAPTURED = 'RÜCKKEHR'.normalize('NFD');
const seenAt = '2026-11-23T09:00:00Z';

test('ids are found by names with marks, however those were typed', async () => {
  const inventory: Inventory = {
    schema: 'failback/inventory',
    version: 1,
    capturedAt: seenAt,
    capturedBy: 'a test',
    policies: [{ id: 'policy-id', name: CAPTURED, instanceType: 'InMageRcmFailback', seenAt }],
    runAsAccounts: [{ id: 'account-id', name: CAPTURED, seenAt }],
  };
  const { runbook } = await loadText('runbook r { architecture: modernized }\n');
  assert.ok(runbook !== undefined);
  const missing = new MissingIds();
  const ids = vaultIds(runbook, worldOf(inventory), missing);
  assert.equal(ids.policy(TYPED, 'InMageRcmFailback', 'policy', 'a'), 'policy-id');
  assert.equal(ids.runAs(TYPED, 'a'), 'account-id');
  assert.deepEqual(missing.sentences(), []);
});

test('a machine of the site is captured whose name the vault has with marks of its own', () => {
  const azure: Inventory = { schema: 'failback/inventory', version: 1, capturedAt: seenAt, capturedBy: 'a test' };
  assert.ok(wantedMachines(azure, [TYPED])(CAPTURED));
  assert.ok(!wantedMachines(azure, [TYPED])('Ruckkehr'));
});
