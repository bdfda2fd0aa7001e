import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FailbackError } from '../../core/failback-error.ts';
import type { RunHandle } from '../../executor/journal/runs.ts';
import { type Announcement, readAnnouncement } from '../simulate/announcement.ts';
import type { Execution } from './execution.ts';

const filesOf = ({ directory }: RunHandle) => ({
  inventory: join(directory, 'inventory.json'),
  announcement: join(directory, 'simulator.json'),
  state: join(directory, 'simulator-state.jsonl'),
  log: join(directory, 'simulator.log'),
});

/**
 * The simulator of a rehearsal: a process of its own, so that the estate outlives an executor that is killed, as Azure
 * would. One that still serves is used again; one that ended goes on from its state file.
 */
export async function embeddedSimulator(
  program: string,
  run: RunHandle,
  seed: number,
  { speed, faults }: Execution,
): Promise<Announcement> {
  const files = filesOf(run);
  const serving = await readAnnouncement(files.announcement);
  if (serving !== undefined && (await answers(serving))) return serving;
  await rm(files.announcement, { force: true });
  const args = [
    ...[program, 'simulate', '--inventory', files.inventory, '--state-file', files.state],
    ...['--announce', files.announcement, '--end-with-run', run.directory],
    ...['--seed', String(seed), '--speed', String(speed), ...faults.flatMap((fault) => ['--fault', fault])],
  ];
  const log = openSync(files.log, 'a', 0o600);
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: ['ignore', 'ignore', log],
    cwd: run.directory,
    windowsHide: true,
  });
  closeSync(log);
  let ended = false;
  for (const event of ['exit', 'error'])
    child.once(event, () => {
      ended = true;
    });
  while (!ended) {
    const begun = await readAnnouncement(files.announcement);
    if (begun !== undefined) {
      child.unref();
      return begun;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new FailbackError(
    'simulator-ended',
    `The simulated estate of '${run.id}' did not start.\n${readFileSync(files.log, 'utf8').trim()}`,
    `Go on once the cause is mended:\n  failback resume ${run.id}`,
  );
}

async function answers({ url }: Announcement): Promise<boolean> {
  try {
    return (await fetch(new URL('/_simulator/clock', url), { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}
