import type { EffectGate, Passage } from '../../executor/run/effect-gate.ts';

/** One passage of a run through its gate, with what there was before and after it. */
export interface Crossing<S> {
  readonly passage: Passage;
  readonly before: S;
  /** Undefined while it is under way. */
  after?: S;
  /** Crossings that had begun when this one was over: the next to begin comes of what the run saw. */
  seenFrom?: number;
}

/** A gate that lets everything pass and keeps what it sees. */
export function watchedGate<S>(look: () => S): {
  readonly gate: EffectGate;
  readonly crossings: readonly Crossing<S>[];
} {
  const crossings: Crossing<S>[] = [];
  const gate: EffectGate = async (passage, act) => {
    const crossing: Crossing<S> = { passage, before: look() };
    crossings.push(crossing);
    try {
      return await act();
    } finally {
      crossing.after = look();
      crossing.seenFrom = crossings.length;
    }
  };
  return { gate, crossings };
}

/** A promise that nobody keeps: whoever waits for it is dead. */
const never = new Promise<never>(() => {});

/**
 * A gate at which the run dies before, or after, its n-th passage. From then on nothing settles, so that no zombie speaks:
 * what was under way may end in the world, and nobody hears of it.
 */
export function deadlyGate(at: number, when: 'before' | 'after', die: () => void): EffectGate {
  let count = 0;
  let dead = false;
  const kill = () => {
    dead = true;
    die();
    return never;
  };
  return async (_, act) => {
    if (dead) return never;
    const mine = count++;
    if (mine === at && when === 'before') return kill();
    try {
      const result = await act();
      if (dead) return never;
      return mine === at ? kill() : result;
    } catch (error) {
      if (dead) return never;
      throw error;
    }
  };
}
