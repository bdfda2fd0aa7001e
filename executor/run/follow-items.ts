import type { RunEventBody } from '../../core/run/events.ts';
import { indexOf } from '../../core/run/plan-index.ts';
import { friendlyNameOf } from './name-in-vault.ts';
import { itemOfMachine, type RunContext } from './run-context.ts';

/**
 * Looks for classic items that are listed under another id since a reprotect of ours: a recorded item that came home had
 * got a new name. The job tells it where it can; this is for a job that does not, and for one that nobody read. An item
 * that the vault showed before is another machine of the same name, even while the new one is not listed yet.
 */
export async function followItems(context: RunContext): Promise<void> {
  const { plan, board, journal } = context;
  if (plan.architecture !== 'classic') return;
  const { before } = context;
  const taken = new Set(plan.machines.map(({ name }) => itemOfMachine(context, name)?.toLowerCase()));
  const strangers = new Set((before?.items ?? []).map(({ id }) => id.toLowerCase()));
  for (const { itemId } of plan.machines) if (itemId !== null) strangers.delete(itemId.toLowerCase());
  const events: RunEventBody[] = [];
  for (const { name } of plan.machines) {
    const known = itemOfMachine(context, name);
    if (known === undefined || board.item(known) !== undefined) continue;
    const step = lastReprotect(context, name);
    if (step === undefined) continue;
    const listed = board.named(friendlyNameOf(plan, before, name));
    const [found, other] = listed.filter(({ id }) => !taken.has(id.toLowerCase()) && !strangers.has(id.toLowerCase()));
    if (found === undefined || other !== undefined) continue;
    events.push({ kind: 'item-renamed', step, machine: name, from: known, to: found.id });
  }
  if (events.length > 0) await journal.record(events, { sync: true });
}

/** What a job says of the item it made, as an event; nothing where the item kept its id. */
export function renamedBy(context: RunContext, step: string, newItemId: string | undefined): readonly RunEventBody[] {
  const machine = indexOf(context.plan).steps.get(step)?.machine ?? null;
  if (machine === null || newItemId === undefined) return [];
  const from = itemOfMachine(context, machine);
  if (from === undefined || from.toLowerCase() === newItemId.toLowerCase()) return [];
  return [{ kind: 'item-renamed', step, machine, from, to: newItemId }];
}

/** Only a reprotect that this run made can have renamed an item; any other change of id is somebody else's doing. */
function lastReprotect({ plan, journal }: RunContext, machine: string): string | undefined {
  const steps = indexOf(plan).stepsOfMachine.get(machine) ?? [];
  return steps.findLast(
    ({ id, kind }) =>
      (kind === 'reprotect' || kind === 'protect') && journal.state.steps.get(id)?.acceptedBy !== undefined,
  )?.id;
}
