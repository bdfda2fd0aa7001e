import { sameJob } from '../../core/run/job-watch.ts';
import { isOver, isOwnJob, isServiceMade } from '../../core/run/own-job.ts';
import { indexOf } from '../../core/run/plan-index.ts';
import { callFailed } from './call-failed.ts';
import type { RunContext } from './run-context.ts';

/** The job that works on an item just now, if it is not one of ours and not one of the service's own. */
export async function foreignJob(context: RunContext, step: string, jobId: string): Promise<string | undefined> {
  const { steps, books } = context.journal.state;
  const { steps: planned, stepsOfMachine } = indexOf(context.plan);
  // Nearly always it is the machine's own last one; to look through those of ten thousand machines is for the rest.
  for (const { id } of stepsOfMachine.get(planned.get(step)?.machine ?? '') ?? [])
    if (sameJob(steps.get(id)?.jobId, jobId)) return undefined;
  for (const { jobId: own } of steps.values()) if (sameJob(own, jobId)) return undefined;
  const job = await context.board.maker(jobId);
  const ours = [...books.values()].some((book) => isOwnJob(job, book.openRequests));
  if (ours || isServiceMade(job)) return undefined;
  // What was read earlier may have ended since; a job's end is worth a fresh look before a machine is stopped for it.
  const now = isOver(job) ? job : await context.effects.job(jobId);
  return isOver(now) ? undefined : now.id;
}

/** A job that somebody else started is shown and never adopted. */
export async function refuseForeign(context: RunContext, step: string, jobId: string, machine: string): Promise<void> {
  const message = `Job '${jobId}' works on '${machine}', and this run did not start it: somebody used the portal or a script.`;
  await context.journal.record(
    [
      { kind: 'foreign-job', step, jobId, message },
      ...callFailed(context, step, {
        code: 'foreign-job',
        message,
        remedy: `Find out who started it, and let it end. If it did what the step was to do, leave the machine to them; else take the step up again:\n  failback retry RUN ${step} --because "…"`,
      }),
      { kind: 'alarm', key: `foreign/${step}/${jobId}`, machine, message },
    ],
    { sync: true },
  );
}
