/**
 * A simulated run of many machines over HTTP, with the real SDKs: how many requests, how long, how much memory.
 *
 *     node bench/run.ts [MACHINES]      1000 unless said otherwise
 *
 * It fails (exit 1) when a promise of the design is broken: at most ten targeted requests a machine, exactly four of them
 * mutating, and less than 400 MB in the executor's process. The simulator runs in a process of its own.
 */

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseInventory } from '../core/inventory/parse-inventory.ts';
import { type ExecutedApart, executedApart } from './executed-apart.ts';
import { manyMachines, planForMany } from './many-machines.ts';
import { tell } from './row.ts';

const MOST_TARGETED = 10;
const MUTATING = 4;
const MOST_MEMORY = 400e6;

const count = Number(process.argv[2] ?? 1000);
const example = fileURLToPath(new URL('../examples/contoso-erp/contoso-erp.inventory.json', import.meta.url));
const inventory = manyMachines(parseInventory(await readFile(example, 'utf8'), example), count);
const site = fileURLToPath(new URL('../examples/contoso-erp/amsterdam.site.failback', import.meta.url));
const plan = await planForMany(inventory, await readFile(site, 'utf8'));
report(await executedApart({ inventory, plan }));

function report({ status, because, peak, hours, requests, wallMs }: ExecutedApart): void {
  const machines = Object.values(requests.byItem);
  const targeted = machines.map((tally) => Object.values(tally).reduce((sum, one) => sum + one, 0));
  const mutating = machines.map((tally) =>
    ['reprotect', 'failover', 'commit', 'protect'].reduce((sum, verb) => sum + (tally[verb] ?? 0), 0),
  );
  const pages = Math.ceil(count / 100);
  const lists = requests.byOperation.items ?? 0;
  const lines = [
    `${count} machines: ${status} in ${(wallMs / 1000).toFixed(1)} s (${hours.toFixed(1)} h of the estate's time)${because === undefined ? '' : `: ${because}`}`,
    `targeted requests a machine: ${Math.min(...targeted)} to ${Math.max(...targeted)}; mutating: ${Math.min(...mutating)} to ${Math.max(...mutating)}`,
    `list requests for items: ${lists} = ${Math.round(lists / pages)} polls × ${pages} pages; all requests: ${requests.total}`,
    `statuses: ${JSON.stringify(requests.byStatus)}`,
    `memory of the executor at its peak: ${Math.round(peak / 1e6)} MB`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  const run = `a run of ${count} machines`;
  tell([
    {
      what: `${run}: targeted requests a machine`,
      unit: 'requests',
      budget: MOST_TARGETED,
      measured: Math.max(...targeted),
    },
    {
      what: `${run}: mutating requests a machine`,
      unit: 'requests',
      budget: MUTATING,
      measured: Math.max(...mutating),
    },
    { what: `${run}: memory of the executor`, unit: 'MB', budget: MOST_MEMORY / 1e6, measured: peak / 1e6 },
  ]);
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
