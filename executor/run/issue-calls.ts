import { createHash, randomUUID } from 'node:crypto';
import { someOf } from '../../core/plan/missing-ids.ts';
import type { Action, RunCall } from '../../core/run/action.ts';
import { unmetServers, withServerIds } from '../../core/run/classic-servers.ts';
import { failoverForbidden } from '../../core/run/cutover-limits.ts';
import type { EventFailure, RunEventBody } from '../../core/run/events.ts';
import { mayNotCross } from '../../core/run/may-cross.ts';
import { indexOf } from '../../core/run/plan-index.ts';
import { FACTS_MAY_BE_OLD, PRECONDITION_GRACE, unmetPrecondition } from '../../core/run/precondition.ts';
import { callAnswered } from './call-answered.ts';
import { callFailed } from './call-failed.ts';
import { followItems } from './follow-items.ts';
import { foreignJob, refuseForeign } from './foreign-job.ts';
import { coolDown, forEachAtOnce, type RunContext } from './run-context.ts';
import { usersOfServer } from './users-of-server.ts';
import { asVaultStands } from './vault-gone.ts';

type Issue = Action & { readonly kind: 'issue' };

/** Calls that travel at the same time. */
const AT_ONCE = 8;
/** Seconds between two looks at a precondition that may still come true. */
const LOOK_AGAIN = 30;

/**
 * Makes mutating calls. First the precondition, on facts at most a minute old; then the intents of all of them, synced
 * together; then each call once. Whatever comes back is recorded, and nothing is sent again from here.
 */
export async function issueCalls(context: RunContext, issues: readonly Issue[]): Promise<void> {
  if (issues.some(({ request }) => request.requires !== null)) await context.board.refresh(FACTS_MAY_BE_OLD);
  const allowed: Issue[] = [];
  for (const issue of issues) {
    const whole = await withServers(context, issue);
    if (whole !== undefined && (await mayIssue(context, whole))) allowed.push(whole);
  }
  const sent = allowed.map((issue) => ({ issue, requestId: randomUUID() }));
  await context.journal.record(sent.flatMap(intents(context)), { sync: true });
  await forEachAtOnce(sent, AT_ONCE, async ({ issue, requestId }) => {
    const outcome = await asVaultStands(context, await context.effects.call(issue.request, requestId));
    context.cooling.delete(issue.step);
    context.board.forget(issue.step);
    await context.journal.record(callAnswered(context, issue.step, requestId, outcome));
  });
}

function intents(context: RunContext) {
  return ({ issue, requestId }: { issue: Issue; requestId: string }): RunEventBody[] => {
    const { step, call, request } = issue;
    const begins: RunEventBody[] =
      context.journal.state.steps.get(step)?.status === 'pending' ? [{ kind: 'step-started', step }] : [];
    const bodyHash = hashOf(request);
    return [...begins, { kind: 'intent', step, operation: request.operation, call, requestId, bodyHash }];
  };
}

async function mayIssue(context: RunContext, { step, request }: Issue): Promise<boolean> {
  const { plan, journal } = context;
  const late = mayNotCross(plan, journal.state, step, request.operation) ?? tooLate(context, step, request);
  if (late !== undefined) {
    await context.journal.record(callFailed(context, step, late));
    return false;
  }
  if (request.operation === 'remove-process-server' && !(await mayGo(context, step, request))) return false;
  if (request.requires === null) return true;
  await followItems(context);
  const row = context.board.item(request.resourceId);
  const foreign = row?.currentJobId === undefined ? undefined : await foreignJob(context, step, row.currentJobId);
  if (foreign !== undefined) {
    await refuseForeign(context, step, foreign, row?.friendlyName ?? '');
    return false;
  }
  const unmet =
    row === undefined
      ? `The vault does not list the item '${request.resourceId}'.`
      : unmetPrecondition(request.requires, row);
  if (unmet === undefined) return true;
  await putOff(context, step, unmet, 'Look at the item in the vault and mend what keeps it there.');
  return false;
}

/** Asked before the first call alone: what is being deleted is not kept any more. */
async function mayGo(context: RunContext, step: string, { resourceId }: RunCall): Promise<boolean> {
  if (resourceId === null || context.journal.state.steps.get(step)?.status !== 'pending') return true;
  const users = await usersOfServer(context, resourceId);
  if (users.length === 0) return true;
  const because = `${someOf(users)} still ${users.length === 1 ? 'replicates' : 'replicate'} through it`;
  await context.journal.record([{ kind: 'step-skipped', step, who: 'failback', because }]);
  return false;
}

/** What may still come true is waited for; what stays so for a quarter of an hour is a failure. */
async function putOff(context: RunContext, step: string, unmet: string, mend: string): Promise<void> {
  const since = coolDown(context, step, LOOK_AGAIN);
  if ((context.now().getTime() - since.getTime()) / 1000 < PRECONDITION_GRACE) return;
  context.cooling.delete(step);
  await context.journal.record(
    callFailed(context, step, {
      code: 'precondition',
      message: `${unmet} It stayed so for ${Math.round(PRECONDITION_GRACE / 60)} minutes.`,
      remedy: `${mend} Then take the step up again:\n  failback retry RUN ${step} --because "…"`,
    }),
  );
}

/**
 * A classic reprotect with the ids that its process server has in the vault by now, once the vault shows its servers alive,
 * with the retention drive and the datastore. What was set up a moment ago needs its time.
 */
async function withServers(context: RunContext, issue: Issue): Promise<Issue | undefined> {
  const { body } = issue.request;
  if (context.plan.architecture !== 'classic' || issue.request.operation !== 'reprotect') return issue;
  const servers = await context.servers.seen(FACTS_MAY_BE_OLD);
  const resolved = withServerIds(body, servers);
  const unmet = 'unmet' in resolved ? resolved.unmet : unmetServers(resolved.body, servers, context.now());
  if (unmet === undefined && 'body' in resolved)
    return { ...issue, request: { ...issue.request, body: resolved.body } };
  await putOff(
    context,
    issue.step,
    unmet ?? '',
    'See to it on the site, and refresh the configuration server in the vault.',
  );
  return undefined;
}

/** Looking at the item took time, or the machine slept meanwhile: a window may have closed since `next` judged. */
function tooLate({ plan, journal, now }: RunContext, id: string, { operation }: RunCall): EventFailure | undefined {
  const step = indexOf(plan).steps.get(id);
  if (step?.kind !== 'failover' || operation === 'cancel-failover') return undefined;
  return failoverForbidden(plan, journal.state, step, now());
}

function hashOf(request: RunCall): string {
  return createHash('sha256').update(JSON.stringify(request.body)).digest('hex').slice(0, 32);
}
