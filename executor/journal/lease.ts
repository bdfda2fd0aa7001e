import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { FailbackError } from '../../core/failback-error.ts';
import type { Silent } from '../../core/report/say-silent.ts';
import type { Disk } from './disk.ts';
import { isHeard, silentSince } from './pulse.ts';
import { computerOf, leaseFolder, type RunHandle } from './run-directory.ts';
import { sharedLook } from './shared-look.ts';

const holderSchema = z.object({
  epoch: z.number().int().positive(),
  pid: z.number().int(),
  host: z.string(),
  boot: z.string(),
  started: z.string().optional(),
});
type Holder = z.infer<typeof holderSchema>;

/** The right to execute a run. One file for each epoch, made exclusively: of two who want the next one, one gets it. */
export interface Lease {
  readonly epoch: number;
  /**
   * Looks again whether nobody took the run over meanwhile.
   * @throws FailbackError `run-fenced` when somebody did
   */
  refuseFenced(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the run. `takeOver` also takes it from a process that lives, and from a machine whose processes cannot be seen
 * from here: whoever had it is fenced, and stops at its next call or line.
 * @throws FailbackError `run-taken` while another process executes it
 */
export async function takeLease(run: RunHandle, options: { readonly takeOver?: boolean } = {}): Promise<Lease> {
  const { disk, processes } = computerOf(run);
  const folder = leaseFolder(run);
  await disk.makeFolder(folder);
  const held = await currentLease(run);
  if (held !== undefined && !held.released && !options.takeOver) {
    if (held.holder === undefined) throw unreadable(run, held.epoch);
    const fate = await processes.fateOf(held.holder);
    if (fate !== 'dead') throw taken(run, held.holder, fate);
  }
  const epoch = (held?.epoch ?? 0) + 1;
  const me: Holder = { epoch, ...(await processes.me()) };
  const draft = join(folder, `draft-${me.pid}-${randomUUID()}`);
  try {
    await writeSynced(disk, draft, JSON.stringify(me));
    // The name comes with its text, and to one only: who read a lease without text would take the run as well.
    await disk.link(draft, join(folder, `${epoch}.json`));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw taken(run, { ...me, pid: 0 }, 'alive');
    throw cause;
  } finally {
    await disk.remove(draft);
  }
  // An epoch that a power cut took back would be given out twice.
  await disk.syncFolder(folder);
  // Whose look at the folder was so old that its epoch had come, gone and been removed meanwhile has nothing.
  if (newestEpoch(await disk.names(folder)) > epoch) {
    await disk.remove(join(folder, `${epoch}.json`));
    throw taken(run, { ...me, pid: 0 }, 'alive');
  }
  const newestNow = sharedLook(async () => newestEpoch(await disk.names(folder).catch((): string[] => [])));
  return {
    epoch,
    refuseFenced: async () => {
      const newest = await newestNow();
      if (newest > epoch) throw fenced(run, epoch, newest);
    },
    release: () => release(disk, join(folder, `${epoch}.released`)),
  };
}

/** A folder that was deleted meanwhile holds no lease any more, and a full disk need not say so: the process is dead soon. */
async function release(disk: Disk, path: string): Promise<void> {
  try {
    await (await disk.create(path)).close();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOSPC') throw cause;
  }
}

/** Whoever executes a run now, as far as can be seen from here. */
export interface Executor {
  /** Undefined where the lease does not tell. */
  readonly pid: number | undefined;
  /** Set where nothing was heard of it for a while: it may hang, and holds the run all the same. */
  readonly silent: Silent | undefined;
}

/** Undefined where no process executes the run. */
export async function executorOf(run: RunHandle): Promise<Executor | undefined> {
  const held = await currentLease(run);
  if (held === undefined || held.released) return undefined;
  const { epoch, holder } = held;
  if (holder === undefined) return (await isHeard(run)) ? { pid: undefined, silent: undefined } : undefined;
  if ((await computerOf(run).processes.fateOf(holder)) === 'dead') return undefined;
  const since = await silentSince(run, join(leaseFolder(run), `${epoch}.json`), new Date());
  const { pid } = holder;
  return { pid, silent: since === undefined ? undefined : { pid, since: since.toISOString() } };
}

/** Whether a process executes the run now, as far as can be seen from here. */
export async function isExecuted(run: RunHandle): Promise<boolean> {
  return (await executorOf(run)) !== undefined;
}

/** The epoch that was given out last; 0 before the first. */
export async function lastEpoch(run: RunHandle): Promise<number> {
  return newestEpoch(await namesOf(run));
}

interface CurrentLease {
  readonly epoch: number;
  readonly released: boolean;
  /** Undefined where the lease says something that failback did not write: nobody knows whose it is. */
  readonly holder: Holder | undefined;
}

async function currentLease(run: RunHandle): Promise<CurrentLease | undefined> {
  const { disk } = computerOf(run);
  const names = await namesOf(run);
  const epoch = newestEpoch(names);
  if (epoch === 0) return undefined;
  const text = await disk.read(join(leaseFolder(run), `${epoch}.json`)).catch(() => Buffer.alloc(0));
  // A lease without its text is one whose taker died before it could write: nobody holds it.
  const released = text.length === 0 || names.includes(`${epoch}.released`);
  return { epoch, released, holder: holderSchema.safeParse(parsed(text.toString('utf8'))).data };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function namesOf(run: RunHandle): Promise<readonly string[]> {
  return computerOf(run)
    .disk.names(leaseFolder(run))
    .catch((): string[] => []);
}

function newestEpoch(names: readonly string[]): number {
  return Math.max(0, ...names.map((name) => Number.parseInt(name, 10)).filter(Number.isFinite));
}

async function writeSynced(disk: Disk, path: string, text: string): Promise<void> {
  const file = await disk.create(path);
  try {
    await file.append(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function unreadable(run: RunHandle, epoch: number): FailbackError {
  return new FailbackError(
    'run-taken',
    `'${join(leaseFolder(run), `${epoch}.json`)}' is not what failback wrote: it names the process that executes the run '${run.id}', and nobody can tell whether that one still lives. Two at once might send a call twice.`,
    `Make sure that no process of failback executes the run, here or on another computer; then take it over:\n  failback resume ${run.id} --take-over`,
  );
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
    `Watch it with:\n  failback status ${run.id}\nor end that process first; its jobs in Azure go on, and the run finds them again. If it hangs, take the run from it:\n  failback resume ${run.id} --take-over`,
  );
}

function fenced(run: RunHandle, mine: number, newest: number): FailbackError {
  return new FailbackError(
    'run-fenced',
    `Another process took the run '${run.id}' over (epoch ${newest}; this one had ${mine}). Two at once might send a call twice, so this one sends and writes nothing more.`,
    `Watch the run with:\n  failback status ${run.id}`,
  );
}
