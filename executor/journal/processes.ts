import { readFile } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';

/** Which process it is, of all that ever were: its number alone may be given out again. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Of the start of the computer: after another, every process of before is dead. */
  readonly boot: string;
  /** Start of the process in the kernel's ticks, where the system tells it. */
  readonly started?: string | undefined;
}

/** Who runs on a computer. Tests put processes here that die when they are told. */
export interface Processes {
  me(): Promise<ProcessIdentity>;
  /** `unseen`: it is, or was, on another computer. */
  fateOf(process: ProcessIdentity): Promise<'alive' | 'dead' | 'unseen'>;
}

/** The processes of this computer. */
export const systemProcesses: Processes = {
  async me() {
    const [boot, started] = await Promise.all([bootId(), processStart(process.pid)]);
    return { pid: process.pid, host: hostname(), boot, ...(started === undefined ? {} : { started }) };
  },
  async fateOf({ pid, host, boot, started }) {
    if (host !== hostname()) return 'unseen';
    if (boot !== (await bootId())) return 'dead';
    try {
      process.kill(pid, 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'dead';
    }
    if (started === undefined) return 'alive';
    return started === (await processStart(pid)) ? 'alive' : 'dead';
  },
};

async function bootId(): Promise<string> {
  const linux = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => undefined);
  // Elsewhere the moment of the last start serves; ten minutes of slack absorb a clock that was set.
  return linux?.trim() ?? `up-${Math.round((Date.now() / 1000 - uptime()) / 600)}`;
}

async function processStart(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}
