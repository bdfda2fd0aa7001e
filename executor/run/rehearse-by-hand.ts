import { type DeedByHand, deedOf } from '../../core/run/by-hand.ts';
import type { RunEventBody } from '../../core/run/events.ts';
import { indexOf } from '../../core/run/plan-index.ts';
import type { RunContext } from './run-context.ts';

/**
 * In a rehearsal, what a person confirms happens in the estate too, or the rest would rehearse another site. Call it
 * before the confirmation is journalled: a process that ends in between is told the same again, and the deed is done
 * again before anything rests on it. Afterwards it must not be, for by then a new machine may have the name of the old one.
 * @returns the events, with what came of the deed in their notes; those of a run on Azure unchanged.
 */
export async function rehearseByHand(
  { plan, journal, effects }: RunContext,
  events: readonly RunEventBody[],
): Promise<readonly RunEventBody[]> {
  const { rehearse } = effects;
  if (rehearse === undefined || journal.state.target.kind === 'azure') return events;
  const told: RunEventBody[] = [];
  for (const event of events) {
    const step = event.kind === 'step-done' ? indexOf(plan).steps.get(event.step) : undefined;
    const deed = step === undefined ? undefined : deedOf(plan, step);
    if (event.kind !== 'step-done' || deed === undefined) told.push(event);
    else told.push({ ...event, note: `${event.note ?? 'Confirmed'}; ${sayOutcome(deed, await rehearse(deed))}` });
  }
  return told;
}

function sayOutcome({ kind, name }: DeedByHand, refused: string | undefined): string {
  if (refused !== undefined) return `the simulated estate did nothing: ${refused}`;
  return kind === 'delete-site-machine'
    ? `the simulated site has no '${name}' any more`
    : `'${name}' is registered in the simulated estate`;
}
