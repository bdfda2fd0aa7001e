import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { makePlan } from '../../core/plan/make-plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { PreApproval } from '../../core/run/gates.ts';
import type { RunState, RunTarget } from '../../core/run/state.ts';
import type { Runbook } from '../../core/runbook/runbook.ts';
import { connectAzure, vaultOf } from '../../executor/azure/connect-azure.ts';
import { type Clock, simulatedClock } from '../../executor/clock.ts';
import type { Effects } from '../../executor/effects.ts';
import { type Host, SILENT_HOST } from '../../executor/host.ts';
import { createRun, type RunHandle } from '../../executor/journal/runs.ts';
import { type ExecuteOptions, executeRun } from '../../executor/run/execute-run.ts';
import { loadRunbook } from '../../language-server/src/load-runbook.ts';
import { parseFault } from '../../simulator/faults.ts';
import type { Knobs } from '../../simulator/knobs.ts';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.ts';
import { judgeLater } from '../support/conformance.ts';

const root = join(fileURLToPath(new URL('.', import.meta.url)), '../..');
export const THREE = join(root, 'test/executor/fixtures/three.failback');
export const FOURTEEN = join(root, 'examples/contoso-erp/contoso-erp.failback');
const INVENTORY = join(root, 'examples/contoso-erp/contoso-erp.inventory.json');

export interface EstateOptions {
  readonly runbook?: string;
  readonly faults?: readonly string[];
  readonly knobs?: Partial<Knobs>;
  readonly timeoutMs?: number;
  readonly stateFile?: string;
  readonly inventory?: Inventory;
  readonly plan?: Plan;
  /** What the run takes the estate for; its requests go to the simulator in any case. */
  readonly target?: RunTarget;
}

/** A simulated estate, a run laid down for it, and the means to execute that run in this process. */
export interface TestEstate {
  readonly simulator: Simulator;
  readonly clock: Clock;
  readonly plan: Plan;
  readonly inventory: Inventory;
  readonly runbook: Runbook;
  readonly home: string;
  readonly run: RunHandle;
  connect(): Promise<Effects>;
  /** The same by another clock, as of a computer that sleeps or whose clock is set. */
  connectBy(clock: Clock): Promise<Effects>;
  /** Executes until the run ends; gates are answered in advance unless said otherwise. */
  execute(options?: Partial<ExecuteOptions> & { readonly effects?: Effects }): Promise<RunState>;
  close(): Promise<void>;
}

export const EVERY_GATE: readonly PreApproval[] = [{ gate: 'all', who: 'tester' }];

export async function openEstate(options: EstateOptions = {}): Promise<TestEstate> {
  const inventory = options.inventory ?? parseInventory(await readFile(INVENTORY, 'utf8'), INVENTORY);
  const entry = options.runbook ?? THREE;
  const { runbook, documents } = await load(entry);
  const plan = options.plan ?? planOf(runbook, inventory, new Date(inventory.capturedAt));
  const simulator = await startSimulator({
    inventory,
    seed: 7,
    speed: 'advance',
    faults: (options.faults ?? []).map(parseFault),
    ...(options.knobs === undefined ? {} : { knobs: options.knobs }),
    ...(options.stateFile === undefined ? {} : { stateFile: options.stateFile }),
  });
  const clock = await simulatedClock(simulator.url);
  const home = await mkdtemp(join(tmpdir(), 'failback-test-'));
  const run = await createRun(home, {
    plan,
    files: Object.fromEntries(documents.map(({ uri, text }) => [uri, text])),
    inventoryText: JSON.stringify(inventory),
    target: options.target ?? { kind: 'simulated', seed: 7 },
    startedBy: 'tester',
    decisionsFrom: pathToFileURL(entry).href,
    startedAt: clock.now(),
  });
  const vault = vaultOf(plan);
  if (vault === undefined) throw new Error('The plan does not know its vault.');
  const connect = () => connectBy(clock);
  const connectBy = (clock: Clock) =>
    connectAzure({
      ...vault,
      clock,
      endpointRewrite: simulator.proxyUrl,
      timeoutMs: options.timeoutMs ?? 30_000,
    });
  return {
    simulator,
    clock,
    plan,
    inventory,
    runbook,
    home,
    run,
    connect,
    connectBy,
    execute: (more = {}) =>
      executeRun(run, {
        connect,
        host: SILENT_HOST,
        clock,
        approvals: EVERY_GATE,
        decisionsFrom: async (facts, now) => planOf(runbook, facts, now),
        ...more,
      }),
    async close() {
      judgeLater(simulator);
      await simulator.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

export function planOf(runbook: Runbook, inventory: Inventory, now: Date): Plan {
  return makePlan(runbook, inventory, {
    now,
    part: 'whole',
    runbookFile: 'three.failback',
    inventoryFile: 'contoso-erp.inventory.json',
  }).plan;
}

export async function load(entry: string) {
  const loaded = await loadRunbook(pathToFileURL(entry).href, (uri) =>
    readFile(fileURLToPath(uri), 'utf8').catch(() => undefined),
  );
  if (loaded.runbook === undefined) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  return { runbook: loaded.runbook, documents: loaded.documents };
}

/** A host that keeps what it was told. */
export function listening(): Host & { readonly told: string[] } {
  const told: string[] = [];
  return { told, notify: (event) => void told.push('step' in event ? `${event.kind} ${event.step}` : event.kind) };
}
