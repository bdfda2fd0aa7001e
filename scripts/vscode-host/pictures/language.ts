import { command, cursorBehind, hoverError, openFile, takeBack } from './drive.ts';
import type { Stage } from './stage.ts';

const RUNBOOK = 'contoso-erp.failback';

/** What stands beside the text and comes up while it is typed: lenses, hints, errors, values of the inventory, fixes, help. */
export async function languagePictures(stage: Stage): Promise<void> {
  const { page, save } = stage;
  await openFile(page, RUNBOOK);
  await page
    .getByText('≈ 15 min of work')
    .first()
    .waitFor({ state: 'attached' })
    .catch(() => undefined);
  await save('lenses', 'detail');
  await cursorBehind(stage, RUNBOOK, 'via: asr-app-01');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('9');
  await hoverError(page);
  await save('editor');
  await takeBack(page, 2);
  await command(page, 'View: Close Primary Side Bar');
  await cursorBehind(stage, RUNBOOK, 'datastore: ', 'vm erp-batch');
  await page.keyboard.press('Control+Space');
  await page.locator('.suggest-widget .monaco-list-row', { hasText: 'ds-silver' }).first().waitFor();
  await save('completion');
  await page.keyboard.press('Escape');

  await cursorBehind(stage, RUNBOOK, 'datastore: ds-gold', 'vm erp-db-02');
  await page.keyboard.type('x');
  await page.waitForSelector('.squiggly-error');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget', { hasText: 'Declare' }).first().waitFor();
  await save('fixes', 'detail');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');

  await cursorBehind(stage, RUNBOOK, 'port: 443');
  await command(page, 'Trigger Parameter Hints');
  await page.waitForTimeout(1500);
  await save('help', 'detail');
}
