import { command, openFile, widenSideBar } from './drive.ts';
import { answerUntil, finish, isAt } from './people.ts';
import { SIZE, type Stage } from './stage.ts';

const RUNBOOK = 'contoso-erp.failback';

/** From a plan to the report of a finished failback. */
export async function modernizedPictures(stage: Stage): Promise<void> {
  const { page, home, save } = stage;
  await openFile(page, RUNBOOK);
  await page.waitForTimeout(4000);
  await command(page, 'Failback: Show Plan');
  await command(page, 'View: Close Primary Side Bar');
  await page.setViewportSize({ width: 1720, height: 850 });
  await page.waitForTimeout(2500);
  await save('plan');

  await page.setViewportSize(SIZE);
  await command(page, 'View: Close All Editor Groups');
  await openFile(page, RUNBOOK);
  await command(page, 'Failback: Rehearse on Simulated Estate');
  await answerUntil(home, 'the cutover', isAt('Business agrees'));
  await widenSideBar(page);
  await command(page, 'Notifications: Clear All Notifications');
  // The databases are at home and verified, the application waits for its approval: the middle of a run.
  await answerUntil(home, 'the databases', isAt('Databases are verified'));
  await page.waitForSelector('.notification-toast', { timeout: 30_000 });
  // The view follows a moment later.
  await page.locator('[role=treeitem][aria-label^="Databases are verified"]').first().waitFor();
  await save('run');

  await finish(home);
  await page.waitForTimeout(2500);
  await command(page, 'Notifications: Clear All Notifications');
  await command(page, 'View: Close All Editor Groups');
  await command(page, 'Failback: Open Report');
  await page.waitForTimeout(2500);
  await save('report');
}
