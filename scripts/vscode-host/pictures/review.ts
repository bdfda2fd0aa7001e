import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, openFile } from './drive.ts';
import { SIZE, type Stage } from './stage.ts';

const RUNBOOK = 'contoso-erp.failback';

/** What somebody in a hurry would change. */
const EDITS: readonly (readonly [from: string, to: string])[] = [
  ['approve "Replicate back over the old machines" { by: dr-lead }', 'without-approval "the window is tonight"'],
  ['hold: 24 h', 'hold: 2 h'],
  ['location: alternate\n  datastore: ds-silver', 'location: alternate\n  datastore: ds-gold'],
  ['at-most: 4 machines', 'at-most: 8 machines'],
];

/** A change compared with where its branch began: the panel with links, and the marks beside the lines. */
export async function reviewPictures({ page, workspace, save }: Stage): Promise<void> {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Dana', '-c', 'user.email=dana@contoso.example', ...args], { cwd: workspace });
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '-m', 'The runbook as it was reviewed');
  git('checkout', '-q', '-b', 'tonight');
  const file = join(workspace, RUNBOOK);
  writeFileSync(
    file,
    EDITS.reduce((text, [from, to]) => text.replace(from, to), readFileSync(file, 'utf8')),
  );
  await page.setViewportSize({ width: 1720, height: 950 });
  await openFile(page, RUNBOOK);
  await page.waitForTimeout(4000);
  await command(page, 'View: Close Primary Side Bar');
  await command(page, 'Failback: Toggle Review Marks');
  await page.waitForTimeout(4000);
  await command(page, 'Failback: Compare With Revision');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Where This Branch Began' }).first().click();
  const review = page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  // A link of the panel leads to its line in the editor beside it.
  await review.locator('.where a').first().click();
  await page.waitForTimeout(1500);
  await save('review');
  await page.setViewportSize(SIZE);
}
