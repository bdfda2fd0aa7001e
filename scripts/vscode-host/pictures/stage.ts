/** An editor on a workspace of its own, with the packaged extension and notifications: what a picture is taken of. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { openBrowser } from '../browse.ts';
import { copyFresh } from '../fresh-example.ts';
import { serveVsCode } from '../serve.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export type Theme = 'dark' | 'light' | 'contrast';

export interface Stage {
  readonly page: Page;
  readonly workspace: string;
  /** Where its runs lie. */
  readonly home: string;
  /** Keeps what is to be seen; a `detail` in the dark only. */
  save(name: string, kind?: 'detail'): Promise<void>;
  /** Keeps a part of what is to be seen, for a step of the walkthrough. */
  saveStep(step: string, part: string): Promise<void>;
}

export interface Setting {
  readonly theme: Theme;
  /** A folder of `examples`. */
  readonly example: string;
  readonly scratch: string;
  readonly extensionsDir: string;
  readonly settings?: Readonly<Record<string, unknown>>;
}

export const SIZE = { width: 1360, height: 850 };

export async function onStage(
  { theme, example, scratch, extensionsDir, settings = {} }: Setting,
  play: (stage: Stage) => Promise<void>,
): Promise<void> {
  const workspace = join(scratch, theme, example, 'failback-runbooks');
  const home = join(scratch, theme, example, 'home');
  copyFresh(join(root, 'examples', example), workspace);
  const server = await serveVsCode({
    userDataDir: join(scratch, theme, example, 'user'),
    extensionsDir,
    settings: { ...settingsFor(theme), ...settings },
    smokeTest: false,
    workspaceTrust: false,
    env: { ...process.env, FAILBACK_HOME: home },
  });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: SIZE });
    await page.goto(`http://127.0.0.1:${server.port}/?folder=${workspace}`);
    page.setDefaultTimeout(20_000);
    await page.waitForSelector('.monaco-workbench .part.sidebar .monaco-list-row');
    const save = async (name: string, kind?: 'detail') => {
      if (kind === 'detail' && theme !== 'dark') return;
      await page.waitForTimeout(700);
      await page.screenshot({ path: join(root, 'docs/screenshots', `${name}-${theme}.png`) });
    };
    const saveStep = async (step: string, part: string) => {
      await page.waitForTimeout(700);
      const path = join(root, 'extension/walkthrough', `${step}-${theme}.png`);
      await page.locator(part).first().screenshot({ path });
    };
    await play({ page, workspace, home, save, saveStep });
  } finally {
    await browser.close();
    await server.close();
  }
}

const COLOURS: Readonly<Record<Theme, string>> = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  contrast: 'Default High Contrast',
};

function settingsFor(theme: Theme): Record<string, unknown> {
  return {
    'workbench.colorTheme': COLOURS[theme],
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
  };
}
