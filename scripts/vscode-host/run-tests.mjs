// `npm run test:vscode`: makes the hosts ready, bundles the suites, and runs them in a real VS Code, then those for an editor
// in a browser. Arguments narrow the suites by name; `web` names the browser's.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node24, setUpHost } from './set-up.mjs';

setUpHost();
const folder = join(fileURLToPath(new URL('../..', import.meta.url)), 'test/vscode');
const only = process.argv.slice(2);
const inBrowser = only.length === 0 || only.includes('web');
const others = only.filter((suite) => suite !== 'web');
if (only.length === 0 || others.length > 0) run('run.ts', others);
if (inBrowser) run('run-web.ts', []);

function run(file, suites) {
  const { status } = spawnSync(node24, [join(folder, file), ...suites], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
