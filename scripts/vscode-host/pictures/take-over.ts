import { readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { command, openFile, widenSideBar } from './drive.ts';
import { answerUntil, isAt, newestRun } from './people.ts';
import type { Stage } from './stage.ts';

const MINUTES_MS = 60_000;

/** A process that holds a run and hangs: what the Runs view says of it, and what taking the run from it means. */
export async function takeOverPictures({ page, home, save }: Stage): Promise<void> {
  await openFile(page, 'contoso-erp.failback');
  await page.waitForTimeout(3000);
  await command(page, 'Failback: Rehearse on Simulated Estate');
  await answerUntil(home, 'the databases', isAt('Databases are verified'));
  await widenSideBar(page);
  const { directory } = await newestRun(home);
  const lease = join(directory, 'leases/1.json');
  const { pid } = JSON.parse(readFileSync(lease, 'utf8')) as { readonly pid: number };
  process.kill(pid, 'SIGSTOP');
  try {
    const longAgo = new Date(Date.now() - 7 * MINUTES_MS);
    for (const file of [lease, join(directory, 'pulse')]) utimesSync(file, longAgo, longAgo);
    await page.locator('[role=treeitem]', { hasText: 'not heard of' }).first().waitFor();
    await command(page, 'Notifications: Clear All Notifications');
    await command(page, 'Failback: Take Over Run');
    await page.locator('.monaco-dialog-box').waitFor();
    await save('run-take-over');
    await page.keyboard.press('Escape');
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}
