/**
 * Three days of many machines: what a run costs while it mostly waits, for several page sizes of the items list, and
 * beside it what the loop costs that people write (`poll-loop.ts`).
 *
 *     node bench/endurance.ts [MACHINES] [PAGE-SIZE…]      200 machines and 100 unless said otherwise
 *     node bench/endurance.ts 10000 50 100 500             the promise as it is written; takes an hour
 *
 * It fails (exit 1) when a request too many is sent, or faster than 30 % of what ARM refills: those do not depend on the
 * machine it runs on. Processor, memory and journal go into the table.
 */

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Inventory } from '../core/inventory/inventory.ts';
import { parseInventory } from '../core/inventory/parse-inventory.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { Knobs } from '../simulator/knobs.ts';
import type { RequestCounts } from '../simulator/request-counts.ts';
import { type ExecutedApart, executedApart } from './executed-apart.ts';
import { manyMachines, planForMany } from './many-machines.ts';
import { loopOfPolls } from './poll-loop.ts';
import { type Row, tell } from './row.ts';

/** Of the estate's time, from the first byte home to the last. */
const REPLICATES_FOR = 24 * 3600;
/** Of each disk, that travels. */
const SHARE = 0.04;
/** Machines that the loop is tried on: what it asks grows with each of them alike. */
const LOOPED = 20;

const [count = 200, ...sizes] = process.argv.slice(2).map(Number);
const example = fileURLToPath(new URL('../examples/contoso-erp/contoso-erp.inventory.json', import.meta.url));
const siteFile = fileURLToPath(new URL('../examples/contoso-erp/amsterdam.site.failback', import.meta.url));
const pattern = parseInventory(await readFile(example, 'utf8'), example);
const inventory = manyMachines(pattern, count);
const plan = await planForMany(inventory, await readFile(siteFile, 'utf8'));
const knobs = { replicationRate: rateFor(inventory, REPLICATES_FOR), usedShare: SHARE, deltaShare: SHARE };
const rows: Row[] = [];

const ours = [];
for (const pageSize of sizes.length === 0 ? [100] : sizes) ours.push(await endure({ ...knobs, pageSize }, pageSize));
compare(ours);
tell(rows);

async function endure(turned: Partial<Knobs>, pageSize: number) {
  const endured = await executedApart({ inventory, plan, knobs: turned });
  judge(pageSize, endured);
  return { ...endured, pageSize };
}

function judge(pageSize: number, endured: ExecutedApart): void {
  const { requests } = endured;
  const targeted = Object.values(requests.byItem).map((tally) =>
    Object.values(tally).reduce((sum, one) => sum + one, 0),
  );
  const pages = Math.ceil(count / pageSize);
  const lists = requests.byOperation.items ?? 0;
  const { reads, writes } = requests.busiestMinute;
  const what = (text: string) => `${count} machines, three days, pages of ${pageSize}: ${text}`;
  const told: Row[] = [
    { what: what('targeted requests a machine'), unit: 'requests', budget: 10, measured: Math.max(...targeted) },
    { what: what('reads in the busiest minute'), unit: 'requests', budget: 75 + 7.5 * 60, measured: reads },
    { what: what('writes in the busiest minute'), unit: 'requests', budget: 60 + 3 * 60, measured: writes },
    { what: what('processor a machine'), unit: 'ms', budget: 15, measured: (endured.processor / count) * 1000 },
    { what: what('memory'), unit: 'MB', budget: 500, measured: endured.peak / 1e6 },
    { what: what('journal a machine'), unit: 'KB', budget: 4, measured: endured.journalBytes / count / 1000 },
  ];
  rows.push(...told);
  const heading = `${what(endured.status)} after ${endured.hours.toFixed(1)} h of the estate's time, ${(endured.wallMs / 1000).toFixed(0)} s on the wall`;
  process.stdout.write(`${heading}${endured.because === undefined ? '' : `: ${endured.because}`}\n`);
  process.stdout.write(
    `  items list: ${lists} requests = ${lists / pages} polls × ${pages} pages; all requests ${requests.total}; ${JSON.stringify(requests.byStatus)}\n`,
  );
  process.stdout.write(
    `  share of ARM's refill: ${share(reads, 25)} of its reads and ${share(writes, 10)} of its writes in the busiest minute, ${((100 * requests.total) / (endured.hours * 3600 * 25)).toFixed(1)} % of its reads over all\n`,
  );
  const apiece = (seconds: number) => `${((seconds * 1000) / count).toFixed(1)} ms`;
  process.stdout.write(
    `  of the processor a machine, ${apiece(endured.thread)} are the thread that runs the code, ${apiece(endured.processor - endured.thread)} the engine's helpers (garbage, files), and ${apiece(endured.system)} of both the system\n`,
  );
  for (const { what: which, unit, budget, measured } of told)
    process.stdout.write(
      `  ${which.slice(which.indexOf(': ') + 2)}: ${measured.toFixed(1)} ${unit} (at most ${budget})\n`,
    );
  const kept =
    endured.status === 'done' &&
    lists % pages === 0 &&
    targeted.length === count &&
    told.slice(0, 3).every((row) => row.measured <= row.budget);
  if (kept) return;
  process.stdout.write('A promise is broken.\n');
  process.exitCode = 1;
}

/** Of what ARM refills in a minute; what was saved up before is spent on top. */
function share(requests: number, perSecond: number): string {
  return `${((100 * requests) / (perSecond * 60)).toFixed(0)} %`;
}

/** Side by side with the loop that people use, on the same machines, estate, durations and seed. */
function compare(
  runs: readonly { readonly pageSize: number; readonly hours: number; readonly requests: RequestCounts }[],
): void {
  const few = manyMachines(pattern, Math.min(count, LOOPED));
  const loop = loopOfPolls(few, stepsOf(plan), knobs);
  const each = loop.requests / (few.items?.length ?? 1);
  process.stdout.write(
    `the loop that polls each machine every 30 s, on ${few.items?.length} of them: ${Math.round(each)} requests a machine, home after ${loop.hours.toFixed(1)} h, ${loop.throttled} answers of 429\n`,
  );
  for (const { pageSize, hours, requests } of runs)
    process.stdout.write(
      `  pages of ${pageSize}: ${(requests.total / count).toFixed(1)} requests a machine, 1 : ${Math.round(each / (requests.total / count))}; home after ${hours.toFixed(1)} h\n`,
    );
  // What the loop would ask of ARM in a second, with all machines at once.
  process.stdout.write(`  with ${count} machines it asks ${(count / 30).toFixed(1)} reads a second; ARM refills 25.\n`);
}

/** The bodies of one machine's calls, in their order. */
function stepsOf({ steps, machines: [first] }: Plan) {
  return steps.flatMap((step) => ('call' in step && step.machine === first?.name ? [step.call] : []));
}

function rateFor({ items }: Inventory, seconds: number): number {
  const bytes = (items?.[0]?.disks ?? []).reduce((sum, { capacityBytes }) => sum + capacityBytes, 0);
  return Math.max(1, Math.round((bytes * SHARE * 8) / seconds));
}
