import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { FailbackError } from '../../core/failback-error.ts';
import { leaseFolder, type RunHandle } from './run-directory.ts';

const holderSchema = z.object({
  epoch: z.number().int().positive(),
  pid: z.number().int(),
  host: z.string(),
  boot: z.string(),
  /** Start of the process in the kernel's ticks: a process id alone may be given out again. */
  started: z.string().optional(),
});
type Holder = z.infer<typeof holderSchema>;

/** The right to execute a run. One file for each epoch, made exclusively: of two who want the next one, one gets it. */
export interface Lease {
  readonly epoch: number;
  release(): Promise<void>;
}

/**
 * Takes the run. `takeOver` also takes it from a machine whose processes cannot be seen from here.
 * @throws FailbackError `run-taken` while another process executes it
 */
export async function takeLease(run: RunHandle, options: { readonly takeOver?: boolean } = {}): Promise<Lease> {
  const folder = leaseFolder(run);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const holder = await currentHolder(run);
  if (holder !== undefined && !holder.released) {
    const fate = await fateOf(holder);
    if (fate === 'alive' || (fate === 'unseen' && !options.takeOver)) throw taken(run, holder, fate);
  }
  const epoch = (holder?.epoch ?? 0) + 1;
  const me: Holder = { epoch, ...(await identity()) };
  const draft = join(folder, `draft-${process.pid}-${randomUUID()}`);
  try {
    await writeFile(draft, JSON.stringify(me), { mode: 0o600, flush: true });
    // The name comes with its text, and to one only: who read a lease without text would take the run as well.
    await link(draft, join(folder, `${epoch}.json`));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw taken(run, { ...me, pid: 0 }, 'alive');
    throw cause;
  } finally {
    await rm(draft, { force: true });
  }
  return { epoch, release: () => release(join(folder, `${epoch}.released`)) };
}

/** A folder that was deleted meanwhile holds no lease any more. */
async function release(path: string): Promise<void> {
  await writeFile(path, '', { mode: 0o600 }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause;
  });
}

/** Whether a process executes the run now, as far as can be seen from here. */
export async function isExecuted(run: RunHandle): Promise<boolean> {
  const holder = await currentHolder(run);
  return holder !== undefined && !holder.released && (await fateOf(holder)) !== 'dead';
}

async function currentHolder(run: RunHandle): Promise<(Holder & { readonly released: boolean }) | undefined> {
  const names = await readdir(leaseFolder(run)).catch((): string[] => []);
  const epoch = Math.max(0, ...names.map((name) => Number.parseInt(name, 10)).filter(Number.isFinite));
  if (epoch === 0) return undefined;
  const text = await readFile(join(leaseFolder(run), `${epoch}.json`), 'utf8').catch(() => '');
  const parsed = holderSchema.safeParse(text === '' ? undefined : JSON.parse(text));
  // A lease without its text is one whose taker died before it could write: nobody holds it.
  if (!parsed.success) return { epoch, pid: 0, host: hostname(), boot: 'none', released: true };
  return { ...parsed.data, released: names.includes(`${epoch}.released`) };
}

async function fateOf(holder: Holder): Promise<'alive' | 'dead' | 'unseen'> {
  const here = await identity();
  if (holder.host !== here.host) return 'unseen';
  if (holder.boot !== here.boot) return 'dead';
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'dead';
  }
  if (holder.started === undefined) return 'alive';
  return holder.started === (await processStart(holder.pid)) ? 'alive' : 'dead';
}

async function identity(): Promise<Omit<Holder, 'epoch'>> {
  const started = await processStart(process.pid);
  return { pid: process.pid, host: hostname(), boot: await bootId(), ...(started === undefined ? {} : { started }) };
}

async function bootId(): Promise<string> {
  const linux = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => undefined);
  // Elsewhere the moment of the last start serves; ten minutes of slack absorb a clock that was set.
  return linux?.trim() ?? `up-${Math.round((Date.now() / 1000 - uptime()) / 600)}`;
}

async function processStart(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function taken(run: RunHandle, holder: Holder, fate: 'alive' | 'unseen'): FailbackError {
  if (fate === 'unseen')
    return new FailbackError(
      'run-taken',
      `The run '${run.id}' was last executed by process ${holder.pid} on '${holder.host}', and from here nobody can see whether that process still lives. Two at once might send a call twice.`,
      `Look on '${holder.host}'. If the process is gone, take the run over:\n  failback resume ${run.id} --take-over`,
    );
  return new FailbackError(
    'run-taken',
    `Process ${holder.pid || 'another'} executes the run '${run.id}' already. Two at once might send a call twice.`,
    `Watch it with:\n  failback status ${run.id}\nor end that process first; its jobs in Azure go on, and the run finds them again.`,
  );
}
