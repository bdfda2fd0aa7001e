/**
 * `npm run screenshots`: the pictures of docs/screenshots and of the walkthrough, taken of the packaged extension in the host of the editor tests,
 * without the flag for tests, which hides notifications. Light and dark, what stands beside the text in high contrast too;
 * `npm run screenshots -- classic dark` takes a part.
 */

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { capturePictures } from './pictures/capture.ts';
import { changedFactPictures } from './pictures/changed-fact.ts';
import { CLASSIC_FAULTS, classicPictures } from './pictures/classic.ts';
import { languagePictures } from './pictures/language.ts';
import { modernizedPictures } from './pictures/modernized.ts';
import { reviewPictures } from './pictures/review.ts';
import { onStage } from './pictures/stage.ts';
import { takeOverPictures } from './pictures/take-over.ts';
import { walkthroughPictures } from './pictures/walkthrough.ts';
import { codeServerEntry, node24, setUpHost } from './set-up.mjs';

const stories = {
  modernized: { example: 'contoso-erp', play: modernizedPictures, settings: {} },
  classic: {
    example: 'contoso-branch',
    play: classicPictures,
    settings: { 'failback.rehearsal.faults': CLASSIC_FAULTS },
  },
  'changed-fact': { example: 'contoso-erp', play: changedFactPictures, settings: {} },
  capture: { example: 'contoso-erp', play: capturePictures, settings: {} },
  language: { example: 'contoso-erp', play: languagePictures, settings: {} },
  'take-over': { example: 'contoso-erp', play: takeOverPictures, settings: {} },
  walkthrough: { example: 'contoso-erp', play: walkthroughPictures, settings: {} },
  review: { example: 'contoso-erp', play: reviewPictures, settings: {} },
};

/** What is beside the text, and beside the steps of the walkthrough, must suit every theme. */
const IN_CONTRAST: readonly string[] = ['language', 'walkthrough'];

const THEMES = ['dark', 'light', 'contrast'] as const;

setUpHost();
const root = fileURLToPath(new URL('../..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'failback-pictures-'));
const wanted = process.argv.slice(2);
const isWanted = (word: string, all: readonly string[]) =>
  wanted.includes(word) || !all.some((other) => wanted.includes(other));

try {
  mkdirSync(join(root, 'docs/screenshots'), { recursive: true });
  const extensionsDir = installPackaged();
  for (const theme of THEMES) {
    if (!isWanted(theme, THEMES)) continue;
    for (const [name, { play, ...story }] of Object.entries(stories)) {
      if (!isWanted(name, Object.keys(stories)) || (theme === 'contrast' && !IN_CONTRAST.includes(name))) continue;
      await onStage({ ...story, theme, scratch: join(scratch, name), extensionsDir }, play);
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function installPackaged(): string {
  const vsix = join(scratch, 'failback.vsix');
  const extensions = join(scratch, 'extensions');
  const quietly = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--skip-license'];
  run(join(root, 'node_modules/.bin/vsce'), ['package', ...quietly, '--out', vsix]);
  const installer = ['--extensions-dir', extensions, '--user-data-dir', join(scratch, 'installer')];
  run(node24, [codeServerEntry, '--install-extension', vsix, ...installer]);
  return extensions;
}

function run(program: string, args: readonly string[]): void {
  const done = spawnSync(program, args, { cwd: root, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${program} ended with ${done.status}:\n${done.stdout}${done.stderr}`);
}
