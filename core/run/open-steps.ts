import type { PlanStep } from '../plan/plan.ts';
import type { PlanIndex } from './plan-index.ts';

/** Steps that may start or are under way, by id, and in the plan's order. */
export interface OpenSteps extends ReadonlySet<string> {
  readonly inOrder: readonly PlanStep[];
}

/**
 * Keeps the order from one look to the next: with ten thousand steps open and thirty calls a turn, sorting all of them each
 * time would cost more than the calls.
 */
export class OpenStepSet extends Set<string> implements OpenSteps {
  readonly #index: PlanIndex;
  #inOrder: readonly PlanStep[] = [];
  #added = new Set<string>();
  #someGone = false;

  constructor(index: PlanIndex) {
    super();
    this.#index = index;
  }

  override add(id: string): this {
    if (this.has(id)) return this;
    this.#added.add(id);
    return super.add(id);
  }

  override delete(id: string): boolean {
    if (!super.delete(id)) return false;
    // One that came and went since the last look was never in the order.
    if (!this.#added.delete(id)) this.#someGone = true;
    return true;
  }

  get inOrder(): readonly PlanStep[] {
    // Before what was added: one that went and came back would else stand in it twice.
    if (this.#someGone) this.#inOrder = this.#inOrder.filter(({ id }) => this.has(id) && !this.#added.has(id));
    this.#someGone = false;
    if (this.#added.size > 0) this.#inOrder = merged(this.#inOrder, this.#sorted(this.#added), this.#index);
    this.#added.clear();
    return this.#inOrder;
  }

  #sorted(ids: ReadonlySet<string>): readonly PlanStep[] {
    const { steps, order } = this.#index;
    return [...ids]
      .flatMap((id) => steps.get(id) ?? [])
      .sort((one, other) => (order.get(one.id) ?? 0) - (order.get(other.id) ?? 0));
  }
}

function merged(steps: readonly PlanStep[], added: readonly PlanStep[], { order }: PlanIndex): readonly PlanStep[] {
  const all: PlanStep[] = [];
  let at = 0;
  for (const step of steps) {
    const place = order.get(step.id) ?? 0;
    for (let next = added[at]; next !== undefined && (order.get(next.id) ?? 0) < place; next = added[at]) {
      all.push(next);
      at += 1;
    }
    all.push(step);
  }
  return all.concat(added.slice(at));
}
