import type { Clock } from '../clock.ts';
import type { GuestOperations, GuestProcess } from '../vsphere/guest-operations.ts';
import type { Launch } from './guest-launcher.ts';

/** How a script stands inside a guest. */
export type GuestScript =
  /** Nothing of it was ever begun. */
  | { readonly kind: 'never' }
  | { readonly kind: 'runs'; readonly pid: number }
  | { readonly kind: 'ended'; readonly code: number }
  /** It was begun, and neither runs nor told how it ended. */
  | { readonly kind: 'lost' };

/** Seconds between two looks at a script that runs. */
const LOOK_AGAIN = 5;
/** Seconds after which a start that shows nowhere counts as one that never was. */
const SETTLES = 20;
/** Seconds in which a process that was told to end is gone. */
const ENDS_WITHIN = 30;
/** Bytes of a file that holds an exit code. */
const CODE_BYTES = 16;

/** Looks once for a script of ours, by its folder; `pid` is what was started, where that is known. */
export async function lookForScript(
  guest: Pick<GuestOperations, 'processes' | 'read'>,
  launch: Launch,
  pid?: number,
): Promise<GuestScript> {
  const own = ownProcesses(await guest.processes(), launch);
  const running = own.find(({ hasEnded }) => !hasEnded);
  if (running !== undefined) return { kind: 'runs', pid: running.pid };
  const written = (await guest.read(launch.exit, CODE_BYTES))?.bytes.toString('utf8').trim();
  if (written !== undefined && /^-?\d+$/.test(written)) return { kind: 'ended', code: Number(written) };
  // Tools still tell of an earlier try, whose folder had the same name.
  const told = own.filter((process) => (pid === undefined ? isLauncher(process, launch) : process.pid === pid));
  const ended = told.length === 1 ? told[0] : undefined;
  if (ended?.exitCode !== undefined) return { kind: 'ended', code: ended.exitCode };
  const isBegun = own.length > 0 || (await guest.read(launch.output, 1)) !== undefined;
  return { kind: isBegun ? 'lost' : 'never' };
}

/** Looks twice before it says that nothing was begun: a start may still be on its way. */
export async function lookForScriptTwice(
  guest: GuestOperations,
  launch: Launch,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<GuestScript> {
  const first = await lookForScript(guest, launch);
  if (first.kind !== 'never') return first;
  await clock.sleep(SETTLES, signal);
  return lookForScript(guest, launch);
}

/** Follows a script to its end; one that still runs at the moment `until` is ended. */
export async function followScript(
  guest: GuestOperations,
  launch: Launch,
  {
    clock,
    signal,
    until,
    pid,
  }: { readonly clock: Clock; readonly signal: AbortSignal; readonly until: number; readonly pid: number },
): Promise<GuestScript | { readonly kind: 'timed-out' }> {
  while (!signal.aborted && clock.now().getTime() < until) {
    const seen = await lookForScript(guest, launch, pid);
    if (seen.kind !== 'runs') return seen;
    await clock.sleep(LOOK_AGAIN, signal);
  }
  signal.throwIfAborted();
  return endScript(guest, launch, clock, signal);
}

/** Asks all of it to end, and waits until it is gone. */
async function endScript(guest: GuestOperations, launch: Launch, clock: Clock, signal: AbortSignal) {
  const until = clock.now().getTime() + ENDS_WITHIN * 1000;
  for (;;) {
    const left = ownProcesses(await guest.processes(), launch).filter(({ hasEnded }) => !hasEnded);
    if (left.length === 0) return { kind: 'timed-out' as const };
    if (signal.aborted || clock.now().getTime() >= until) return { kind: 'lost' as const };
    // The launcher takes along all that the script started, where it can; so it is asked first and the rest after it.
    for (const { pid } of left) await guest.terminate(pid);
    await clock.sleep(LOOK_AGAIN, signal);
  }
}

/** The launcher first: its end is the script's. */
function ownProcesses(processes: readonly GuestProcess[], launch: Launch): readonly GuestProcess[] {
  return processes
    .filter(({ commandLine }) => commandLine.includes(launch.folder))
    .sort((one, other) => Number(isLauncher(other, launch)) - Number(isLauncher(one, launch)));
}

function isLauncher({ commandLine }: GuestProcess, { launcher }: Launch): boolean {
  return commandLine.includes(launcher);
}
