/**
 * `npm run screenshots`: the pictures of docs/screenshots, taken of the packaged extension in the host of the editor tests,
 * without the flag for tests, which hides notifications. Light and dark.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { findRun, type RunHandle, readRun, sendCommand } from '../../executor/journal/runs.ts';
import { openBrowser } from './browse.ts';
import { serveVsCode } from './serve.ts';
import { codeServerEntry, node24, setUpHost } from './set-up.mjs';

setUpHost();
const root = fileURLToPath(new URL('../..', import.meta.url));
const pictures = join(root, 'docs/screenshots');
const scratch = mkdtempSync(join(tmpdir(), 'failback-pictures-'));
const SIZE = { width: 1360, height: 850 };
const only = process.argv[2];

try {
  mkdirSync(pictures, { recursive: true });
  const extensions = installPackaged();
  for (const theme of ['dark', 'light'] as const) {
    if (only === undefined || only === theme) await picture(theme, extensions);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function installPackaged(): string {
  const vsix = join(scratch, 'failback.vsix');
  const extensions = join(scratch, 'extensions');
  run(join(root, 'node_modules/.bin/vsce'), [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--skip-license',
    '--out',
    vsix,
  ]);
  run(node24, [
    codeServerEntry,
    '--install-extension',
    vsix,
    '--extensions-dir',
    extensions,
    '--user-data-dir',
    join(scratch, 'installer'),
  ]);
  return extensions;
}

async function picture(theme: 'dark' | 'light', extensionsDir: string): Promise<void> {
  const workspace = join(scratch, theme, 'failback-runbooks');
  const home = join(scratch, theme, 'home');
  cpSync(join(root, 'examples/contoso-erp'), workspace, { recursive: true });
  const server = await serveVsCode({
    userDataDir: join(scratch, theme, 'user'),
    extensionsDir,
    settings: settingsFor(theme),
    smokeTest: false,
    workspaceTrust: false,
    env: { ...process.env, FAILBACK_HOME: home },
  });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: SIZE });
    await page.goto(`http://127.0.0.1:${server.port}/?folder=${workspace}`);
    page.setDefaultTimeout(15_000);
    await page.waitForSelector('.monaco-workbench .part.sidebar .monaco-list-row');
    const save = async (name: string) => {
      await page.waitForTimeout(700);
      await page.screenshot({ path: join(pictures, `${name}-${theme}.png`) });
    };
    await openFile(page, 'contoso-erp.failback');
    await page.waitForTimeout(4000);
    await diagnosticsAndHover(page);
    await save('editor');
    await mend(page);
    await command(page, 'Failback: Show Plan');
    await command(page, 'View: Close Primary Side Bar');
    await page.setViewportSize({ width: 1720, height: 850 });
    await page.waitForTimeout(2500);
    await save('plan');
    await page.setViewportSize(SIZE);
    await command(page, 'View: Close All Editor Groups');
    await openFile(page, 'contoso-erp.failback');
    await command(page, 'Failback: Rehearse on Simulated Estate');
    await runInProgress(page, home);
    await save('run');
    await finish(home);
    await page.waitForTimeout(2500);
    await command(page, 'Notifications: Clear All Notifications');
    await command(page, 'View: Close All Editor Groups');
    await command(page, 'Failback: Open Report');
    await page.waitForTimeout(2500);
    await save('report');
  } finally {
    await browser.close();
    await server.close();
  }
}

/** A name that means nothing, and the pointer on it. */
async function diagnosticsAndHover(page: Page): Promise<void> {
  await goTo(page, 31, 18);
  await page.keyboard.press('Backspace');
  await page.keyboard.type('9');
  await page.waitForSelector('.squiggly-error');
  await page.keyboard.press('Escape');
  await page.waitForTimeout(800);
  const squiggle = await page.locator('.squiggly-error').first().boundingBox();
  if (squiggle) await page.mouse.move(squiggle.x + squiggle.width / 2, squiggle.y + squiggle.height / 2, { steps: 4 });
  await page.waitForSelector('.monaco-hover:not(.hidden) .hover-row');
}

async function mend(page: Page): Promise<void> {
  await page.mouse.move(700, 300);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+s');
}

/** The databases are at home and verified, the application waits for its approval: the middle of a run. */
async function runInProgress(page: Page, home: string): Promise<void> {
  const handle = await newestRun(home);
  const answeredUntil = async (gate: string) => {
    for (;;) {
      const { open } = await readRun(handle);
      if (open.some(({ plan }) => plan.title.startsWith(gate))) return;
      if (!(await answer(home, ''))) await page.waitForTimeout(100);
    }
  };
  await answeredUntil('Business agrees');
  await widenSideBar(page);
  await command(page, 'Notifications: Clear All Notifications');
  await answeredUntil('Databases are verified');
  await page.waitForSelector('.notification-toast', { timeout: 30_000 });
}

async function widenSideBar(page: Page): Promise<void> {
  const bar = await page.locator('.part.sidebar').boundingBox();
  if (bar === null) return;
  const edge = bar.x + bar.width;
  await page.mouse.move(edge, 500);
  await page.mouse.down();
  await page.mouse.move(edge + 190, 500, { steps: 5 });
  await page.mouse.up();
  await page.mouse.move(1000, 300);
}

async function newestRun(home: string): Promise<RunHandle> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await findRun(home, 'latest');
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** Answers one open gate whose id begins so, for everybody it wants. */
async function answer(home: string, prefix: string): Promise<boolean> {
  const run = await findRun(home, 'latest');
  const { open } = await readRun(run);
  const gate = open.find(({ plan }) => plan.id.startsWith(prefix));
  if (gate === undefined || !('by' in gate.plan)) return false;
  for (const { name } of gate.plan.by.people)
    await sendCommand(run, { kind: 'approve', step: gate.plan.id, who: name, comment: 'Agreed in the change board' });
  return true;
}

async function finish(home: string): Promise<void> {
  const run = await findRun(home, 'latest');
  const deadline = Date.now() + 300_000;
  while ((await readRun(run)).state.endedAt === undefined) {
    if (Date.now() > deadline) throw new Error('The rehearsal did not end within five minutes.');
    if (!(await answer(home, ''))) await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

async function openFile(page: Page, name: string): Promise<void> {
  await pick(page, 'Control+p', name);
  await page.waitForSelector(`.tab[data-resource-name="${name}"]`);
}

async function command(page: Page, title: string): Promise<void> {
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

async function goTo(page: Page, line: number, column: number): Promise<void> {
  await page.keyboard.press('Control+g');
  await page.waitForSelector('.quick-input-widget input');
  await page.keyboard.type(`${line}:${column}`);
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
}

function settingsFor(theme: 'dark' | 'light'): Record<string, unknown> {
  return {
    'workbench.colorTheme': theme === 'dark' ? 'Default Dark Modern' : 'Default Light Modern',
    'workbench.startupEditor': 'none',
    'workbench.enableExperiments': false,
    'chat.disableAIFeatures': true,
    'editor.minimap.enabled': false,
    'editor.fontFamily': "'DejaVu Sans Mono'",
    'editor.fontSize': 13,
    'window.commandCenter': false,
    'workbench.layoutControl.enabled': false,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'extensions.ignoreRecommendations': true,
    'failback.rehearsal.speed': 3000,
  };
}

function run(program: string, args: readonly string[]): void {
  const done = spawnSync(program, args, { cwd: root, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${program} ended with ${done.status}:\n${done.stdout}${done.stderr}`);
}
