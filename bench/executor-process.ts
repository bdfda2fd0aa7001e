/** The executor in a process of its own, as the command line starts it, so that its memory is its own. */

import { connectAzure, vaultOf } from '../executor/azure/connect-azure.ts';
import { simulatedClock } from '../executor/clock.ts';
import { readFirstPlan, readHead } from '../executor/journal/open-run.ts';
import type { RunHandle } from '../executor/journal/runs.ts';
import { executeRun } from '../executor/run/execute-run.ts';

process.once('message', async ({ run, url, proxyUrl }: { run: RunHandle; url: string; proxyUrl: string }) => {
  const plan = await readFirstPlan(run, (await readHead(run)).planHash);
  const vault = vaultOf(plan);
  if (vault === undefined) throw new Error('The plan does not know its vault.');
  const clock = await simulatedClock(url);
  const began = clock.now().getTime();
  const state = await executeRun(run, {
    plan,
    connect: () => connectAzure({ ...vault, clock, endpointRewrite: proxyUrl }),
    host: { notify: () => {} },
    clock,
    approvals: [{ gate: 'all', who: 'bench' }],
  });
  const hours = (clock.now().getTime() - began) / 3.6e6;
  const { user, system } = process.cpuUsage();
  const own = process.threadCpuUsage();
  // Kept by the system: a timer that asks every so often would be weighed with the run.
  const peak = process.resourceUsage().maxRSS * 1024;
  process.send?.({
    status: state.status,
    because: state.because,
    peak,
    hours,
    processor: (user + system) / 1e6,
    thread: (own.user + own.system) / 1e6,
    system: system / 1e6,
  });
  // The end that the bench asks for is one after which a profile is written.
  process.once('message', () => process.exit());
});
