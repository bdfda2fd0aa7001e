import { type ChangedFact, changedFacts, putBack } from '../../core/inventory/changed-facts.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { tellChangedFact } from '../../core/plan/say-changed-fact.ts';
import type { EventFact } from '../../core/run/events.ts';
import { decidedOtherwise, stepsRestingOn } from '../../core/run/steps-resting-on.ts';

/** What the facts as they are come to: the plan, and what of it stops the run, as sentences. */
export interface Judged {
  readonly plan: Plan;
  readonly moved: readonly string[];
}

/** Plans made to find the facts; of ten thousand machines one takes seconds. */
const MOST_TRIALS = 48;
/** Real milliseconds that the search may take: the wave has stopped already, and somebody waits to hear why. */
const PATIENCE_MS = 60_000;
const SHOWN_STEPS = 12;

/**
 * Which of the changed facts stopped the run: each that, put back as it was, takes a reason away. Half of the changes is put
 * back, then half of that, so a few plans find one among thousands. Facts that only together are a reason are told together.
 * Between two plans whatever waits has its turn: the pulse, the lease, commands that arrive.
 * @param passed real milliseconds since some moment
 */
export async function factsThatMoved(
  reviewed: Plan,
  open: ReadonlySet<string>,
  before: Inventory,
  now: Inventory,
  found: Judged,
  judge: (facts: Inventory) => Promise<Judged>,
  passed: () => number = () => performance.now(),
): Promise<readonly EventFact[]> {
  const causes: { readonly change: ChangedFact; readonly without: Plan }[] = [];
  let trials = 0;
  const began = passed();
  /** @param back changes that are put back besides, since without them these alone are no reason */
  const search = async (changes: readonly ChangedFact[], back: readonly ChangedFact[]): Promise<boolean> => {
    const over = trials >= MOST_TRIALS || passed() - began >= PATIENCE_MS;
    if (changes.length === 0 || over) return false;
    trials += 1;
    await new Promise((resolve) => setImmediate(resolve));
    const trial = await judge(putBack(now, before, [...back, ...changes]));
    const still = new Set(trial.moved);
    if (found.moved.every((sentence) => still.has(sentence))) return false;
    const [only] = changes;
    if (changes.length === 1 && only !== undefined) {
      causes.push({ change: only, without: trial.plan });
      return true;
    }
    const middle = Math.ceil(changes.length / 2);
    const [one, other] = [changes.slice(0, middle), changes.slice(middle)];
    const [inOne, inOther] = [await search(one, back), await search(other, back)];
    if (inOne || inOther || back.length > 0) return inOne || inOther;
    const together = await search(one, other);
    return (await search(other, one)) || together;
  };
  await search(changedFacts(before, now), []);
  return causes.map(({ change, without }) => {
    const otherwise = decidedOtherwise(found.plan, without, open);
    const steps = stepsRestingOn(reviewed, open, change, before, otherwise);
    return {
      ...tellChangedFact(change),
      steps: steps.slice(0, SHOWN_STEPS).map(({ id }) => id),
      more: Math.max(0, steps.length - SHOWN_STEPS),
    };
  });
}
