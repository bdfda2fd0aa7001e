import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeExecution } from '../../cli/runs/execution.ts';
import { memoryFor } from '../../cli/runs/spawn-executor.ts';
import { createRun } from '../../executor/journal/create-run.ts';
import { journalFile, type RunHandle } from '../../executor/journal/run-directory.ts';
import { readRun } from '../../executor/journal/runs.ts';
import type { Witnessed } from '../../simulator/recording-proxy.ts';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.ts';
import type { Outcome } from './stage.ts';
import { type Seen, takeNotes } from './witness.ts';
import { type World, type Written, write } from './world.ts';

const program = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

/** When a process is killed: while a request travels, while its answer does, or some time after it began. */
export type Trigger =
  | {
      readonly kind: 'request' | 'answer';
      readonly method: 'GET' | 'POST';
      readonly number: number;
      readonly dropped: boolean;
    }
  | { readonly kind: 'time'; readonly milliseconds: number };

/** What became of one process: killed as its trigger said, or ended before that by itself. */
export interface Death {
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  /** A call that changes the world was on its way, or its answer was. */
  readonly postInFlight: boolean;
}

/** A run of a simulated estate, executed by the command line's own process, over and over until it ends. */
export class RealRun {
  readonly world: World;
  readonly written: Written;
  readonly run: RunHandle;
  readonly #home: string;
  readonly #simulator: Simulator;
  readonly #notes: Seen[];
  readonly #estateFile: string;
  readonly #lives: { current: number; hook: (at: 'request' | 'answer', request: Witnessed) => Promise<void> };

  private constructor(
    about: Pick<RealRun, 'world' | 'written' | 'run'>,
    simulator: Simulator,
    home: string,
    notes: Seen[],
    lives: RealRun['lives'],
  ) {
    this.world = about.world;
    this.written = about.written;
    this.run = about.run;
    this.#home = home;
    this.#simulator = simulator;
    this.#notes = notes;
    this.#estateFile = join(home, 'estate.jsonl');
    this.#lives = lives;
  }

  get lives() {
    return this.#lives;
  }

  static async begin(world: World): Promise<RealRun> {
    const written = await write(world);
    const home = mkdtempSync(join(tmpdir(), 'failback-sigkill-'));
    const notes: Seen[] = [];
    const lives: RealRun['lives'] = { current: 0, hook: async () => {} };
    const late: { simulator?: Simulator; run?: RunHandle } = {};
    const journal = () => (late.run === undefined ? undefined : readFileSync(journalFile(late.run)));
    const now = () => late.simulator?.now().getTime() ?? 0;
    const simulator = await startSimulator({
      inventory: written.inventory,
      seed: world.seed,
      speed: 'advance',
      recordBytes: 0,
      stateFile: join(home, 'estate.jsonl'),
      ...(world.knobs === undefined ? {} : { knobs: world.knobs }),
      witness: {
        async asked(request) {
          // What a vCenter is asked is posted too, and changes nothing.
          if (request.url.startsWith('/vsphere/')) return;
          takeNotes(notes, lives.current, now, journal).asked(request);
          await lives.hook('request', request);
        },
        answered: async (request) => {
          if (!request.url.startsWith('/vsphere/')) await lives.hook('answer', request);
        },
      },
    });
    const run = await createRun(home, {
      plan: written.plan,
      files: written.texts,
      inventoryText: JSON.stringify(written.inventory),
      target: { kind: 'simulator', url: simulator.proxyUrl },
      startedBy: 'tester',
      decisionsFrom: written.entry,
      startedAt: new Date(written.inventory.capturedAt),
    });
    await writeExecution(run, { speed: 'advance', faults: [], approvals: [{ gate: 'all', who: 'tester' }] });
    Object.assign(late, { simulator, run });
    return new RealRun({ world, written, run }, simulator, home, notes, lives);
  }

  /** Starts the executor as the command line does, and kills it when the trigger says so. */
  async live(trigger?: Trigger): Promise<Death> {
    this.#lives.current += 1;
    const child = this.#spawn();
    const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    let postInFlight = false;
    let count = 0;
    let timer: NodeJS.Timeout | undefined;
    this.#lives.hook = async (at, { method }) => {
      if (trigger === undefined || trigger.kind === 'time' || at !== trigger.kind || method !== trigger.method) return;
      count += 1;
      if (count !== trigger.number) return;
      postInFlight = method === 'POST';
      child.kill('SIGKILL');
      // Held until nobody waits for it any more; then it goes on, as a network would let it, or is lost.
      await exit;
      if (at === 'request' && trigger.dropped) await new Promise(() => {});
    };
    if (trigger?.kind === 'time') timer = setTimeout(() => child.kill('SIGKILL'), trigger.milliseconds);
    const [code, signal] = await exit;
    clearTimeout(timer);
    return { code, signal, postInFlight };
  }

  #spawn(): ChildProcess {
    const args = [...memoryFor(this.written.plan.machines.length), program, 'execute', this.run.directory];
    return spawn(process.execPath, args, {
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit'],
      cwd: this.run.directory,
    });
  }

  async outcome(): Promise<Outcome> {
    const { state } = await readRun(this.run);
    return {
      state,
      journal: readFileSync(journalFile(this.run)),
      moment: {
        disk: { inodes: new Map(), entries: new Map(), synced: new Map() },
        estate: statSync(this.#estateFile).size,
        estateFile: this.#estateFile,
        said: new Set(),
        notes: this.#notes,
        life: this.#lives.current,
      },
    };
  }

  async close(): Promise<void> {
    await this.#simulator.close();
    rmSync(this.#home, { recursive: true, force: true });
  }
}

/** Kills a run with SIGKILL until it ended or was killed often enough, and then lets it come to its end. */
export async function killUntilDone(
  run: RealRun,
  triggers: readonly Trigger[],
): Promise<{ readonly killed: number; readonly inFlight: number }> {
  let killed = 0;
  let inFlight = 0;
  for (const trigger of triggers) {
    const death = await run.live(trigger);
    if (death.signal === null) {
      assert.equal(death.code, 0, 'a process that nobody killed ends well');
      return { killed, inFlight };
    }
    assert.equal(death.signal, 'SIGKILL');
    killed += 1;
    if (death.postInFlight) inFlight += 1;
  }
  const last = await run.live();
  assert.deepEqual([last.signal, last.code], [null, 0]);
  return { killed, inFlight };
}
