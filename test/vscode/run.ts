/**
 * Bundles the mocha suites and hands them to VS Code through `@vscode/test-electron`: a desktop VS Code where
 * FAILBACK_VSCODE names one, else the host in scripts/vscode-host. Arguments narrow the suites by name: `run.ts runs-view`.
 */

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { build } from 'esbuild';
import { copyFresh } from '../../scripts/vscode-host/fresh-example.ts';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const bundles = join(root, '.cache/vscode-tests');
const desktop = process.env.FAILBACK_VSCODE;
const only = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'failback-vscode-'));

try {
  await runSuites('suites', {});
  // A desktop VS Code is always started with trust switched off by test-electron, so these need the host of ours.
  if (desktop) console.log('Left out on a desktop VS Code: the suites for an untrusted workspace.');
  else await runSuites('untrusted', { FAILBACK_HOST_TRUST: 'on' });
  await runSuites('roots', {});
} catch (error) {
  // The suite has told what failed; where this file noticed it helps nobody.
  if (!(error instanceof TestRunFailedError)) throw error;
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function runSuites(folder: string, env: Record<string, string>): Promise<void> {
  const all = (await readdir(join(root, 'test/vscode', folder))).filter((file) => file.endsWith('.suite.ts')).sort();
  const chosen = all.filter((file) => only.length === 0 || only.some((part) => file.includes(part)));
  if (chosen.length === 0) return;
  const workspace = folder === 'roots' ? twoFolders() : oneFolder(folder);
  mkdirSync(join(scratch, `${folder}-home`), { recursive: true });
  await runTests({
    vscodeExecutablePath: desktop ?? join(root, 'scripts/vscode-host/code.ts'),
    extensionDevelopmentPath: root,
    extensionTestsPath: await bundle(folder, chosen),
    launchArgs: [
      workspace,
      `--user-data-dir=${join(scratch, `${folder}-user`)}`,
      `--extensions-dir=${join(scratch, `${folder}-extensions`)}`,
    ],
    extensionTestsEnv: {
      ...env,
      FAILBACK_HOME: join(scratch, `${folder}-home`),
      PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
    },
  });
}

function oneFolder(name: string): string {
  const workspace = join(scratch, name);
  cpSync(join(root, 'test/vscode/workspace'), workspace, { recursive: true });
  for (const example of ['contoso-erp', 'contoso-branch']) copyFresh(join(root, 'examples', example), workspace);
  return workspace;
}

/** The same example twice, as two working copies of it are. */
function twoFolders(): string {
  const folders = ['one', 'two'].map((name) => join(scratch, 'roots', name));
  for (const folder of folders) copyFresh(join(root, 'examples/contoso-erp'), folder);
  const workspace = join(scratch, 'roots/two.code-workspace');
  writeFileSync(workspace, JSON.stringify({ folders: folders.map((path) => ({ path })) }));
  return workspace;
}

/** One CommonJS file a folder: it requires the suites once mocha has made its globals. */
async function bundle(folder: string, suites: readonly string[]): Promise<string> {
  const outfile = join(bundles, `${folder}.cjs`);
  const requires = suites.map((suite) => `require(${JSON.stringify(`./${folder}/${suite}`)});`).join('\n');
  await build({
    stdin: {
      contents: `const { runMocha } = require('./run-mocha.ts');\nexports.run = () => runMocha(() => {\n${requires}\n});`,
      resolveDir: join(root, 'test/vscode'),
    },
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
    outfile,
  });
  return outfile;
}
