import { createHash } from 'node:crypto';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { spelledAs } from '../../core/inventory/spelling.ts';
import { movedDecisions } from '../../core/plan/moved-decisions.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { RunEventBody } from '../../core/run/events.ts';
import type { LedgerState } from '../../core/run/ledger.ts';
import { indexOf } from '../../core/run/plan-index.ts';
import { siteNotSeen } from '../capture/look-at-site-too.ts';
import { asIfSeenNow } from './as-if-seen-now.ts';
import { heardAsLate, removedServers, withoutWhatWeMade } from './our-own-doing.ts';
import type { RunContext } from './run-context.ts';
import { siteAsPlanned } from './site-as-planned.ts';

/** A capture this young serves the preflights of several waves. */
const SHARED_FOR_MS = 60_000;

const SITE_UNSEEN = 'site-unseen';

const captures = new WeakMap<RunContext, { readonly at: Date; readonly facts: Promise<Inventory> }>();

/**
 * Captures the facts anew and plans from them anew. If the decisions of the plan that was approved no longer follow, the
 * wave stops and the facts that moved are named; fresher figures are no such change.
 */
export async function preflight(context: RunContext, step: string): Promise<void> {
  const { journal, plan, before } = context;
  const seen = await captured(context);
  const told = before === undefined ? seen : spelledAs(seen, before);
  const facts = withoutOurOwnDoing(plan, journal.state, before, withoutWhatWeMade(plan, journal.state, before, told));
  const { moved, aged } =
    context.decisionsFrom === undefined ? NOTHING_COMPARED : await compare(context, context.decisionsFrom, facts);
  const factsHash = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  await journal.record([{ kind: 'preflight', step, factsHash, moved: [...moved] }], { sync: true });
  if (moved.length === 0) {
    const told: RunEventBody[] =
      aged.length === 0 ? [] : [{ kind: 'alarm', key: `aged/${step}`, message: tellAged(aged) }];
    return journal.record([
      ...tellUnseen(context, facts),
      ...told,
      { kind: 'step-done', step, note: outcomeNote(context, facts, aged) },
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

function outcomeNote({ decisionsFrom, before }: RunContext, facts: Inventory, aged: readonly string[]): string {
  const decisions =
    decisionsFrom === undefined ? 'Facts captured; no runbook is stored to plan from anew' : 'Same decisions';
  const unread = (facts.notCaptured ?? []).map(({ what }) => what);
  const taken = unread.length === 0 ? [] : [`Taken as seen ${before?.capturedAt ?? 'never'}: ${unread.join(', ')}`];
  return [decisions, ...taken, ...(aged.length === 0 ? [] : [tellAged(aged)])].join('. ');
}

/** That the site could not be looked at is told once a run: it is known then, and each wave's note names it. */
function tellUnseen({ journal }: RunContext, facts: Inventory): RunEventBody[] {
  const unseen = siteNotSeen(facts);
  if (unseen.length === 0 || journal.state.alarmKeys.has(SITE_UNSEEN)) return [];
  const message = `The site is taken as it was seen before, since this run cannot look at it. ${unseen.map(({ reason }) => reason).join('\n')}`;
  return [{ kind: 'alarm', key: SITE_UNSEEN, message }];
}

/** What only a person can look at again stops no wave by growing old, and is not green either. */
function tellAged(aged: readonly string[]): string {
  return `No longer proven, because nobody looked since at what the vault does not show: ${aged.join(' ')}`;
}

async function captured(context: RunContext): Promise<Inventory> {
  const known = captures.get(context);
  const age = known === undefined ? -1 : context.now().getTime() - known.at.getTime();
  if (known !== undefined && age >= 0 && age < SHARED_FOR_MS) return known.facts;
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

interface Comparison {
  /** Decisions that no longer follow, and what stands in the way now: the wave stops. */
  readonly moved: readonly string[];
  /** What stands in the way only because facts grew old that no vault shows. */
  readonly aged: readonly string[];
}

const NOTHING_COMPARED: Comparison = { moved: [], aged: [] };

async function compare(
  context: RunContext,
  decisionsFrom: NonNullable<RunContext['decisionsFrom']>,
  facts: Inventory,
): Promise<Comparison> {
  const { plan, journal } = context;
  const decided = await decisionsFrom(asIfSeenNow(facts), context.now());
  const moved = movedDecisions(plan, decided, stepsToDo(plan, journal.state));
  // A rehearsal may run with what would block a live run, and its estate has no vCenter to look at again.
  if (journal.state.target.kind !== 'azure') return { moved, aged: [] };
  const asSeen = await decisionsFrom(facts, context.now());
  const known = new Set(plan.blockedBy);
  const inTheWay = decided.blockedBy.filter((sentence) => !known.has(sentence));
  const apartFromAge = new Set([...known, ...inTheWay]);
  return {
    moved: [...moved, ...inTheWay],
    aged: asSeen.blockedBy.filter((sentence) => !apartFromAge.has(sentence)),
  };
}

function stepsToDo(plan: Plan, state: LedgerState): ReadonlySet<string> {
  const over = (id: string) => ['done', 'skipped'].includes(state.steps.get(id)?.status ?? '');
  return new Set(plan.steps.filter(({ id }) => !over(id)).map(({ id }) => id));
}

/**
 * What the run itself changed is no fact that moved: machines it has in hand are taken as they were when the plan was
 * made. Parts that a vault cannot show (vCenter's) are those of whoever captured them, seen when they were seen.
 */
function withoutOurOwnDoing(
  plan: Plan,
  state: LedgerState,
  before: Inventory | undefined,
  fresh: Inventory,
): Inventory {
  if (before === undefined) return fresh;
  const inHand = machinesInHand(plan, state);
  const taken = { ...before, ...fresh, notCaptured: fresh.notCaptured ?? [] };
  return {
    ...taken,
    ...siteAsPlanned(before, fresh, inHand.names),
    ...(fresh.items === undefined
      ? {}
      : {
          items: keep(heardAsLate(before.items ?? [], fresh.capturedAt), fresh.items, inHand.items, fresh.capturedAt),
        }),
    ...(fresh.azureVms === undefined
      ? {}
      : { azureVms: keep(before.azureVms ?? [], asFarAsLooked(before, fresh.azureVms), inHand.vms, fresh.capturedAt) }),
  };
}

/** Machines that a call of this run has reached: their items and machines in Azure by id, and their names, in lower case. */
function machinesInHand(plan: Plan, state: LedgerState) {
  const { machines } = indexOf(plan);
  const items = new Set<string>();
  const vms = new Set(removedServers(plan, state).keys());
  const names = new Set<string>();
  for (const step of plan.steps) {
    // Whom a person deleted is not on the site any more, and that was the plan.
    if (step.kind === 'delete-old' && step.machine !== null && state.steps.get(step.id)?.status === 'done')
      names.add(step.machine.toLowerCase());
    if (step.machine === null || state.steps.get(step.id)?.acceptedBy === undefined) continue;
    const machine = machines.get(step.machine);
    const renamed = state.itemIds.get(step.machine);
    if (renamed !== undefined) items.add(renamed.toLowerCase());
    if (machine !== undefined) names.add(machine.name.toLowerCase());
    if (machine?.itemId) items.add(machine.itemId.toLowerCase());
    if (machine?.azureVmId) vms.add(machine.azureVmId.toLowerCase());
  }
  return { items, vms, names };
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
