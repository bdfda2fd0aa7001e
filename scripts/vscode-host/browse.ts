/** Opens the Chromium of this machine. */

import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from './find-browser.mjs';

export async function openBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('No Chromium found. Run: node scripts/vscode-host/set-up.mjs');
  const root = process.getuid?.() === 0;
  return chromium.launch({ executablePath, args: root ? ['--no-sandbox'] : [] });
}
