import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { writeExecution } from '../cli/runs/execution.ts';
import { executorOf } from '../executor/journal/lease.ts';
import type { RunHandle } from '../executor/journal/run-directory.ts';

const program = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** A simulator as far as a run needs one until its first request: it has a clock, and answers nothing else. */
export class DoorOfEstate {
  readonly #server: Server;
  readonly #first = Promise.withResolvers<number>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(now: string): Promise<DoorOfEstate> {
    const server = createServer((request, response) => {
      if (request.url === '/_simulator/clock') response.end(JSON.stringify({ now, speed: 1 }));
      else door.#first.resolve(performance.now());
    });
    const door = new DoorOfEstate(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return door;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** When somebody first asked for anything but the time. */
  get asked(): Promise<number> {
    return this.#first.promise;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/**
 * Milliseconds from the start of `failback resume` to the moment at which the run's process asks the service for the first
 * time: the built command line, its look at the run, the process that it starts, and all that this one reads. Undefined
 * where nothing is built.
 */
export async function wholeResume(home: string, run: RunHandle, door: DoorOfEstate): Promise<number | undefined> {
  if (!existsSync(program)) return undefined;
  await writeExecution(run, { speed: 'advance', faults: [], approvals: [] });
  const began = performance.now();
  const terminal = spawn(process.execPath, [program, 'resume', run.id], {
    env: { ...process.env, FAILBACK_HOME: home },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    return (await Promise.race([door.asked, ended(terminal)])) - began;
  } finally {
    terminal.kill('SIGKILL');
    await endExecutor(run);
  }
}

async function ended(terminal: ChildProcess): Promise<never> {
  const code = await new Promise((resolve) => terminal.once('exit', resolve));
  throw new Error(
    `'failback resume' ended (${code}) before its run asked anything. Is what is built that of these sources? \`npm run build\`.`,
  );
}

/** The run's own process belongs to no terminal; its lease says which it is. */
async function endExecutor(run: RunHandle): Promise<void> {
  const { pid } = (await executorOf(run)) ?? {};
  if (pid !== undefined && pid !== process.pid) process.kill(pid, 'SIGKILL');
}
