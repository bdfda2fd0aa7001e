import { BLANK_BOOK } from '../../core/run/call-book.ts';
import type { JobFacts } from '../../core/run/item-facts.ts';
import { isOver, isOwnJob, isServiceMade, mayTarget } from '../../core/run/own-job.ts';
import { indexOf } from '../../core/run/plan-index.ts';
import { unmetPrecondition } from '../../core/run/precondition.ts';
import { presentCall } from '../../core/run/step-calls.ts';
import { refuseForeign } from './foreign-job.ts';
import { itemOf, type RunContext } from './run-context.ts';

/** Jobs are looked for from this long before the intent: clocks differ, and an early job costs one reading. */
const BEFORE_MS = 5 * 60_000;
const AFTER_MS = 5 * 60_000;
/** A window this narrow is not divided further, however full the list. */
const NARROWEST_MS = 30_000;

/**
 * Looks once for the job of a call whose answer was lost. It is ours only if its activity id begins with one of our
 * request ids; then it is adopted. A running job of somebody else on our item stops the machine. Else the look was empty.
 */
export async function lookUpJob(context: RunContext, step: string): Promise<void> {
  const book = context.journal.state.books.get(step) ?? BLANK_BOOK;
  const planned = indexOf(context.plan).steps.get(step);
  const itemId = itemOf(context, step);
  if (planned === undefined) return;
  if (itemId === undefined) return repeatable(context, step, book.openRequests.at(-1) ?? '');
  await context.board.refresh(0);
  const item = context.board.item(itemId);
  const from = Date.parse(book.intendedAt ?? context.now().toISOString()) - BEFORE_MS;
  const listed = await jobsWithin(context, from, context.now().getTime() + AFTER_MS);
  const candidates = new Set(listed.filter((job) => mayTarget(job, item)).map(({ id }) => id));
  if (item?.currentJobId !== undefined) candidates.add(item.currentJobId);
  const claimed = claimedJobs(context);
  let foreign: JobFacts | undefined;
  for (const id of candidates) {
    if (claimed.has(lastPart(id))) continue;
    const job = await context.board.maker(id);
    if (isOwnJob(job, book.openRequests)) return adopt(context, step, job, book.openRequests);
    const named = job.targetId !== undefined || job.targetName !== undefined;
    if (!isOver(job) && !isServiceMade(job) && named && mayTarget(job, item)) foreign = job;
  }
  if (foreign !== undefined) return refuseForeign(context, step, foreign.id, item?.friendlyName ?? '');
  const requires = presentCall(planned, book)?.request.requires ?? null;
  const itemUnmoved = item !== undefined && (requires === null || unmetPrecondition(requires, item) === undefined);
  await context.journal.record([{ kind: 'looked', step, itemUnmoved }], { sync: true });
}

/** Calls without a job (a traffic switch, a deletion) may simply be made again: done twice they do the same. */
async function repeatable(context: RunContext, step: string, requestId: string): Promise<void> {
  const message = 'The answer was lost. The call is made again, since done twice it does the same.';
  const retryAt = context.now().toISOString();
  await context.journal.record([{ kind: 'refused', step, requestId, status: 0, message, retryAt }]);
}

async function adopt(context: RunContext, step: string, job: JobFacts, requests: readonly string[]): Promise<void> {
  const requestId = requests.find((id) => isOwnJob(job, [id])) ?? '';
  await context.journal.record([{ kind: 'accepted', step, requestId, jobId: job.id, by: 'activity-id' }], {
    sync: true,
  });
}

/** Jobs whose start lies in a window; where the service cut the list, the halves are asked one by one. */
async function jobsWithin(context: RunContext, from: number, to: number): Promise<readonly JobFacts[]> {
  const { jobs, complete } = await context.effects.jobsBetween(iso(from), iso(to));
  if (complete || to - from <= NARROWEST_MS) return jobs;
  const middle = from + Math.floor((to - from) / 2);
  const early = await jobsWithin(context, from, middle);
  const late = await jobsWithin(context, middle, to);
  // Jobs that have no start yet may be in neither half, so what the whole showed counts too.
  return [...new Map([...jobs, ...early, ...late].map((job) => [job.id, job])).values()];
}

function claimedJobs(context: RunContext): ReadonlySet<string> {
  const claimed = new Set<string>();
  for (const { jobId } of context.journal.state.steps.values()) if (jobId !== undefined) claimed.add(lastPart(jobId));
  return claimed;
}

function lastPart(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1).toLowerCase();
}

function iso(moment: number): string {
  return new Date(moment).toISOString();
}
