// Makes a bare clone ready: installs the packages (Node 24 among them), generates the parser, builds.
// Runs on Node 20 or later, whatever the machine has; everything after it runs on the project's own Node 24.
// Each part is skipped when nothing it depends on has changed, so it costs a moment when all is ready.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const node24 = join(root, 'node_modules/node/bin/node');
const stamps = join(root, '.cache/set-up');

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 20)
  stop(
    `This machine's Node is ${process.versions.node}; set-up needs Node 20 or later.`,
    'Install Node 20 or later and start again.',
  );

step('packages', ['package-lock.json'], () => {
  say('Installing the packages from the npm registry (Node 24 among them, about 400 MB; once).');
  // Not `npm ci`: it refuses a registry that lacks a linter's builds for other systems, which nobody here needs.
  run(
    'npm',
    ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'],
    'Check that the npm registry can be reached, then start again.',
  );
  if (!existsSync(node24))
    stop(
      'The npm package `node` did not bring its program along: its install script was not allowed to run.',
      'npm rebuild node',
    );
});
step('parser', ['grammar/failback.langium', 'langium-config.json', 'package-lock.json'], () => {
  say('Generating the parser from grammar/failback.langium.');
  run(
    node24,
    ['node_modules/langium-cli/bin/langium.js', 'generate', '--file', 'langium-config.json'],
    'The grammar has an error; it is named above.',
    'quiet',
  );
});
const sources = [
  'package.json',
  'package-lock.json',
  'scripts/build.mjs',
  'grammar',
  'core',
  'language-server',
  'executor',
  'simulator',
  'cli',
  'extension',
];
step('build', sources, () => {
  say('Building the command and the extension into dist/.');
  run(node24, ['scripts/build.mjs'], 'The build failed; the place is named above.');
});

/** Does the work unless its inputs are the same as when it last succeeded. */
function step(name, inputs, work) {
  const stamp = join(stamps, name);
  const now = fingerprint(inputs);
  const done = existsSync(stamp) && readFileSync(stamp, 'utf8') === now && produced(name);
  if (done) return;
  work();
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, fingerprint(inputs));
}

function produced(name) {
  const results = {
    packages: node24,
    parser: join(root, 'language-server/src/generated/ast.ts'),
    build: join(root, 'dist/cli/main.js'),
  };
  return existsSync(results[name]);
}

function fingerprint(inputs) {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap((input) => filesBelow(join(root, input))))
    hash.update(file).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name !== 'generated')
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

function run(command, args, remedy, quiet) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', quiet ? 'pipe' : 2, 'inherit'],
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (done.status === 0) return;
  if (quiet) process.stderr.write(done.stdout ?? '');
  stop(`\`${[command, ...args].join(' ')}\` ended with ${done.status ?? done.error?.message}.`, remedy);
}

function say(sentence) {
  process.stderr.write(`set-up: ${sentence}\n`);
}

function stop(problem, remedy) {
  process.stderr.write(`set-up: ${problem}\n        ${remedy}\n`);
  process.exit(1);
}
