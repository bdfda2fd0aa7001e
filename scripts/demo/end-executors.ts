import { runHandles } from '../../executor/journal/find-run.ts';
import { executorOf } from '../../executor/journal/lease.ts';

/** How long the process of a run may take to stop at a safe moment. */
const patienceMs = 5_000;

/** Ends the processes that execute the runs of a home. A run belongs to no terminal, so nothing else would. */
export async function endExecutors(home: string): Promise<void> {
  const executors = await Promise.all((await runHandles(home)).map(executorOf));
  const pids = executors.flatMap((executor) => executor?.pid ?? []);
  for (const pid of pids) signalled(pid, 'SIGTERM');
  const until = Date.now() + patienceMs;
  while (pids.some((pid) => signalled(pid, 0)) && Date.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 50));
}

function signalled(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
