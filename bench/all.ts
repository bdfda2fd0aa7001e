/**
 * Every bench after the other, each in a process of its own, and at last one table of what was measured against what the
 * design promises: `npm run bench`. It fails (exit 1) when a bench does; a budget that is passed shows in the table alone,
 * for on a busy machine every clock is slow.
 */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Row } from './row.ts';

const benches = [
  'plan.ts',
  'rules.ts',
  'review.ts',
  'run.ts',
  'journal.ts',
  'endurance.ts',
  'capture.ts',
  'vsphere.ts',
  'extension.ts',
];
/** How each SDK of Azure names itself in its requests, or a name that only it has: so its chunk can be told from others. */
const sdks = ['arm-recoveryservices-siterecovery', 'arm-compute', 'arm-trafficmanager', 'ChainedTokenCredential'];

const load = loadavg()[0] ?? 0;
const rows: Row[] = [];
for (const bench of benches) rows.push(...(await rowsOf(bench)));

const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()}, Node ${process.versions.node}`;
console.log(
  `\n${new Date().toISOString().slice(0, 10)}, ${machine}; ${load.toFixed(1)} processes were busy at the start.\n`,
);
console.log('| what | budget | measured | ratio | |\n|---|---:|---:|---:|---|');
for (const { what, unit, budget, measured } of rows)
  console.log(
    `| ${what} | ${budget} ${unit} | ${figure(measured)} ${unit} | ${(measured / budget).toFixed(2)} | ${measured > budget ? '**over**' : ''} |`,
  );
console.log(`\n${chunks()}`);

async function rowsOf(bench: string): Promise<readonly Row[]> {
  console.log(`\n${bench}`);
  const child = fork(fileURLToPath(new URL(bench, import.meta.url)));
  const told: Row[] = [];
  child.on('message', (some: readonly Row[]) => told.push(...some));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code === 0) return told;
  console.log(`${bench} failed.`);
  process.exitCode = 1;
  return told;
}

function figure(measured: number): string {
  return measured >= 10 || Number.isInteger(measured) ? measured.toFixed(0) : measured.toFixed(1);
}

/** Whether each SDK of Azure is in a chunk of its own, apart from the command that people start. */
function chunks(): string {
  const folder = new URL('../dist/cli/', import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith('.js'));
  const texts = new Map(files.map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]));
  const holders = sdks.map((sdk) => files.filter((file) => file !== 'main.js' && texts.get(file)?.includes(sdk)));
  const apart = holders.every(([own, other]) => own !== undefined && other === undefined);
  const distinct = new Set(holders.flat()).size === sdks.length;
  const sizes = holders.flat().map((file) => `${figure((texts.get(file)?.length ?? 0) / 1000)} KB`);
  return apart && distinct
    ? `Each SDK of Azure is in a chunk of its own: ${sizes.join(', ')}.`
    : `NOT each SDK of Azure is in a chunk of its own: ${JSON.stringify(holders)}.`;
}
