import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '../../core/run/events.ts';
import type { RunState } from '../../core/run/state.ts';
import { connectAzure, vaultOf } from '../../executor/azure/connect-azure.ts';
import { simulatedClock } from '../../executor/clock.ts';
import type { Effects } from '../../executor/effects.ts';
import { createRun } from '../../executor/journal/create-run.ts';
import type { Disk } from '../../executor/journal/disk.ts';
import { post } from '../../executor/journal/inbox.ts';
import type { Processes } from '../../executor/journal/processes.ts';
import { journalFile, leaseFolder, type RunHandle } from '../../executor/journal/run-directory.ts';
import type { EffectGate } from '../../executor/run/effect-gate.ts';
import { executeRun } from '../../executor/run/execute-run.ts';
import { parseFault } from '../../simulator/faults.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { type DiskState, ForgetfulDisk, loadDisk } from './forgetful-disk.ts';
import { type Seen, takeNotes } from './witness.ts';
import { type World, type Written, write } from './world.ts';

/** Everything outside of the process that is killed, at a moment: its disk, the service, and what people have said. */
export interface Moment {
  readonly disk: DiskState;
  /** Bytes of the file of causes from which the estate can be made again as it was. */
  readonly estate: number;
  readonly estateFile: string;
  readonly said: ReadonlySet<string>;
  readonly notes: readonly Seen[];
  readonly life: number;
}

/** How a process is started, and what is wrong with it where a test plants a fault. */
export interface Staging {
  readonly gate: (look: () => Moment) => EffectGate;
  readonly disk?: (disk: ForgetfulDisk) => Disk;
  readonly effects?: (effects: Effects, url: string) => Effects;
  readonly settleTime?: number;
}

export interface Outcome {
  readonly state: RunState;
  readonly moment: Moment;
  readonly journal: Buffer;
}

/** One run of one world, laid down once and executed from whatever moment. */
export class Stage {
  readonly world: World;
  readonly written: Written;
  readonly run: RunHandle;
  readonly start: Moment;
  readonly #home: string;
  #files = 0;
  #notes: readonly Seen[] = [];
  #told = 'nothing';

  private constructor(world: World, written: Written, run: RunHandle, home: string) {
    this.world = world;
    this.written = written;
    this.run = run;
    this.#home = home;
    const wanted = (path: string) => path === journalFile(run) || path.startsWith(leaseFolder(run));
    const disk = loadDisk(run.directory, wanted);
    this.start = { disk, estate: 0, estateFile: '', said: new Set(), notes: [], life: 0 };
  }

  static async set(world: World): Promise<Stage> {
    const written = await write(world);
    const home = mkdtempSync(join(tmpdir(), 'failback-kill-'));
    const run = await createRun(home, {
      plan: written.plan,
      files: written.texts,
      inventoryText: JSON.stringify(written.inventory),
      target: { kind: 'simulated', seed: world.seed },
      startedBy: 'tester',
      decisionsFrom: written.entry,
      startedAt: new Date(written.inventory.capturedAt),
    });
    return new Stage(world, written, run, home);
  }

  /** Executes from a moment on, until the run ends; or for ever, where the gate kills it. */
  async play(
    from: Moment,
    staging: Staging,
  ): Promise<{ readonly ended: Promise<Outcome>; readonly strike: () => Promise<void> }> {
    const { world, written } = this;
    const estateFile = join(this.#home, `estate-${this.#files++}.jsonl`);
    if (from.estateFile !== '') writeFileSync(estateFile, readFileSync(from.estateFile).subarray(0, from.estate));
    const disk = new ForgetfulDisk(from.disk);
    const notes = [...from.notes];
    this.#notes = notes;
    const said = new Set(from.said);
    const life = from.life + 1;
    let now = () => 0;
    const witness = takeNotes(
      notes,
      life,
      () => now(),
      () => disk.onPlatters(journalFile(this.run)),
    );
    const simulator = await startSimulator({
      inventory: written.inventory,
      seed: world.seed,
      speed: 'advance',
      recordBytes: 0,
      stateFile: estateFile,
      faults: (world.faults ?? []).map(parseFault),
      witness,
      ...(world.knobs === undefined ? {} : { knobs: world.knobs }),
    });
    now = () => simulator.now().getTime();
    const look = (): Moment => ({
      disk: disk.state,
      estate: statSync(estateFile).size,
      estateFile,
      said: new Set(said),
      notes: [...notes],
      life,
    });
    const gate = staging.gate(look);
    const processes = only(life);
    const run: RunHandle = { ...this.run, computer: { disk: staging.disk?.(disk) ?? disk, processes } };
    const clock = await simulatedClock(simulator.url);
    const vault = vaultOf(written.plan);
    if (vault === undefined) throw new Error('The plan does not know its vault.');
    const stop = new AbortController();
    const speaking = new Set<string>();
    const speak = (event: RunEvent, state: RunState) => {
      const moving = [...state.steps.values()].filter(({ status }) => !['done', 'pending', 'stopped'].includes(status));
      const open = moving.map(
        ({ id, status, note, failure }) => `'${id}' is ${status}: ${failure?.message ?? note ?? ''}`,
      );
      this.#told = `${JSON.stringify(event)}; the run is ${state.status}. ${open.join(' ')}`;
      for (const command of world.people?.(state, written.plan) ?? []) {
        const words = JSON.stringify(command);
        if (said.has(words) || speaking.has(words)) continue;
        speaking.add(words);
        // Who was not told that it lies in the inbox says it again.
        void post({ ...this.run, computer: { disk, processes } }, command).then(() => said.add(words));
      }
    };
    const ended = executeRun(run, {
      connect: async () => {
        const effects = await connectAzure({ ...vault, clock, endpointRewrite: simulator.proxyUrl, timeoutMs: 30_000 });
        return staging.effects?.(effects, simulator.url) ?? effects;
      },
      host: { notify: speak },
      clock,
      approvals: world.approvals ?? [{ gate: 'all', who: 'tester' }],
      decisionsFrom: async (facts, at) => written.planOf(facts, at),
      settleTime: staging.settleTime ?? 240,
      signal: stop.signal,
      gate,
    }).then(async (state) => ({ state, moment: look(), journal: await disk.read(journalFile(this.run)) }));
    const strike = async () => {
      stop.abort();
      await simulator.close();
    };
    return { ended, strike };
  }

  /** What the proxy saw of the life that was begun last, and of those before it. */
  lastNotes(): readonly Seen[] {
    return this.#notes;
  }

  /** What the run told last, for whoever waits in vain. */
  get told(): string {
    return this.#told;
  }

  close(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }
}

/** A computer on which the process of this life is the only one that lives. */
function only(life: number): Processes {
  return {
    me: async () => ({ pid: life, host: 'stage', boot: 'boot' }),
    fateOf: async ({ pid }) => (pid === life ? 'alive' : 'dead'),
  };
}
