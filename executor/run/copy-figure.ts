import { readableBytes } from '../../core/plan/readable.ts';
import type { ItemFacts } from '../../core/run/item-facts.ts';
import { leftAtPace, type Pace } from '../../core/run/pace.ts';
import type { StepProgress } from '../../core/run/view.ts';

/** How far a copy is, in the item's own figures. Most are replaced before anybody asks, so words are made when somebody does. */
export class CopyFigure implements StepProgress {
  readonly step: string;
  readonly #item: ItemFacts;
  readonly #pace: Pace;
  readonly #at: Date;
  readonly #waitsFor: string | undefined;
  #left: StepProgress['left'] | 'unasked' = 'unasked';

  constructor(step: string, item: ItemFacts, pace: Pace, at: Date, waitsFor: string | undefined) {
    this.step = step;
    this.#item = item;
    this.#pace = pace;
    this.#at = at;
    this.#waitsFor = waitsFor;
  }

  get fraction(): number {
    return this.#percent / 100;
  }

  get note(): string {
    const { processedBytes } = this.#item;
    const bytes = processedBytes === undefined ? '' : `, ${readableBytes(processedBytes)} read`;
    return this.#waitsFor === undefined
      ? `Replicated ${this.#percent} %${bytes}`
      : `Waiting for ${this.#waitsFor}${bytes}`;
  }

  get at(): string {
    return this.#at.toISOString();
  }

  /** How long it takes at the pace that was seen. */
  get left(): StepProgress['left'] {
    if (this.#left === 'unasked') this.#left = this.#percent < 1 ? undefined : leftAtPace(this.#pace, this.#whole);
    return this.#left;
  }

  /** What is written of it; accessors are not. */
  toJSON(): StepProgress {
    const { step, fraction, note, at, left } = this;
    return { step, fraction, note, at, left };
  }

  get #percent(): number {
    return this.#item.replicated ?? 0;
  }

  /** Percents are cut, so the middle of this one stands for it. */
  get #whole(): number {
    const { processedBytes } = this.#item;
    return processedBytes === undefined ? 100 : processedBytes / ((this.#percent + 0.5) / 100);
  }
}
