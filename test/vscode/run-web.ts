/**
 * Runs the suite for an editor in a browser: VS Code's web workbench with its worker as extension host, where an extension
 * has no Node, no processes and no files but those that the editor reads for it.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import { build } from 'esbuild';
import { openBrowser } from '../../scripts/vscode-host/browse.ts';
import { freePort } from '../../scripts/vscode-host/free-port.ts';
import { copyFresh } from '../../scripts/vscode-host/fresh-example.ts';
import { openInWebHost, setUpWebHost } from '../../scripts/vscode-host/web/set-up.mjs';

const PATIENCE = 240_000;
/** Begins the lines of the suite (test/vscode/web/run-mocha-in-browser.ts). */
const SUITE_MARK = '▏';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const scratch = mkdtempSync(join(tmpdir(), 'failback-web-'));
const chatter: string[] = [];

setUpWebHost();
copyFresh(join(root, 'examples/contoso-erp'), scratch);
const suite = join(root, '.cache/vscode-tests/web.cjs');
await build({
  entryPoints: [join(root, 'test/vscode/web/run-mocha-in-browser.ts')],
  absWorkingDir: root,
  bundle: true,
  platform: 'browser',
  target: 'es2023',
  format: 'cjs',
  external: ['vscode'],
  // Mocha's build for browsers asks for a page's document, which a worker has not, and takes any `module` for its own.
  define: { global: 'globalThis', document: 'undefined', module: 'undefined', exports: 'undefined' },
  sourcemap: 'inline',
  logLevel: 'warning',
  outfile: suite,
});

const port = await freePort();
// Its own lines tell what it serves from where; nobody asked.
const log = console.log;
console.log = () => undefined;
const host = await openInWebHost({
  port,
  extensionDevelopmentPath: root,
  extensionTestsPath: suite,
  folderPath: scratch,
});
const browser = await openBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const exit = Promise.withResolvers<number>();
  await page.exposeFunction('codeAutomationExit', (code: number) => exit.resolve(code));
  await page.exposeFunction('codeAutomationLog', (_type: string, values: unknown[]) => note(format(...values)));
  const limit = setTimeout(() => {
    chatter.push('The suite did not end within four minutes.');
    exit.resolve(1);
  }, PATIENCE);
  await page.goto(`http://localhost:${port}/`);
  const code = await exit.promise;
  clearTimeout(limit);
  if (code !== 0) process.stderr.write(`What else the workbench said:\n${chatter.slice(-20).join('\n')}\n`);
  process.exitCode = code;
} finally {
  await browser.close();
  host.dispose();
  rmSync(scratch, { recursive: true, force: true });
}

function note(line: string): void {
  if (line.startsWith(SUITE_MARK)) log(line.slice(1));
  else chatter.push(line.split('\n').slice(0, 4).join('\n'));
}
