import { createHash } from 'node:crypto';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { spelledAs } from '../../core/inventory/spelling.ts';
import { movedDecisions } from '../../core/plan/moved-decisions.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { LedgerState } from '../../core/run/ledger.ts';
import { indexOf } from '../../core/run/plan-index.ts';
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
  const seen = await captured(context);
  const facts = withoutOurOwnDoing(plan, journal.state, before, before === undefined ? seen : spelledAs(seen, before));
  const moved = context.decisionsFrom === undefined ? [] : await compare(context, context.decisionsFrom, facts);
  const factsHash = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  await journal.record([{ kind: 'preflight', step, factsHash, moved: [...moved] }], { sync: true });
  if (moved.length === 0) {
    return journal.record([{ kind: 'step-done', step, note: outcomeNote(context, facts) }]);
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

function outcomeNote({ decisionsFrom, before }: RunContext, facts: Inventory): string {
  const decisions =
    decisionsFrom === undefined ? 'Facts captured; no runbook is stored to plan from anew' : 'Same decisions';
  const unread = (facts.notCaptured ?? []).map(({ what }) => what);
  if (unread.length === 0) return decisions;
  return `${decisions}. Taken as seen ${before?.capturedAt ?? 'never'}: ${unread.join(', ')}`;
}

async function captured(context: RunContext): Promise<Inventory> {
  const known = captures.get(context);
  if (known !== undefined && context.now().getTime() - known.at.getTime() < SHARED_FOR_MS) return known.facts;
  const facts = context.effects.capture(
    context.plan,
    context.before,
    machinesInHand(context.plan, context.journal.state).items,
  );
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
  const inHand = machinesInHand(plan, state);
  const taken = { ...before, ...partsOfTheSite(before, fresh), ...fresh, notCaptured: fresh.notCaptured ?? [] };
  return {
    ...taken,
    ...(fresh.items === undefined
      ? {}
      : { items: keep(before.items ?? [], fresh.items, inHand.items, fresh.capturedAt) }),
    ...(fresh.azureVms === undefined
      ? {}
      : { azureVms: keep(before.azureVms ?? [], asFarAsLooked(before, fresh.azureVms), inHand.vms, fresh.capturedAt) }),
  };
}

/**
 * vCenter's facts come from whoever captured them; a vault cannot show them again. They count as they were seen, for to
 * grow old is not to move, and the preflight's note says of when they are.
 */
function partsOfTheSite(before: Inventory, { capturedAt }: Inventory): Partial<Inventory> {
  const still = <T extends { readonly seenAt: string }>(entries: readonly T[] | undefined) =>
    entries?.map((entry) => ({ ...entry, seenAt: capturedAt }));
  const parts = {
    vcenters: still(before.vcenters),
    hosts: still(before.hosts),
    datastores: still(before.datastores),
    siteMachines: still(before.siteMachines),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, entries]) => entries !== undefined));
}

/** Items and machines in Azure that a call of this run has reached, by their ids in lower case. */
function machinesInHand(plan: Plan, state: LedgerState) {
  const { machines } = indexOf(plan);
  const items = new Set<string>();
  const vms = new Set<string>();
  for (const step of plan.steps) {
    if (step.machine === null || state.steps.get(step.id)?.acceptedBy === undefined) continue;
    const machine = machines.get(step.machine);
    if (machine?.itemId) items.add(machine.itemId.toLowerCase());
    if (machine?.azureVmId) vms.add(machine.azureVmId.toLowerCase());
  }
  return { items, vms };
}

/** A fact that nobody had looked at when the plan was made cannot have moved since. */
function asFarAsLooked(before: Inventory, vms: NonNullable<Inventory['azureVms']>): NonNullable<Inventory['azureVms']> {
  const earlier = new Map((before.azureVms ?? []).map((vm) => [vm.id.toLowerCase(), vm]));
  return vms.map((vm) => {
    const known = earlier.get(vm.id.toLowerCase());
    if (known === undefined || known.publicAddressIds !== undefined) return vm;
    const { publicAddressIds: _, ...rest } = vm;
    return rest;
  });
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
