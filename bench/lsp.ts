/**
 * The language server beside its peers, on documents of equal size: `npm run bench:lsp`.
 *
 *     npm run bench:lsp                          100, 1,000 and 10,000 machines, 500 files of 20; every peer that installs
 *     npm run bench:lsp -- --n 10000 --quick     one size, ours and vscode-json only; the last line is the ratio
 *
 * The harness is `lspbench`; it and the peers live outside this project, in `../shared/tools` or where FAILBACK_LSPBENCH
 * says. It is copied into `.cache`, for it wants packages of its own.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { LEAN_HEAP } from '../language-server/lean-heap.ts';
import { lspTable } from './lsp/table.ts';

const PEERS = ['json', 'oxlint', 'yaml', 'ts7'];
const ONLY_SMALL: Readonly<Record<string, number>> = { yaml: 1_000 };

const root = fileURLToPath(new URL('..', import.meta.url));
const harness = `${root}.cache/lspbench`;
const results = `${harness}/results.jsonl`;
const { values } = parseArgs({
  options: {
    n: { type: 'string' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    repetitions: { type: 'string', default: '2' },
  },
});

const source = process.env.FAILBACK_LSPBENCH ?? `${root}../shared/tools/lspbench`;
if (!existsSync(`${source}/bench.mjs`)) {
  console.log(
    `The harness is not at ${source}, so nothing was measured. FAILBACK_LSPBENCH=FOLDER names another place.`,
  );
  process.exit(2);
}
setUp();
const sizes = values.n === undefined ? [100, 1_000, 10_000] : [Number(values.n)];
const servers = values.only?.split(',') ?? (values.quick ? ['failback', 'json'] : ['failback', 'floor', ...PEERS]);
// An editor starts it every day, and only the first start after an update has to compile it.
measure('failback', ['--n', '20']);
rmSync(results, { force: true });
console.log(`${loadavg()[0]?.toFixed(1)} processes were busy at the start.`);
for (const n of sizes)
  for (const server of servers)
    if (n <= (ONLY_SMALL[server] ?? Number.POSITIVE_INFINITY)) measure(server, ['--n', `${n}`]);
if (values.n === undefined && !values.quick) for (const server of servers) measure(server, ['--ws', '500x20']);
console.log(lspTable(readFileSync(results, 'utf8')));

/** The harness with its packages, the peers, and our own server and generator beside them. */
function setUp(): void {
  const isNew = !existsSync(`${harness}/node_modules`);
  mkdirSync(harness, { recursive: true });
  cpSync(source, harness, { recursive: true, mode: 0 });
  run('chmod', ['-R', 'u+w', harness]);
  if (isNew) run('npm', ['ci', '--no-audit', '--no-fund'], harness);
  if (!existsSync(`${harness}/peers/node_modules`)) {
    console.log('Installing the peers beside the harness (.cache/lspbench/peers) …');
    run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], `${harness}/peers`);
  }
  writeFileSync(
    `${harness}/generators/failback.mjs`,
    `export * from ${JSON.stringify(new URL('lsp/generator.ts', import.meta.url).href)};\n`,
  );
  const command = [process.execPath, ...LEAN_HEAP, `${root}dist/language-server.cjs`, '--stdio'];
  // As an editor starts it: what was compiled once is kept.
  const env = { NODE_COMPILE_CACHE: `${harness}/compiled` };
  const ours = { name: 'failback', generator: 'failback', languageId: 'failback', command, env };
  writeFileSync(`${harness}/servers/failback.json`, JSON.stringify(ours));
  writeFileSync(`${harness}/vars.json`, JSON.stringify({ NODE: process.execPath, PEERS: `${harness}/peers` }));
  rmSync(results, { force: true });
}

function measure(server: string, size: readonly string[]): void {
  const repetitions = ['--reps', values.repetitions, '--edits', '30', '--budget', '8000', '--cap', '240'];
  const { status } = run(
    process.execPath,
    ['bench.mjs', `servers/${server}.json`, ...size, ...repetitions, '--out', results, '--quiet'],
    harness,
    false,
  );
  if (status !== 0) console.log(`${server} ${size.join(' ')} could not be measured.`);
}

function run(command: string, args: readonly string[], cwd = root, must = true) {
  const ended = spawnSync(command, args, { cwd, stdio: 'inherit', timeout: 15 * 60_000 });
  if (must && ended.status !== 0) throw new Error(`'${command} ${args.join(' ')}' failed; see above.`);
  return ended;
}
