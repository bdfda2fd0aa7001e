// `npm run test:vscode`: makes the host ready, bundles the suites, and runs them in a real VS Code.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node24, setUpHost } from './set-up.mjs';

setUpHost();
const run = join(fileURLToPath(new URL('../..', import.meta.url)), 'test/vscode/run.ts');
process.exitCode = spawnSync(node24, [run, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1;
