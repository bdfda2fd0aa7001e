#!/usr/bin/env node
/**
 * Stands in for the `code` program: takes the arguments that `@vscode/test-electron` gives to it, and runs the same suite in
 * code-server with Chromium in front. Ends with 0 when the suite passed.
 *
 * FAILBACK_HOST_TRUST=on leaves Workspace Trust on, so that the workspace starts untrusted. FAILBACK_HOST_VERBOSE=1 prints all
 * that the workbench says; without it only the suite's own lines are printed, and the rest when the suite failed.
 */

import { format } from 'node:util';
import { openBrowser } from './browse.ts';
import { serveVsCode } from './serve.ts';

/** Begins the lines of the suite (test/vscode/run-mocha.ts). */
const SUITE_MARK = '▏';
/** Parts that set-up leaves out on purpose, and services on the open internet that nobody asked for. */
const HARMLESS = /spdlog|native-watchdog|Release\/watchdog|open-vsx|Creating a socket|authentication provider 'github'/;
const chatter: string[] = [];

const flags = new Map<string, string>();
const folders: string[] = [];
for (const argument of process.argv.slice(2)) {
  const [name = '', ...rest] = argument.split('=');
  if (argument.startsWith('--')) flags.set(name, rest.join('='));
  else folders.push(argument);
}
const needed = (flag: string): string => {
  const value = flags.get(flag);
  if (!value) throw new Error(`The stand-in for VS Code needs ${flag}=…`);
  return value;
};

const trust = process.env.FAILBACK_HOST_TRUST === 'on';
const server = await serveVsCode({
  userDataDir: needed('--user-data-dir'),
  extensionsDir: needed('--extensions-dir'),
  settings: {
    'security.workspace.trust.startupPrompt': 'never',
    'workbench.startupEditor': 'none',
    'workbench.enableExperiments': false,
    'extensions.autoCheckUpdates': false,
    'chat.disableAIFeatures': true,
    // Nothing here needs it, and where a repository of a test is gone its answer to nobody fails whatever test is on.
    'git.enabled': false,
  },
  smokeTest: true,
  workspaceTrust: trust,
  env: process.env,
});
const browser = await openBrowser();
try {
  process.exitCode = await runSuite();
} finally {
  await browser.close();
  await server.close();
}

async function runSuite(): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const exit = Promise.withResolvers<number>();
  await page.exposeFunction('codeAutomationExit', (code: number) => exit.resolve(code));
  await page.exposeFunction('codeAutomationLog', (_type: string, values: unknown[]) => note(format(...values)));
  const remote = (path: string) => `vscode-remote://127.0.0.1:${server.port}${path}`;
  const address = new URL(`http://127.0.0.1:${server.port}/`);
  if (folders[0]) address.searchParams.set(folders[0].endsWith('.code-workspace') ? 'workspace' : 'folder', folders[0]);
  const payload = [
    ['extensionDevelopmentPath', remote(needed('--extensionDevelopmentPath'))],
    ['extensionTestsPath', remote(needed('--extensionTestsPath'))],
  ];
  address.searchParams.set('payload', JSON.stringify(payload));
  await page.goto(address.href);
  const limit = setTimeout(() => {
    process.stderr.write('The suite did not end within eight minutes; VS Code is closed.\n');
    exit.resolve(1);
  }, 480_000);
  const code = await exit.promise;
  clearTimeout(limit);
  if (code !== 0) process.stderr.write(`What else the workbench said:\n${chatter.slice(-20).join('\n')}\n`);
  return code;
}

function note(line: string): void {
  if (line.startsWith(SUITE_MARK)) process.stdout.write(`${line.slice(1)}\n`);
  else if (process.env.FAILBACK_HOST_VERBOSE) process.stdout.write(`${line}\n`);
  else if (!HARMLESS.test(line)) chatter.push(line.split('\n').slice(0, 4).join('\n'));
}
