// Makes a real VS Code ready for the editor tests, without a desktop: code-server (VS Code's own workbench and extension
// host) from npm, and a Chromium to look at it with. Runs on Node 20 or later; costs a moment when all is there.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findBrowser } from './find-browser.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');

/** Folder of its own, so that code-server's packages never mix with the project's. */
export const hostFolder = join(root, '.cache/vscode-host');
export const codeServerEntry = join(hostFolder, 'node_modules/code-server/out/node/entry.js');
/** The project's own Node 24, which code-server asks for. */
export const node24 = join(root, 'node_modules/node/bin/node');

const vscodeFolder = join(hostFolder, 'node_modules/code-server/lib/vscode');
const stamp = join(hostFolder, 'ready');

/** Installs what is missing. Ends the process with one plain sentence and one command where it may not. */
export function setUpHost() {
  const desktop = process.env.FAILBACK_VSCODE;
  if (desktop) {
    if (!existsSync(desktop))
      stop(
        `FAILBACK_VSCODE names '${desktop}', and there is no such file.`,
        'Point it at the VS Code program, or unset it to use code-server.',
      );
    return;
  }
  setUpCodeServer();
  setUpBrowser();
}

function setUpCodeServer() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(here, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(codeServerEntry)) return;
  say('Installing code-server 4.139.1 (VS Code 1.139.1, about 600 MB in .cache/vscode-host; once).');
  rmSync(stamp, { force: true });
  mkdirSync(hostFolder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(here, file), join(hostFolder, file));
  // Its install scripts reach for GitHub and for a compiler. Neither is needed: the native parts that are missing then
  // (a watchdog, a log written to files) are ones that VS Code does without.
  npm(['ci', '--ignore-scripts'], hostFolder);
  npm(['install', '--omit=dev', '--ignore-scripts'], vscodeFolder);
  writeFileSync(stamp, wanted);
}

function setUpBrowser() {
  if (findBrowser()) return;
  const install = 'apt-get install -y --no-install-recommends chromium fonts-dejavu-core';
  const mayInstall = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!mayInstall) {
    const command =
      process.platform === 'linux' && existsSync('/usr/bin/apt-get')
        ? `sudo ${install}`
        : 'npx playwright-core install chromium';
    stop('The editor tests need Chromium or Chrome, and installing a browser is for you to decide.', command);
  }
  say('Installing Chromium and a font from Debian (about 410 MB; once).');
  run('apt-get', ['update', '-q']);
  run('apt-get', install.split(' ').slice(1));
  if (!findBrowser())
    stop(
      'Chromium was installed, yet its program is not to be found.',
      'Set FAILBACK_BROWSER to the path of a Chromium or Chrome.',
    );
}

function npm(args, cwd) {
  run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], cwd);
}

function run(command, args, cwd = root) {
  const done = spawnSync(command, args, {
    cwd,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (done.status === 0) return;
  process.stderr.write(`${done.stdout ?? ''}${done.stderr ?? ''}`);
  stop(
    `\`${[command, ...args].join(' ')}\` ended with ${done.status ?? done.error?.message}; its messages are above.`,
    'Check that the registry it names can be reached, then start again.',
  );
}

/** npm must run on the Node that code-server will run on, and Debian must not ask questions. */
function environment() {
  const path = [join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter);
  return { ...process.env, PATH: path, DEBIAN_FRONTEND: 'noninteractive' };
}

function say(sentence) {
  process.stderr.write(`vscode-host: ${sentence}\n`);
}

function stop(problem, remedy) {
  process.stderr.write(`vscode-host: ${problem}\n\n    ${remedy}\n\n`);
  process.exit(1);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) setUpHost();
