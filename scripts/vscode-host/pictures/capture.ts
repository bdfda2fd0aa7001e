import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Inventory } from '../../../core/inventory/inventory.ts';
import { parseInventory } from '../../../core/inventory/parse-inventory.ts';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { node24 } from '../set-up.mjs';
import { command, openFile } from './drive.ts';
import { slowLink } from './slow-link.ts';
import type { Stage } from './stage.ts';

const RUNBOOK = 'contoso-erp.failback';
const program = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

/** A capture under way, and what has changed since the one before: a snapshot, and room that is gone. */
export async function capturePictures({ page, workspace, save }: Stage): Promise<void> {
  const file = join(workspace, 'contoso-erp.inventory.json');
  const before = await startSimulator({ inventory: read(file) });
  const args = ['capture', join(workspace, RUNBOOK), '--simulator', before.proxyUrl, '--out', file];
  const first = await ended(args);
  await before.close();
  if (first !== 0) throw new Error(`The first capture ended with ${first}.`);
  const now = await startSimulator({ inventory: later(read(file)) });
  const link = await slowLink(now.proxyUrl, 250);
  try {
    captureFrom(workspace, link.url);
    await openFile(page, RUNBOOK);
    await page.waitForTimeout(3000);
    await command(page, 'Failback: Capture Inventory');
    const toast = page.locator('.notification-toast', { hasText: 'Capturing' });
    await toast
      .filter({ hasText: /protected items|network|vc-ams/ })
      .first()
      .waitFor();
    await save('capture-progress', 'detail');
    await page.locator('.notification-toast', { hasText: 'Captured 12' }).first().waitFor({ timeout: 60_000 });
    await command(page, 'View: Close Primary Side Bar');
    await page.waitForTimeout(1500);
    await save('capture', 'detail');
  } finally {
    link.close();
    await now.close();
  }
}

function later(inventory: Inventory): Inventory {
  return {
    ...inventory,
    datastores: inventory.datastores?.map((datastore) =>
      datastore.name === 'ds-gold' ? { ...datastore, freeBytes: 2 ** 40 } : datastore,
    ),
    siteMachines: inventory.siteMachines?.map((machine) =>
      machine.name === 'erp-db-02' ? { ...machine, snapshots: ['before the patch'] } : machine,
    ),
  };
}

/** Where the editor captures from, as a person would set it for this folder. */
function captureFrom(workspace: string, url: string): void {
  mkdirSync(join(workspace, '.vscode'), { recursive: true });
  const settings = { 'failback.captureFrom': url, 'diffEditor.hideUnchangedRegions.enabled': true };
  writeFileSync(join(workspace, '.vscode/settings.json'), JSON.stringify(settings));
}

function read(file: string): Inventory {
  return parseInventory(readFileSync(file, 'utf8'), file);
}

/** Not waited for with this process at rest, since the estate that is captured lives in it. */
function ended(args: readonly string[]): Promise<number | null> {
  return new Promise((resolve) => {
    spawn(node24, [program, ...args], { stdio: 'ignore' }).once('exit', resolve);
  });
}
