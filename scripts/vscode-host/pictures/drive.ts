/** What a person does with keys and pointer. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Stage } from './stage.ts';

export async function openFile(page: Page, name: string): Promise<void> {
  await pick(page, 'Control+p', name);
  await page.waitForSelector(`.tab[data-resource-name="${name}"]`);
}

export async function command(page: Page, title: string): Promise<void> {
  await pick(page, 'F1', title);
  await page.waitForTimeout(500);
}

/** Types into the box that the key opens, and takes what is offered once it is offered. */
async function pick(page: Page, key: string, text: string): Promise<void> {
  await page.keyboard.press(key);
  await page.waitForSelector('.quick-input-widget input');
  await page.keyboard.type(text);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().waitFor();
  await page.waitForTimeout(200);
  await page.keyboard.press('Enter');
}

/** Puts the cursor behind a text of the open file: behind its first occurrence after `after`. */
export async function cursorBehind({ page, workspace }: Stage, file: string, text: string, after = ''): Promise<void> {
  const whole = readFileSync(join(workspace, file), 'utf8');
  const from = whole.indexOf(text, whole.indexOf(after));
  if (from === -1) throw new Error(`'${text}' does not stand in ${file}.`);
  const before = whole.slice(0, from + text.length).split('\n');
  await page.keyboard.press('Control+g');
  await page.waitForSelector('.quick-input-widget input');
  await page.keyboard.type(`${before.length}:${(before.at(-1)?.length ?? 0) + 1}`);
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
}

/** Holds the pointer over the first error until the editor tells what is wrong. */
export async function hoverError(page: Page): Promise<void> {
  await page.waitForSelector('.squiggly-error');
  await page.keyboard.press('Escape');
  await page.waitForTimeout(800);
  const squiggle = await page.locator('.squiggly-error').first().boundingBox();
  if (squiggle) await page.mouse.move(squiggle.x + squiggle.width / 2, squiggle.y + squiggle.height / 2, { steps: 4 });
  await page.waitForSelector('.monaco-hover:not(.hidden) .hover-row');
}

/** Takes the last edits back, and saves. */
export async function takeBack(page: Page, edits: number): Promise<void> {
  await page.mouse.move(700, 300);
  for (let taken = 0; taken < edits; taken += 1) await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+s');
}

export async function widenSideBar(page: Page, by = 190): Promise<void> {
  const bar = await page.locator('.part.sidebar').boundingBox();
  if (bar === null) return;
  const edge = bar.x + bar.width;
  await page.mouse.move(edge, 500);
  await page.mouse.down();
  await page.mouse.move(edge + by, 500, { steps: 5 });
  await page.mouse.up();
  await page.mouse.move(1000, 300);
}

/** Unfolds or folds a row of the Runs view: the one whose label is `label`. */
export async function toggleRow(page: Page, label: string): Promise<void> {
  await page.locator(`[role=treeitem][aria-label^="${label}, "]`).first().click();
  await page.waitForTimeout(400);
}

/** Types into the box that asks so, once it is there. */
export async function answerBox(page: Page, question: string, text: string): Promise<void> {
  await page.locator('.quick-input-widget', { hasText: question }).first().waitFor();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** Presses a button of the notification that says `text`. */
export async function press(page: Page, text: string, button: string): Promise<void> {
  const toast = page.locator('.notification-toast', { hasText: text }).first();
  await toast.locator('.monaco-button', { hasText: button }).first().click();
}
