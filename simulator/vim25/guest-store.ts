import type { Instant } from '../virtual-clock.ts';

/** Virtual seconds that a script takes which does not say otherwise. */
const TAKES = 20;
/** Seconds for which Tools still tell of a process that ended. @source vSphere Web Services API, ListProcessesInGuest */
const TOLD_FOR = 300;

export interface SimulatedProcess {
  readonly pid: number;
  readonly commandLine: string;
  readonly owner: string;
  readonly startedAt: Instant;
  readonly endsAt: Instant;
  readonly exitCode: number;
  /** Where it writes how it ended. */
  readonly exitFile: string;
}

/** What there is inside one machine: nothing is ever run in it. */
export class SimulatedGuest {
  readonly folders = new Set<string>();
  readonly files = new Map<string, string>();
  #processes: readonly SimulatedProcess[] = [];
  #lastPid = 4000;

  /**
   * Takes a program that starts the script beside it. A script says by lines of its own what would become of it: `exit N`
   * how it ends, `sleep N` how long it takes, `echo WORDS` what it prints.
   */
  start(commandLine: string, owner: string, at: Instant): number {
    const launcher = [...this.files.keys()].find((file) => commandLine.includes(file)) ?? '';
    const folder = launcher.replace(/[/\\][^/\\]*$/, '');
    const separator = launcher.includes('\\') ? '\\' : '/';
    const scripts = [...this.files].filter(([file]) => file.startsWith(`${folder}${separator}script`));
    const script = scripts[0]?.[1] ?? '';
    const seconds = Number(/^sleep (\d+)\s*$/m.exec(script)?.[1] ?? TAKES);
    const printed = [...script.matchAll(/^echo (.*)$/gm)].map(([, words = '']) => `${words}\n`);
    this.files.set(`${folder}${separator}output`, `Simulated: nothing was run.\n${printed.join('')}`);
    this.#lastPid += 4;
    const process = {
      pid: this.#lastPid,
      commandLine,
      owner,
      startedAt: at,
      endsAt: at + seconds * 1000,
      exitCode: Number(/^exit (\d{1,3})\s*$/m.exec(script)?.[1] ?? 0),
      exitFile: `${folder}${separator}exit`,
    };
    this.#processes = [...this.#processes, process];
    return process.pid;
  }

  /** Those that run, and those that ended a moment ago. Whatever ended by itself has written how. */
  processes(at: Instant): readonly SimulatedProcess[] {
    for (const { endsAt, exitFile, exitCode } of this.#processes)
      if (endsAt <= at && this.folders.has(exitFile.replace(/[/\\][^/\\]*$/, '')))
        this.files.set(exitFile, `${exitCode}\n`);
    this.#processes = this.#processes.filter(({ endsAt }) => endsAt + TOLD_FOR * 1000 > at);
    return this.#processes;
  }

  /** @returns whether there was such a process */
  terminate(pid: number, at: Instant): boolean {
    const known = this.#processes.some((process) => process.pid === pid && process.endsAt > at);
    this.#processes = this.#processes.map((process) =>
      process.pid === pid && process.endsAt > at ? { ...process, endsAt: at, exitCode: 143, exitFile: '' } : process,
    );
    return known;
  }

  removeFolder(path: string): boolean {
    for (const file of this.files.keys()) if (file.startsWith(path)) this.files.delete(file);
    return this.folders.delete(path);
  }
}

/** The guests of one server, by the id of their machine, and the transfers that it allowed. */
export class GuestStore {
  readonly #guests = new Map<string, SimulatedGuest>();
  readonly #transfers = new Map<string, { readonly guest: SimulatedGuest; readonly path: string }>();

  guest(vm: string): SimulatedGuest {
    const known = this.#guests.get(vm) ?? new SimulatedGuest();
    this.#guests.set(vm, known);
    return known;
  }

  /** Allows one file to be fetched or sent. @returns the token by which */
  allow(guest: SimulatedGuest, path: string): string {
    const token = String(this.#transfers.size + 1);
    this.#transfers.set(token, { guest, path });
    return token;
  }

  /** A request about a file: what is in it, or that it was taken. */
  transfer(method: string, token: string, text: string): { readonly status: number; readonly text: string } {
    const allowed = this.#transfers.get(token);
    if (allowed === undefined) return { status: 404, text: 'No such transfer was allowed.' };
    if (method === 'PUT') {
      allowed.guest.files.set(allowed.path, text);
      return { status: 200, text: '' };
    }
    return { status: 200, text: allowed.guest.files.get(allowed.path) ?? '' };
  }
}
