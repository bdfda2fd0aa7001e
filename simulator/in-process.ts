import type { Inventory } from '../core/inventory/inventory.ts';
import { type ArmService, makeService } from './arm/service.ts';
import { type ByHand, doByHand } from './estate/by-hand.ts';
import { Estate } from './estate/estate.ts';
import { resumeReplications } from './estate/replicate.ts';
import type { Fault } from './faults.ts';
import { type Knobs, withKnobs } from './knobs.ts';
import { startClock } from './virtual-clock.ts';

export interface InProcessOptions {
  readonly inventory: Inventory;
  readonly seed: number;
  readonly knobs?: Partial<Knobs>;
  readonly faults?: readonly Fault[];
}

/** An estate without a wire, for whoever rehearses hundreds of times. */
export interface InProcessEstate {
  readonly ask: ArmService;
  now(): Date;
  advance(seconds: number): void;
  /** @returns why nothing came of it */
  byHand(what: ByHand, name: string): string | undefined;
}

/** The same estate that `startSimulator` serves; its time moves only when it is told to. */
export function estateInProcess({ inventory, seed, knobs, faults = [] }: InProcessOptions): InProcessEstate {
  const clock = startClock(Date.parse(inventory.capturedAt), 'advance');
  const estate = new Estate(inventory, withKnobs(knobs), seed, clock, faults);
  resumeReplications(estate, clock.now());
  return {
    ask: makeService(estate),
    now: () => new Date(clock.now()),
    advance(seconds) {
      clock.advance(seconds);
      estate.settle();
    },
    byHand(what, name) {
      const done = doByHand(estate, what, name, estate.settle());
      return typeof done === 'string' ? done : undefined;
    },
  };
}
