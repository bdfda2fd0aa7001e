import {
  answerBox,
  command,
  cursorBehind,
  hoverError,
  openFile,
  press,
  takeBack,
  toggleRow,
  widenSideBar,
} from './drive.ts';
import { answerUntil, finish } from './people.ts';
import { SIZE, type Stage } from './stage.ts';

const RUNBOOK = 'contoso-branch.failback';
/** What the rule at the master target would have caught, met while the run is on. */
export const CLASSIC_FAULTS = ['8061@reprotect/branch-kiosk'];

/** The classic architecture: a rule, the plan, an approval, a documented failure and how it is mended, the report. */
export async function classicPictures(stage: Stage): Promise<void> {
  const { page, home, save } = stage;
  await openFile(page, RUNBOOK);
  await page.waitForTimeout(4000);
  await cursorBehind(stage, RUNBOOK, 'via: mt-windows', 'vm branch-kiosk');
  await page.keyboard.type('-2');
  await page.keyboard.press('Escape');
  await hoverError(page);
  await save('classic-editor');
  await takeBack(page, 2);

  await command(page, 'Failback: Show Plan');
  await command(page, 'View: Close Primary Side Bar');
  await page.setViewportSize({ width: 1720, height: 850 });
  await page.waitForTimeout(2500);
  await save('classic-plan', 'detail');

  await page.setViewportSize(SIZE);
  await command(page, 'View: Close All Editor Groups');
  await openFile(page, RUNBOOK);
  await command(page, 'Failback: Rehearse on Simulated Estate');
  await page.locator('.notification-toast', { hasText: 'waits for' }).first().waitFor();
  await widenSideBar(page);
  await page.waitForTimeout(500);
  await command(page, 'Notifications: Clear All Notifications');

  await answerUntil(home, 'the failed reprotect', ({ state }) =>
    [...state.steps.values()].some(({ failure }) => failure !== undefined),
  );
  await page.locator('.notification-toast', { hasText: '8061' }).first().waitFor();
  await page.waitForTimeout(1500);
  await toggleRow(page, 'files');
  await toggleRow(page, 'branch');
  await save('classic-failure');
  await press(page, '8061', 'Settle');
  await page.waitForTimeout(800);
  await save('classic-settle', 'detail');
  await page.keyboard.press('Enter');
  await answerBox(page, 'Why?', 'ds-shared is mounted for writing on esx-rtm-01');
  await answerBox(page, 'Your name', 'storage');
  await page.waitForTimeout(1500);

  await finish(home);
  await page.locator('[role=treeitem][aria-label*="7 of 7 home"]').first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(2500);
  await command(page, 'Notifications: Clear All Notifications');
  await command(page, 'View: Close All Editor Groups');
  await command(page, 'View: Close Primary Side Bar');
  await command(page, 'Failback: Open Report');
  await page.waitForTimeout(2500);
  await save('classic-report');
}
