#!/usr/bin/env node
// The `failback` command. Its bundle needs Node 22; on an older Node it hands over to the Node 24 that the project brings along.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const program = join(root, 'dist/cli/main.js');
const own = join(root, 'node_modules/node/bin/node');
const [major = 0] = process.versions.node.split('.').map(Number);

if (!existsSync(program)) {
  process.stderr.write('failback is not built yet.\n  npm run setup\n');
  process.exitCode = 2;
} else if (major >= 22) {
  await import(program);
} else if (existsSync(own)) {
  const { status, signal } = spawnSync(own, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  if (signal !== null) process.kill(process.pid, signal);
  process.exitCode = status ?? 1;
} else {
  process.stderr.write(`failback needs Node 22 or later; this is ${process.versions.node}.\n  npm run setup\n`);
  process.exitCode = 2;
}
