import { command, cursorBehind, hoverError, openFile, takeBack, widenSideBar } from './drive.ts';
import { answerUntil, finish, isAt } from './people.ts';
import { SIZE, type Stage } from './stage.ts';

const RUNBOOK = 'contoso-erp.failback';
/** About as much as the walkthrough has room for beside its steps, so that letters keep their size. */
const SMALL = { width: 860, height: 620 };

/** What stands beside the steps of the walkthrough, taken on the way that it leads; then the walkthrough, every step ticked. */
export async function walkthroughPictures(stage: Stage): Promise<void> {
  const { page, home, saveStep } = stage;
  await openFile(page, RUNBOOK);
  await page.waitForTimeout(4000);
  await command(page, 'Failback: Open Walkthrough');
  await page.locator('.getting-started-step:has(.complete)', { hasText: 'Open a runbook' }).waitFor();
  await page.waitForTimeout(1000);
  await command(page, 'View: Close All Editor Groups');
  await openFile(page, RUNBOOK);
  await page.setViewportSize(SMALL);
  await command(page, 'View: Close Primary Side Bar');
  await cursorBehind(stage, RUNBOOK, 'before reprotect {');
  await saveStep('runbook', '.part.editor');

  await cursorBehind(stage, RUNBOOK, 'vm erp-db');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+i');
  await page.waitForSelector('.monaco-hover:not(.hidden) .hover-row');
  await saveStep('inventory', '.part.editor');
  await page.keyboard.press('Escape');

  await cursorBehind(stage, RUNBOOK, 'via: asr-app-01');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('9');
  await hoverError(page);
  await saveStep('findings', '.part.editor');
  await takeBack(page, 2);
  await command(page, 'Failback: Check Runbook');
  await command(page, 'Notifications: Clear All Notifications');

  await command(page, 'Failback: Show Plan');
  await page.waitForTimeout(2500);
  await page.keyboard.press('Control+2');
  await command(page, 'View: Close Editors in Other Groups');
  await saveStep('plan', '.part.editor');
  await command(page, 'View: Close All Editor Groups');

  await openFile(page, RUNBOOK);
  await command(page, 'Failback: Rehearse on Simulated Estate');
  await page.locator('.notification-toast', { hasText: 'waits for' }).first().waitFor();
  await saveStep('gate', '.notification-toast');
  await command(page, 'Notifications: Clear All Notifications');
  await answerUntil(home, 'the databases', isAt('Databases are verified'));
  await page.locator('[role=treeitem][aria-label^="Databases are verified"]').first().waitFor();
  await page.setViewportSize({ width: SIZE.width, height: SMALL.height });
  await widenSideBar(page, 400);
  await command(page, 'Notifications: Clear All Notifications');
  await saveStep('rehearsal', '.part.sidebar');
  await page.setViewportSize(SMALL);

  await finish(home);
  await page.waitForTimeout(2500);
  await command(page, 'Notifications: Clear All Notifications');
  await command(page, 'View: Close All Editor Groups');
  await command(page, 'View: Close Primary Side Bar');
  await command(page, 'Failback: Open Report');
  await page.waitForTimeout(2500);
  await saveStep('report', '.part.editor');
  await showWalkthrough(stage);
}

/** Every step was taken on the way here, so a step that is not ticked has an event that never comes. */
async function showWalkthrough({ page, save }: Stage): Promise<void> {
  await page.setViewportSize({ width: SIZE.width, height: 1000 });
  await command(page, 'View: Close All Editor Groups');
  await command(page, 'Failback: Open Walkthrough');
  await page.waitForTimeout(1500);
  const open = await page.locator('.getting-started-step:not(:has(.complete))').allInnerTexts();
  if (open.length > 0)
    throw new Error(`These steps of the walkthrough were taken and are not ticked: ${open.join('; ')}`);
  await page.locator('.getting-started-step', { hasText: 'Rehearse it' }).click();
  await page.waitForTimeout(1000);
  await save('walkthrough');
}
