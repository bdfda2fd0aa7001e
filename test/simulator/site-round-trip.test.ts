import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { inventorySchema } from '../../core/inventory/inventory.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { arbitrarySite } from './arbitrary-site.ts';
import { captureSimulatedSite } from './site-capture.ts';

/** Sections that a vCenter or a host shows; what only the vault tells of a vCenter is not asked for. */
const SECTIONS = ['vcenters', 'hosts', 'datastores', 'storageClusters', 'siteMachines'] as const;
const TOLD_BY_THE_VAULT = new Set(['id', 'connected', 'lastHeartbeat', 'seenAt']);

test('a capture of the simulated site gives what it was made from', async () => {
  await fc.assert(
    fc.asyncProperty(arbitrarySite, fc.constantFrom(1, 2, 500), async (inventory, vimPageSize) => {
      assert.doesNotThrow(() => inventorySchema.parse(inventory));
      await comesBack(inventory, { vimPageSize });
    }),
    { numRuns: 60 },
  );
});

for (const file of [
  'examples/contoso-erp/contoso-erp.inventory.json',
  'examples/contoso-branch/rotterdam.inventory.json',
  'test/simulator/fixtures/modernized.inventory.json',
  'test/rules/base.classic.inventory.json',
])
  test(`a capture of the site in '${file}' gives it again`, async () => {
    const path = fileURLToPath(new URL(`../../${file}`, import.meta.url));
    // Written by hand, some say 'flat' where a capture writes the file of a disk.
    const text = readFileSync(path, 'utf8').replaceAll(/,\s*"backing": "flat"/g, '');
    await comesBack(parseInventory(text, file), {});
  });

async function comesBack(inventory: Inventory, knobs: { readonly vimPageSize?: number }): Promise<void> {
  const simulator = await startSimulator({ inventory, speed: 'advance', knobs });
  try {
    const seen = await captureSimulatedSite(simulator, inventory);
    assert.equal(seen.notCaptured, undefined);
    for (const section of SECTIONS) {
      const was: readonly Named[] = inventory[section] ?? [];
      const is: readonly Named[] = (seen[section] ?? []).filter((one) => wasThere(section, one, inventory));
      assert.deepEqual(is.map(({ name }) => name).sort(), was.map(({ name }) => name).sort(), section);
      for (const one of was) {
        const found = is.find(({ name, vcenter }) => name === one.name && vcenter === (one.vcenter ?? vcenter));
        for (const [key, fact] of Object.entries(one))
          if (!TOLD_BY_THE_VAULT.has(key))
            assert.deepEqual(only((found as Record<string, unknown>)[key], fact), fact, `${one.name} ${key}`);
      }
    }
  } finally {
    await simulator.close();
  }
}

type Named = { readonly name: string; readonly vcenter?: string | undefined };

/** A bare host is a server of its own in a capture; in the inventory it may be a host only. */
function wasThere(section: (typeof SECTIONS)[number], one: Named, inventory: Inventory): boolean {
  return section !== 'vcenters' || (inventory.vcenters ?? []).some(({ name }) => name === one.name);
}

/** Of what was captured, that which the inventory has too: a capture may tell more. */
function only(captured: unknown, fact: unknown): unknown {
  if (Array.isArray(fact) && Array.isArray(captured) && fact.every((entry) => typeof entry === 'string')) {
    const wanted = new Set(fact);
    // Privileges: those of reading come with any account.
    return captured.filter((entry) => wanted.has(entry) || !String(entry).startsWith('System.'));
  }
  if (Array.isArray(fact) && Array.isArray(captured)) return captured.map((entry, index) => only(entry, fact[index]));
  if (typeof fact === 'object' && fact !== null && typeof captured === 'object' && captured !== null)
    return Object.fromEntries(
      Object.keys(fact).map((key) => [
        key,
        only((captured as Record<string, unknown>)[key], (fact as Record<string, unknown>)[key]),
      ]),
    );
  return captured;
}
