/** Look-ups in the runbook that several rules share; each answers a question about what the text decided. */

import { sameName } from '../inventory/world.ts';
import type { KnownFact, Machine, Moment, MomentItem, Runbook, Stage, Wave } from '../runbook/runbook.ts';
import type { SourceRange } from '../runbook/source.ts';
import { broken, declared, type Outcome } from './outcome.ts';

/** What somebody wrote into `known { … }` under this key. */
export function knownFact(known: readonly KnownFact[], key: string): KnownFact | undefined {
  return known.find((fact) => sameName(fact.key, key));
}

/** What the runbook itself says where nothing was captured: declared when it is the good value, else broken by the text. */
export function bySaying<P>(
  known: readonly KnownFact[],
  key: string,
  good: KnownFact['value'],
  breach: (said: string) => P,
): Outcome<P> | undefined {
  const fact = knownFact(known, key);
  if (fact === undefined) return undefined;
  const isGood = typeof good === 'string' ? sameName(String(fact.value), good) : fact.value === good;
  return isGood ? declared() : broken(breach(String(fact.value)), [], { at: fact.at });
}

/** Gates and actions of one moment of a wave: the runbook's, which hold for every wave, and the wave's own. */
export function itemsBefore(stage: Stage, wave: Wave, runbook: Runbook): readonly MomentItem[] {
  return [...runbook.moments, ...wave.moments]
    .filter((moment) => moment.when === 'before' && moment.stage === stage)
    .flatMap((moment) => moment.items);
}

/** Whether a point of no return has an approval, or the author's visible word that it needs none. */
export function isGated(items: readonly MomentItem[]): boolean {
  return items.some((item) => item.kind === 'approve' || item.kind === 'without-approval');
}

/** Every moment of the runbook, with the wave it belongs to; those of the runbook belong to none. */
export function momentsOf(runbook: Runbook): readonly { readonly moment: Moment; readonly owner: Wave | Runbook }[] {
  return [runbook, ...runbook.waves].flatMap((owner) => owner.moments.map((moment) => ({ moment, owner })));
}

/** Whether the old machine is deleted before reprotect. */
export function deletesOldMachine({ deleteOld }: Machine): boolean {
  return deleteOld?.value === true;
}

/** Where a finding about a machine's datastore stands: at the word that names it, else at the machine. */
export function datastorePlace({ datastore, at }: Machine): SourceRange {
  return datastore === undefined ? at : datastore.at;
}
