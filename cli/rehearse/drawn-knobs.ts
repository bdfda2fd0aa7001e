import { seededChance } from '../../simulator/chance.ts';
import { defaultKnobs, type Knobs } from '../../simulator/knobs.ts';

/** Shares by which an estate may be faster or slower as a whole; each machine differs besides, by the knob `jitter`. */
const spreads = {
  reprotectSeconds: 0.3,
  failoverSeconds: 0.35,
  commitSeconds: 0.3,
  replicationQueueSeconds: 0.5,
  firstRecoveryPointSeconds: 0.4,
  replicationRate: 0.5,
  deltaShare: 0.75,
  usedShare: 0.25,
  azureOperationSeconds: 0.3,
} as const satisfies Partial<Record<keyof Knobs, number>>;

/**
 * An estate for one rehearsal: nobody knows how fast the line is that night, nor how much changed since. Spreads are
 * assumed, as the figures in the middle are; `simulator/BEHAVIOUR.md` says which of those were seen.
 */
export function drawnKnobs(seed: number): Partial<Knobs> {
  const chance = seededChance(seed);
  return Object.fromEntries(
    Object.entries(spreads).map(([knob, share]) => [
      knob,
      chance.around(defaultKnobs[knob as keyof typeof spreads], share, 'rehearsal', knob),
    ]),
  );
}

/** Whether a fault happens in this rehearsal. */
export function strikes(seed: number, fault: string, share: number): boolean {
  return share >= 1 || seededChance(seed).draw('fault', fault) < share;
}
