/**
 * What the extension costs a window: the size of its bundles, and the time from loading the client to the end of `activate`,
 * each in a process of its own, as an extension host would. The editor's API is a stand-in that answers at once, so that only
 * our own work is counted. Budgets: client 300 KB, server 1 MB, activation 100 ms.
 */

import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tell } from './row.ts';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const budgets = { 'extension.cjs': 300_000, 'language-server.cjs': 1_000_000 };

/** Runs in the child: any member of the API is a function, a class and an object with every member. */
const activation = `
  const any = () => new Proxy(function () {}, {
    get: (_, key) => (key === Symbol.toPrimitive ? () => '' : key === 'then' || key === Symbol.iterator ? undefined : key === 'textDocuments' || key === 'subscriptions' ? [] : any()),
    set: () => true, apply: () => any(), construct: () => any(),
  });
  const members = ${JSON.stringify(vscodeMembers())};
  const api = Object.fromEntries(members.map((name) => [name, any()]));
  const { Module } = require('node:module');
  const load = Module._load;
  Module._load = (id, ...rest) => (id === 'vscode' ? api : load(id, ...rest));
  const begin = performance.now();
  const { activate } = require(${JSON.stringify(`${dist}extension.cjs`)});
  const loaded = performance.now();
  activate({ extensionPath: '/nowhere', subscriptions: [], globalStorageUri: { fsPath: '/nowhere' } });
  const sdks = Object.keys(require.cache).filter((file) => file.includes('@azure'));
  process.stdout.write(JSON.stringify({ load: loaded - begin, activate: performance.now() - loaded, sdks }));
  process.exit();
`;

/** Every name that the editor's API exports, from its declarations. */
function vscodeMembers(): readonly string[] {
  const declarations = readFileSync(new URL('../node_modules/@types/vscode/index.d.ts', import.meta.url), 'utf8');
  const names = declarations.matchAll(/^\texport (?:namespace|class|enum|const|function) (\w+)/gm);
  return [...new Set([...names].map(([, name]) => name ?? ''))];
}

for (const [file, budget] of Object.entries(budgets)) {
  const { size } = statSync(`${dist}${file}`);
  tell([{ what: `dist/${file}`, unit: 'KB', budget: budget / 1000, measured: size / 1000 }]);
  console.log(`${file.padEnd(22)} ${kilobytes(size)}, budget ${kilobytes(budget)}${size > budget ? '  OVER' : ''}`);
}
const lazy = statSync(`${dist}language-client.cjs`).size;
const whole = lazy + statSync(`${dist}extension.cjs`).size;
tell([{ what: 'the same with the language client', unit: 'KB', budget: 300, measured: whole / 1000 }]);
console.log(
  `${'language-client.cjs'.padEnd(22)} ${kilobytes(lazy)}, loaded with the first runbook; together ${kilobytes(whole)}`,
);

const runs = Array.from({ length: 7 }, measure).sort((a, b) => a.load + a.activate - b.load - b.activate);
const median = runs[3] ?? measure();
const total = median.load + median.activate;
tell([{ what: 'activation of the extension', unit: 'ms', budget: 100, measured: total }]);
console.log(
  `activation             ${total.toFixed(0)} ms (load ${median.load.toFixed(0)}, activate ${median.activate.toFixed(0)}), budget 100 ms${total > 100 ? '  OVER' : ''}; SDKs loaded: ${median.sdks.length}`,
);

function measure(): { readonly load: number; readonly activate: number; readonly sdks: readonly string[] } {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--eval', activation], {
    encoding: 'utf8',
    env: { ...process.env, FAILBACK_HOME: '/nowhere' },
  });
  if (status !== 0) throw new Error(`The client could not be activated:\n${stderr.slice(-600)}`);
  return JSON.parse(stdout);
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} KB`;
}
