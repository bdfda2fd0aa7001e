import type { PlanStep } from '../../core/plan/plan.ts';
import { readableBytes } from '../../core/plan/readable.ts';
import { hours } from '../../core/quantity.ts';
import { BLANK_BOOK } from '../../core/run/call-book.ts';
import type { ItemDetail, ItemFacts } from '../../core/run/item-facts.ts';
import { jobOutcome } from '../../core/run/job-outcome.ts';
import { shouldReadJob, sight } from '../../core/run/job-watch.ts';
import { atEdgeOfReadiness, failbackReadiness, homeReadiness, wantsPoint } from '../../core/run/readiness.ts';
import { begunLast } from '../../core/run/spells.ts';
import { callFailed } from './call-failed.ts';
import { CopyFigure } from './copy-figure.ts';
import { followItems, renamedBy } from './follow-items.ts';
import { forEachAtOnce, itemOf, type RunContext } from './run-context.ts';
import { goesOnQuietly, watchStandstill } from './stalled.ts';
import { watchServers } from './watch-servers.ts';

const AT_ONCE = 8;
/** The row's figure leads the disks' own flags; reading the item at once would mostly find it not ready. */
const EDGE_SETTLES = 60;

/**
 * Pages the items list, then reads only the jobs and items of which it says that they moved. Servers that cannot be read
 * hold up no machine, so they are looked at on their own.
 */
export async function observe(context: RunContext): Promise<void> {
  await context.board.refresh(1);
  await followItems(context);
  await forEachAtOnce([observeSteps, watchServers], 1, (look) => look(context));
}

async function observeSteps(context: RunContext): Promise<void> {
  const watched = context.journal.state.open.inOrder.filter((step) => isWatched(context, step));
  await forEachAtOnce(watched, AT_ONCE, (step) => observeStep(context, step));
}

/** Something of the step is under way that the list or a job tells of. */
function isWatched({ journal }: RunContext, { id, kind }: PlanStep): boolean {
  const { steps, books } = journal.state;
  return books.get(id)?.phase === 'accepted' || (COPIES.includes(kind) && steps.get(id)?.status === 'running');
}

const COPIES: readonly PlanStep['kind'][] = ['replicate', 'home'];

/** Undefined where all that was seen is a figure: so end nearly all looks at nearly all machines. */
function observeStep(context: RunContext, step: PlanStep): Promise<void> | undefined {
  const state = context.journal.state.steps.get(step.id);
  const book = context.journal.state.books.get(step.id) ?? BLANK_BOOK;
  const item = context.board.item(itemOf(context, step.id));
  // A job whose end is a question waits for a person, and looking again would only ask again.
  if (state?.status === 'asking') return undefined;
  if (book.phase === 'accepted') return observeJob(context, step, item);
  if (state?.status !== 'running' || item === undefined) return undefined;
  if (step.kind === 'replicate') return observeReplication(context, step, item);
  return step.kind === 'home' ? observeHome(context, step, item) : undefined;
}

async function observeJob(context: RunContext, step: PlanStep, item: ItemFacts | undefined): Promise<void> {
  const book = context.journal.state.books.get(step.id) ?? BLANK_BOOK;
  const { jobId } = book;
  if (jobId === undefined) return;
  const seen = item === undefined ? context.board.sight(step.id) : sight(context.board.sight(step.id), item, jobId);
  context.board.see(step.id, seen);
  if (!shouldReadJob(book, item, seen, step.estimate.likely, context.now()))
    return slowJob(context, step, book.acceptedAt);
  const job = await context.effects.job(jobId);
  context.board.see(step.id, { ...seen, readAt: context.now().toISOString(), reads: seen.reads + 1 });
  const outcome = jobOutcome(job, step.id, step.kind === 'failover' && context.plan.architecture === 'classic');
  switch (outcome.kind) {
    case 'under-way':
      if (job.task !== undefined) note(context, step.id, fractionByTime(context, step, book.acceptedAt), job.task);
      return slowJob(context, step, book.acceptedAt);
    case 'suspended':
      return alarm(context, step, 'suspended', `Job '${jobId}' waits for a person: resume it in the vault.`);
    case 'partly':
      context.board.forget(step.id);
      return context.journal.record([{ kind: 'asked', step: step.id, message: outcome.note }]);
    case 'failed':
      context.board.forget(step.id);
      return context.journal.record(callFailed(context, step.id, outcome.failure), { sync: true });
    case 'done':
      context.board.forget(step.id);
      context.figures.delete(step.id);
      await context.journal.record([
        ...renamedBy(context, step.id, job.newItemId),
        { kind: 'settled', step: step.id, jobId, note: outcome.warning ?? outcome.note },
      ]);
      if (job.newItemId !== undefined) context.board.want(job.newItemId);
      if (outcome.warning !== undefined)
        await alarm(context, step, 'warning', `'${step.title}' succeeded, and the service says: ${outcome.warning}`);
  }
}

function observeReplication(context: RunContext, step: PlanStep & { kind: 'replicate' }, item: ItemFacts) {
  if (atEdgeOfReadiness(item)) return observeEdge(context, step, item);
  noteCopy(context, step, item);
  return goesOnQuietly(context, step) && !isSlow(context, step) ? undefined : tellOfCopy(context, step, item);
}

async function tellOfCopy(context: RunContext, step: PlanStep, item: ItemFacts): Promise<void> {
  await watchStandstill(context, step, item);
  await slowReplication(context, step);
}

async function observeEdge(context: RunContext, step: PlanStep & { kind: 'replicate' }, item: ItemFacts) {
  const since = context.board.atEdgeSince(step.id);
  note(context, step.id, 0.99, 'Checking the disks');
  if ((context.now().getTime() - since.getTime()) / 1000 < EDGE_SETTLES) return;
  const detail = await context.effects.item(item.id);
  const { recoveryPoint: wanted, pointId } = step;
  const supposed = [{ id: pointId ?? '', time: detail.seenAt, type: wanted }];
  const disksReady = failbackReadiness(detail, supposed, wanted, pointId);
  // Points are asked for once nothing else is missing: two requests a machine, not two a look.
  const asks = disksReady.kind === 'ready' && wantsPoint(detail, wanted);
  const points = asks ? await context.effects.recoveryPoints(item.id) : [];
  const readiness = asks ? failbackReadiness(detail, points, wanted, pointId) : disksReady;
  if (readiness.kind === 'not-yet') {
    note(context, step.id, 0.99, `Waiting for ${readiness.because}${onItsWay(detail)}`);
    return slowReplication(context, step);
  }
  context.figures.delete(step.id);
  context.board.forget(step.id);
  await context.journal.record([{ kind: 'step-done', step: step.id, note: 'Ready to fail back' }]);
}

/** What a classic provider tells of the data between Azure and the site. */
function onItsWay({ pending }: ItemDetail): string {
  if (pending === undefined) return '';
  const parts = [
    [pending.source, 'in Azure'],
    [pending.processServer, 'at the process server'],
    [pending.target, 'at the master target'],
  ] as const;
  const waiting = parts.filter(([bytes]) => bytes > 0).map(([bytes, where]) => `${readableBytes(bytes)} ${where}`);
  return waiting.length === 0 ? '' : `; ${waiting.join(', ')}`;
}

function observeHome(context: RunContext, step: PlanStep, item: ItemFacts): Promise<void> | undefined {
  const readiness = homeReadiness(item);
  if (readiness.kind === 'not-yet') {
    noteCopy(context, step, item, readiness.because);
    return goesOnQuietly(context, step) ? undefined : watchStandstill(context, step, item);
  }
  context.figures.delete(step.id);
  return context.journal.record([{ kind: 'step-done', step: step.id, note: 'Protected to Azure again' }]);
}

/** How far a copy is, in the item's own figures, and how long it takes at the pace that was seen. */
function noteCopy(context: RunContext, step: PlanStep, item: ItemFacts, waitsFor?: string): void {
  const percent = item.replicated ?? 0;
  // Bytes tell more than whole percents: at one percent an hour nothing would seem to move.
  const pace = context.board.follow(step.id, item.processedBytes ?? percent);
  context.figures.set(step.id, new CopyFigure(step.id, item, pace, context.now(), waitsFor));
}

function note(context: RunContext, step: string, fraction: number, text: string): void {
  context.figures.set(step, { step, fraction, note: text, at: context.now().toISOString() });
}

function fractionByTime(context: RunContext, step: PlanStep, since: string | undefined): number {
  if (since === undefined) return 0;
  const took = (context.now().getTime() - Date.parse(since)) / 1000;
  return Math.min(0.95, took / Math.max(1, step.estimate.likely));
}

/** A job that takes far longer than such jobs do is told; nobody but a person may end it. */
async function slowJob(context: RunContext, step: PlanStep, since: string | undefined): Promise<void> {
  if (since === undefined) return;
  const took = (context.now().getTime() - Date.parse(since)) / 1000;
  if (took < Math.max(hours(2), 3 * step.estimate.high)) return;
  await alarm(
    context,
    step,
    'slow',
    `'${step.title}' runs for ${Math.round(took / 3600)} h, far longer than expected. Look at its job in the vault. Do not cancel a failover job: its machine would not replicate again.`,
  );
}

function isSlow(context: RunContext, step: PlanStep): boolean {
  return replicatesFor(context, step) >= Math.max(hours(24), 3 * step.estimate.high);
}

/** Seconds. */
function replicatesFor({ journal, now }: RunContext, step: PlanStep): number {
  const state = journal.state.steps.get(step.id);
  const since = state === undefined ? undefined : begunLast(state);
  return since === undefined ? 0 : (now().getTime() - Date.parse(since)) / 1000;
}

async function slowReplication(context: RunContext, step: PlanStep): Promise<void> {
  if (!isSlow(context, step)) return;
  const took = replicatesFor(context, step);
  await alarm(
    context,
    step,
    'slow',
    `'${step.title}' runs for ${Math.round(took / 3600)} h, far longer than expected. See in the vault what the item and its appliance report.`,
  );
}

async function alarm(context: RunContext, step: PlanStep, why: string, message: string): Promise<void> {
  const key = `${why}/${step.id}/${context.journal.state.steps.get(step.id)?.attempt ?? 0}`;
  if (context.journal.state.alarmKeys.has(key)) return;
  await context.journal.record([
    { kind: 'alarm', key, message, ...(step.machine === null ? {} : { machine: step.machine }) },
  ]);
}
