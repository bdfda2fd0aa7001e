import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How long the process of a run may take to stop at a safe moment. */
const patienceMs = 5_000;

/** Ends the processes that execute the runs of a home. A run belongs to no terminal, so nothing else would. */
export async function endExecutors(home: string): Promise<void> {
  const pids = namesIn(join(home, 'runs')).flatMap((id) => holderOf(join(home, 'runs', id, 'leases')) ?? []);
  for (const pid of pids) signalled(pid, 'SIGTERM');
  const until = Date.now() + patienceMs;
  while (pids.some((pid) => signalled(pid, 0)) && Date.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 50));
}

/** The process that has the newest lease, where it has not given it back. */
function holderOf(leases: string): number | undefined {
  const names = namesIn(leases);
  const epoch = Math.max(0, ...names.map((name) => Number.parseInt(name, 10)).filter(Number.isFinite));
  if (epoch === 0 || names.includes(`${epoch}.released`)) return undefined;
  const { pid } = JSON.parse(readFileSync(join(leases, `${epoch}.json`), 'utf8')) as { readonly pid: number };
  return pid;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function signalled(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
