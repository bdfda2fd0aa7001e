import { createHash } from 'node:crypto';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { sharedFacts } from '../../core/inventory/shared-facts.ts';
import { sayMovedFact } from '../../core/report/say-moved-fact.ts';
import type { RunEventBody } from '../../core/run/events.ts';
import { siteNotSeen } from '../capture/look-at-site-too.ts';
import { compareDecisions } from './compare-decisions.ts';
import { factsAsPlanned, machinesInHand } from './facts-as-planned.ts';
import { keepLook } from './keep-look.ts';
import type { RunContext } from './run-context.ts';

/** A capture this young serves the preflights of several waves. */
const SHARED_FOR_MS = 60_000;

const SITE_UNSEEN = 'site-unseen';

const captures = new WeakMap<RunContext, { readonly at: Date; readonly facts: Promise<Inventory> }>();

/**
 * Captures the facts anew and plans from them anew. If the decisions of the plan that was approved no longer follow, the
 * wave stops and the facts that moved are named; fresher figures are no such change.
 * @param again steps for which one that was done grew too old: they stop, for it and what passed it cannot any more
 */
export async function preflight(context: RunContext, step: string, again?: readonly string[]): Promise<void> {
  const { journal, plan, before } = context;
  const seen = await captured(context);
  const facts = factsAsPlanned(plan, journal.state, before, seen);
  const { moved, aged, changed } = await compareDecisions(context, facts, seen, again);
  const factsHash = hashOfFacts(facts);
  const kept = await keepLook(context, seen);
  await journal.record([{ kind: 'preflight', step, factsHash, moved: [...moved], ...kept }], { sync: true });
  if (moved.length === 0) {
    const told: RunEventBody[] =
      aged.length === 0 ? [] : [{ kind: 'alarm', key: `aged/${step}`, message: tellAged(aged) }];
    return journal.record([
      ...tellUnseen(context, facts),
      ...told,
      { kind: 'step-done', step, note: outcomeNote(context, facts, aged) },
    ]);
  }
  await journal.record(
    (again ?? [step]).map((stopped) => ({
      kind: 'step-failed' as const,
      step: stopped,
      failure: {
        code: 'decisions-moved',
        message: [
          `The plan that was approved no longer follows from the facts: ${moved.join(' ')}`,
          ...changed.map(sayMovedFact),
        ].join(' '),
        ...(changed.length === 0 ? {} : { facts: [...changed] }),
        remedy:
          'See what would be decided otherwise, and let the run go on by a new plan, which is approved anew:\n  failback replan RUN\nIf the facts were put right again, take the step up again:\n' +
          `  failback retry RUN ${stopped} --because "…"`,
      },
    })),
  );
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

/** Thing by thing: the text of ten thousand machines is longer than anybody should hold at once. */
function hashOfFacts(facts: Inventory): string {
  const hash = createHash('sha256');
  for (const [section, seen] of Object.entries(facts)) {
    hash.update(`${section}\n`);
    for (const entry of Array.isArray(seen) ? seen : [seen]) hash.update(`${JSON.stringify(entry)}\n`);
  }
  return hash.digest('hex');
}

async function captured(context: RunContext): Promise<Inventory> {
  const known = captures.get(context);
  const age = known === undefined ? -1 : context.now().getTime() - known.at.getTime();
  if (known !== undefined && age >= 0 && age < SHARED_FOR_MS) return known.facts;
  const { plan, before, journal, effects } = context;
  const looking = effects.capture(plan, before, machinesInHand(plan, journal.state).items);
  const facts = looking.then((seen) => sharedFacts(before, seen));
  const capture = { at: context.now(), facts };
  captures.set(context, capture);
  const forget = () => {
    if (captures.get(context) === capture) captures.delete(context);
  };
  // One that failed must not be handed out again, and one that nobody can share any more need not be held for days.
  facts.then(() => setTimeout(forget, SHARED_FOR_MS).unref(), forget);
  return facts;
}
