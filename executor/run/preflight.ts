import { createHash } from 'node:crypto';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { movedDecisions } from '../../core/plan/moved-decisions.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { LedgerState } from '../../core/run/ledger.ts';
import type { RunContext } from './run-context.ts';

/** A capture this young serves the preflights of several waves. */
const SHARED_FOR_MS = 60_000;

const captures = new WeakMap<RunContext, { readonly at: Date; readonly facts: Promise<Inventory> }>();

/**
 * Captures the facts anew and plans from them anew. If the decisions of the plan that was approved no longer follow, the
 * wave stops and the facts that moved are named; fresher figures are no such change.
 */
export async function preflight(context: RunContext, step: string): Promise<void> {
  const { journal, plan, before } = context;
  const facts = withoutOurOwnDoing(plan, journal.state, before, await captured(context));
  const moved = context.decisionsFrom === undefined ? [] : await compare(context, context.decisionsFrom, facts);
  const factsHash = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  await journal.record([{ kind: 'preflight', step, factsHash, moved: [...moved] }], { sync: true });
  if (moved.length === 0) {
    const unread = facts.notCaptured?.length ?? 0;
    const note =
      context.decisionsFrom === undefined ? 'Facts captured; no runbook is stored to plan from anew' : 'Same decisions';
    return journal.record([
      { kind: 'step-done', step, note: unread === 0 ? note : `${note} (${unread} parts could not be captured)` },
    ]);
  }
  await journal.record([
    {
      kind: 'step-failed',
      step,
      failure: {
        code: 'decisions-moved',
        message: `The plan that was approved no longer follows from the facts: ${moved.join(' ')}`,
        remedy:
          'Capture the inventory, plan anew, have the difference reviewed, and start a run from the new plan. If the facts were put right again, take the step up again:\n' +
          `  failback retry RUN ${step} --because "…"`,
      },
    },
  ]);
}

async function captured(context: RunContext): Promise<Inventory> {
  const known = captures.get(context);
  if (known !== undefined && context.now().getTime() - known.at.getTime() < SHARED_FOR_MS) return known.facts;
  const facts = context.effects.capture(context.plan, context.before);
  captures.set(context, { at: context.now(), facts });
  // One that failed must not be handed out again.
  facts.catch(() => captures.delete(context));
  return facts;
}

async function compare(context: RunContext, decisionsFrom: NonNullable<RunContext['decisionsFrom']>, facts: Inventory) {
  const { plan, journal } = context;
  const fresh = await decisionsFrom(facts, context.now());
  const moved = movedDecisions(plan, fresh, stepsToDo(plan, journal.state));
  // A rehearsal may run with what would block a live run, and its estate has no vCenter to look at again.
  if (journal.state.target.kind !== 'azure') return moved;
  return [...moved, ...fresh.blockedBy.filter((sentence) => !plan.blockedBy.includes(sentence))];
}

function stepsToDo(plan: Plan, state: LedgerState): ReadonlySet<string> {
  const over = (id: string) => ['done', 'skipped'].includes(state.steps.get(id)?.status ?? '');
  return new Set(plan.steps.filter(({ id }) => !over(id)).map(({ id }) => id));
}

/**
 * What the run itself changed is no fact that moved: machines it has in hand are taken as they were when the plan was
 * made. So are parts that a vault cannot show (vCenter's), with the moment at which they were seen.
 */
function withoutOurOwnDoing(
  plan: Plan,
  state: LedgerState,
  before: Inventory | undefined,
  fresh: Inventory,
): Inventory {
  if (before === undefined) return fresh;
  const inHand = new Set<string>();
  const theirVms = new Set<string>();
  for (const step of plan.steps) {
    if (step.machine === null || state.steps.get(step.id)?.acceptedBy === undefined) continue;
    const machine = plan.machines.find(({ name }) => name === step.machine);
    if (machine?.itemId) inHand.add(machine.itemId.toLowerCase());
    if (machine?.azureVmId) theirVms.add(machine.azureVmId.toLowerCase());
  }
  const taken = { ...before, ...fresh, notCaptured: fresh.notCaptured ?? [] };
  return {
    ...taken,
    ...(fresh.items === undefined ? {} : { items: keep(before.items ?? [], fresh.items, inHand, fresh.capturedAt) }),
    ...(fresh.azureVms === undefined
      ? {}
      : { azureVms: keep(before.azureVms ?? [], fresh.azureVms, theirVms, fresh.capturedAt) }),
  };
}

function keep<T extends { readonly id: string; readonly seenAt: string }>(
  before: readonly T[],
  fresh: readonly T[],
  ours: ReadonlySet<string>,
  seenAt: string,
): T[] {
  const kept = before.filter(({ id }) => ours.has(id.toLowerCase())).map((entry) => ({ ...entry, seenAt }));
  const old = new Map(kept.map((entry) => [entry.id.toLowerCase(), entry]));
  const merged = fresh.map((entry) => old.get(entry.id.toLowerCase()) ?? entry);
  const present = new Set(merged.map(({ id }) => id.toLowerCase()));
  return [...merged, ...kept.filter(({ id }) => !present.has(id.toLowerCase()))];
}
