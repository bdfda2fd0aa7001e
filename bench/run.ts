/**
 * A simulated run of many machines over HTTP, with the real SDKs: how many requests, how long, how much memory.
 *
 *     node bench/run.ts [MACHINES]      1000 unless said otherwise
 *
 * It fails (exit 1) when a promise of the design is broken: at most ten targeted requests a machine, exactly four of them
 * mutating, and less than 400 MB in the executor's process. The simulator runs in a process of its own.
 */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseInventory } from '../core/inventory/parse-inventory.ts';
import { connectAzure, vaultOf } from '../executor/azure/connect-azure.ts';
import { simulatedClock } from '../executor/clock.ts';
import { createRun } from '../executor/journal/runs.ts';
import { executeRun } from '../executor/run/execute-run.ts';
import type { RequestCounts } from '../simulator/request-counts.ts';
import { manyMachines, planForMany } from './many-machines.ts';

const MOST_TARGETED = 10;
const MUTATING = 4;
const MOST_MEMORY = 400e6;

const count = Number(process.argv[2] ?? 1000);
const example = fileURLToPath(new URL('../examples/contoso-erp/contoso-erp.inventory.json', import.meta.url));
const inventory = manyMachines(parseInventory(await readFile(example, 'utf8'), example), count);
const site = fileURLToPath(new URL('../examples/contoso-erp/amsterdam.site.failback', import.meta.url));
const plan = await planForMany(inventory, await readFile(site, 'utf8'));
const home = await mkdtemp(join(tmpdir(), 'failback-bench-'));

const simulator = fork(fileURLToPath(new URL('./simulator-process.ts', import.meta.url)));
simulator.send(inventory);
const [{ url, proxyUrl }] = (await once(simulator, 'message')) as [{ url: string; proxyUrl: string }];

let peak = 0;
const meter = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 50);
try {
  const clock = await simulatedClock(url);
  const began = performance.now();
  const virtualStart = clock.now();
  const run = await createRun(home, {
    plan,
    files: {},
    inventoryText: JSON.stringify(inventory),
    target: { kind: 'simulator', url },
    startedBy: 'bench',
    startedAt: virtualStart,
  });
  const vault = vaultOf(plan);
  if (vault === undefined) throw new Error('The plan does not know its vault.');
  const state = await executeRun(run, {
    connect: () => connectAzure({ ...vault, clock, endpointRewrite: proxyUrl }),
    host: { notify: () => {} },
    clock,
    approvals: [{ gate: 'all', who: 'bench' }],
  });
  const requests = (await (await fetch(`${proxyUrl}/_simulator/requests`)).json()) as RequestCounts;
  report(state.status, requests, performance.now() - began, (clock.now().getTime() - virtualStart.getTime()) / 3.6e6);
} finally {
  clearInterval(meter);
  simulator.kill();
  await rm(home, { recursive: true, force: true });
}

function report(status: string, requests: RequestCounts, wallMs: number, virtualHours: number): void {
  const machines = Object.values(requests.byItem);
  const targeted = machines.map((tally) => Object.values(tally).reduce((sum, one) => sum + one, 0));
  const mutating = machines.map((tally) =>
    ['reprotect', 'failover', 'commit', 'protect'].reduce((sum, verb) => sum + (tally[verb] ?? 0), 0),
  );
  const pages = Math.ceil(count / 100);
  const lists = requests.byOperation.items ?? 0;
  const lines = [
    `${count} machines: ${status} in ${(wallMs / 1000).toFixed(1)} s (${virtualHours.toFixed(1)} h of the estate's time)`,
    `targeted requests a machine: ${Math.min(...targeted)} to ${Math.max(...targeted)}; mutating: ${Math.min(...mutating)} to ${Math.max(...mutating)}`,
    `list requests for items: ${lists} = ${Math.round(lists / pages)} polls × ${pages} pages; all requests: ${requests.total}`,
    `statuses: ${JSON.stringify(requests.byStatus)}`,
    `memory of the executor at its peak: ${Math.round(peak / 1e6)} MB`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  const kept =
    status === 'done' &&
    machines.length === count &&
    Math.max(...targeted) <= MOST_TARGETED &&
    mutating.every((one) => one === MUTATING) &&
    lists % pages === 0 &&
    peak < MOST_MEMORY;
  if (kept) return;
  process.stdout.write('A promise is broken.\n');
  process.exitCode = 1;
}
