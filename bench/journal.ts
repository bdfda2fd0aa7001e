/**
 * The journal under load, on the disk of the folder for temporary files: appends with a sync when many wait, beside one
 * sync for each; its size for each machine; and how long a resume of a large run takes until it could send its first
 * request: the executor alone, and `failback resume` whole, from the built command line.
 *
 *     node bench/journal.ts [MACHINES]      10000 unless said otherwise
 */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseInventory } from '../core/inventory/parse-inventory.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { RunEvent } from '../core/run/events.ts';
import { callsOf } from '../core/run/step-calls.ts';
import type { Effects } from '../executor/effects.ts';
import { CHAIN_START, chainLine } from '../executor/journal/hash-chain.ts';
import { JournalWriter } from '../executor/journal/journal-writer.ts';
import { readJournal } from '../executor/journal/read-journal.ts';
import { journalFile } from '../executor/journal/run-directory.ts';
import { createRun, type RunHandle } from '../executor/journal/runs.ts';
import { executeRun } from '../executor/run/execute-run.ts';
import { manyMachines, planForMany } from './many-machines.ts';
import { DoorOfEstate, wholeResume } from './resume-whole.ts';
import { tell } from './row.ts';

const APPENDS = 4000;
const count = Number(process.argv[2] ?? 10_000);
const home = await mkdtemp(join(tmpdir(), 'failback-bench-'));
const at = '2026-11-23T09:00:00.000Z';
const requestId = 'b2f7a6de-4b6c-4d4f-9a51-0c8f7a3f2e11';
const door = await DoorOfEstate.open(new Date(Date.parse(at) + 3_600_000).toISOString());
const jobId = 'f07d8c1e-3f0a-4c55-a1d5-6f3b9a2c8d77';

try {
  const example = fileURLToPath(new URL('../examples/contoso-erp/contoso-erp.inventory.json', import.meta.url));
  const inventory = manyMachines(parseInventory(await readFile(example, 'utf8'), example), count);
  const site = fileURLToPath(new URL('../examples/contoso-erp/amsterdam.site.failback', import.meta.url));
  const plan = await planForMany(inventory, await readFile(site, 'utf8'));
  const run = await createRun(home, {
    plan,
    files: {},
    inventoryText: JSON.stringify(inventory),
    target: { kind: 'simulator', url: door.url },
    startedBy: 'bench',
    startedAt: new Date(at),
  });
  const [alone, together] = [await appends(run, 1), await appends(run, 64)];
  const bytes = await halfWay(run, plan);
  const ready = await resume(run);
  const whole = await wholeResume(home, run, door).catch(({ message }: Error) => {
    process.stdout.write(`${message}\n`);
    process.exitCode = 1;
    return undefined;
  });
  const perMachine = bytes / count;
  process.stdout.write(
    [
      `${APPENDS} synced appends: ${Math.round(alone)} a second one after the other, ${Math.round(together)} a second with 64 waiting`,
      `journal of ${count} machines: ${(bytes / 1e6).toFixed(1)} MB, ${(perMachine / 1000).toFixed(2)} KB a machine`,
      `from the start of a resume to the first request: ${Math.round(ready)} ms`,
      whole === undefined
        ? 'the whole `failback resume` was not timed: what is built is not that of these sources (npm run build)\n'
        : `the whole \`failback resume\`, from its start to the first request: ${Math.round(whole)} ms\n`,
    ].join('\n'),
  );
  tell([
    { what: 'a synced append, 64 waiting', unit: 'ms', budget: 1, measured: 1000 / together },
    { what: 'a journal, a machine', unit: 'KB', budget: 4, measured: perMachine / 1000 },
    { what: `resume of ${count} machines, to the first request`, unit: 'ms', budget: 2000, measured: ready },
    ...(whole === undefined
      ? []
      : ([
          {
            what: `failback resume of ${count} machines, to the first request`,
            unit: 'ms',
            budget: 2000,
            measured: whole,
          },
        ] as const)),
  ]);
} finally {
  door.close();
  await rm(home, { recursive: true, force: true });
}

/** Synced appends a second, so many of them waiting at any time. */
async function appends(run: RunHandle, waiting: number): Promise<number> {
  const { writer } = await JournalWriter.open(run);
  const began = performance.now();
  let left = APPENDS;
  const append = async (): Promise<void> => {
    while (left-- > 0)
      await writer.append([{ kind: 'alarm', at, key: `bench/${left}`, message: jobId }], { sync: true });
  };
  await Promise.all(Array.from({ length: waiting }, append));
  const rate = APPENDS / ((performance.now() - began) / 1000);
  await writer.close();
  return rate;
}

/** Lays down the journal of a run in which every step of every machine is done but the last; its bytes. */
async function halfWay(run: RunHandle, plan: Plan): Promise<number> {
  const lines: string[] = [];
  let hash: string = CHAIN_START;
  const say = (event: RunEvent): void => {
    const next = chainLine(lines.length, hash, event);
    hash = next.hash;
    lines.push(`${next.line}\n`);
  };
  const [started] = (await readJournal(journalFile(run))).events;
  if (started !== undefined) say(started);
  say({ kind: 'resumed', at, epoch: 1 });
  for (const step of plan.steps) {
    if (step.kind === 'remove-leftovers') continue;
    say({ kind: 'step-started', at, step: step.id });
    for (const [call, { operation }] of callsOf(step).entries()) {
      say({ kind: 'intent', at, step: step.id, operation, call, requestId, bodyHash: requestId.replaceAll('-', '') });
      say({ kind: 'accepted', at, step: step.id, requestId, jobId, by: 'response' });
      say({ kind: 'settled', at, step: step.id, jobId, note: 'Succeeded' });
    }
    if (step.kind !== 'home') say({ kind: 'step-done', at, step: step.id });
  }
  const text = lines.join('');
  await writeFile(journalFile(run), text);
  return Buffer.byteLength(text);
}

/** Milliseconds until a resumed run asks the service for the first time; the look itself is not waited for. */
async function resume(run: RunHandle): Promise<number> {
  const stop = new AbortController();
  const began = performance.now();
  const first = Promise.withResolvers<number>();
  const asked = () => {
    first.resolve(performance.now() - began);
    stop.abort();
    return new Promise<never>((_, reject) => {
      setImmediate(() => reject(new Error('The bench is over.')));
    });
  };
  const effects = {
    items: asked,
    capture: asked,
    serviceTime: () => undefined,
    quota: () => ({ issues: 60, againAt: new Date(at) }),
    close: async () => {},
  } as Partial<Effects> as Effects;
  const clock = {
    speed: 1,
    now: () => new Date(Date.parse(at) + 3_600_000),
    sleep: () => new Promise<void>((resolve) => setTimeout(resolve, 10)),
  };
  const executed = executeRun(run, { effects, clock, host: { notify: () => {} }, signal: stop.signal }).catch(() => {});
  const ready = await first.promise;
  await executed;
  return ready;
}
