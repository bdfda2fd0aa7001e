import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FailbackError } from '../../core/failback-error.ts';
import { someOf } from '../../core/plan/missing-ids.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { RunTarget } from '../../core/run/state.ts';
import { type Lease, takeLease } from '../journal/lease.ts';
import { removeOldLeases } from '../journal/old-leases.ts';
import type { RunHandle } from '../journal/run-directory.ts';
import { makeHome } from '../journal/run-home.ts';
import { listRuns, readPlan } from '../journal/runs.ts';

/** Whose machines are asked for, and on which estate. */
export interface WantedMachines {
  readonly plan: Plan;
  readonly target: RunTarget;
  /** Id of the run that asks, if it exists already. */
  readonly own?: string;
}

/**
 * Two runs on one machine would take each other's jobs for a stranger's, and one would commit what the other still checks.
 * So a machine that an unfinished run of this home has in its plan is not taken up by another. Every rehearsal has an estate
 * of its own. Runs of another home, or another computer, are told by their jobs alone.
 * @param start makes the run, or takes an ended one up again; of two that are started at one moment the second sees the first
 * @throws FailbackError `machine-in-another-run` or `home-busy`
 */
export async function startAlone<T>(home: string, wanted: WantedMachines, start: () => Promise<T>): Promise<T> {
  if (wanted.target.kind === 'simulated') return start();
  await makeHome(home);
  const starting: RunHandle = { id: 'starting', directory: join(home, 'starting') };
  const turn = await waitForTurn(starting);
  try {
    await removeOldLeases(starting, turn.epoch);
    await refuseHeldMachines(home, wanted);
    return await start();
  } finally {
    await turn.release();
  }
}

/** @throws FailbackError `machine-in-another-run` */
export async function refuseHeldMachines(home: string, { plan, target, own }: WantedMachines): Promise<void> {
  if (target.kind === 'simulated') return;
  const wanted = new Map(
    plan.machines.flatMap(({ name, itemId }) => (itemId === null ? [] : [[itemId.toLowerCase(), name]])),
  );
  for (const { id, handle, trouble, ended, alive, status, target: theirs } of await listRuns(home)) {
    // An ended run that a process has in hand is being taken up again.
    if (id === own || trouble !== undefined || (ended && !alive) || !sameTarget(theirs, target)) continue;
    const { machines } = await readPlan(handle);
    const held = machines.flatMap(({ itemId }) => wanted.get(itemId?.toLowerCase() ?? '') ?? []);
    if (held.length === 0) continue;
    throw new FailbackError(
      'machine-in-another-run',
      `${someOf(held)} ${held.length === 1 ? 'is' : 'are'} in the hands of the run '${id}', which is not over (${status}).`,
      `Let that run end, or end it, and start again:\n  failback status ${id}\n  failback cancel ${id}`,
    );
  }
}

function sameTarget(one: RunTarget, other: RunTarget): boolean {
  if (one.kind !== other.kind) return false;
  return one.kind !== 'simulator' || other.kind !== 'simulator' || one.url === other.url;
}

/** A start looks through the runs of the home and writes its plan; nothing in it waits for anybody. */
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 50;

/** The lease of a run serves here too: it is given to one at a time, and outlives nobody. */
async function waitForTurn(starting: RunHandle): Promise<Lease> {
  for (const until = Date.now() + PATIENCE_MS; ; await pause(LOOK_EVERY_MS)) {
    try {
      return await takeLease(starting);
    } catch (error) {
      if (!(error instanceof FailbackError) || error.code !== 'run-taken') throw error;
      if (Date.now() < until) continue;
      throw new FailbackError(
        'home-busy',
        `Another process has been starting a run for a minute, and two that start at one moment might take the same machine.`,
        `See which one it is, and end it if it hangs. If there is none, it was on another computer; remove what it left behind:\n  rm -r '${starting.directory}'`,
        { cause: error },
      );
    }
  }
}
