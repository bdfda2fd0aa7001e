import type { KeptBlock } from './kept-block.ts';

/** What was made of one block, before and now: a machine or several, or one thing of another kind, or nothing. */
export interface Exchange {
  readonly gone: readonly unknown[];
  readonly came: readonly unknown[];
}

/** What became of blocks since the lists of the runbook were put together, by their type. */
export class ValueChanges {
  readonly #types = new Set<string>();
  /** What the block that stands there now, or its predecessor in the same place, was made into before. */
  readonly #before = new Map<KeptBlock, unknown>();

  /** Blocks of a type came, went or changed places. */
  touch(type: string): void {
    this.#types.add(type);
  }

  /** A block was typed anew in its place. */
  replaced(gone: KeptBlock, came: KeptBlock): void {
    this.#before.set(came, gone.value);
  }

  /** A block was made into something else. */
  changed(block: KeptBlock, before: unknown): void {
    if (!this.#types.has(block.node.$type) && !this.#before.has(block)) this.#before.set(block, before);
  }

  /** What is to be exchanged in a list of these types; undefined when it has to be put together anew. */
  in(types: readonly string[]): readonly Exchange[] | undefined {
    if (types.some((type) => this.#types.has(type))) return undefined;
    const exchanges: Exchange[] = [];
    for (const [{ node, value }, before] of this.#before)
      if (types.includes(node.$type) && value !== before) exchanges.push({ gone: listOf(before), came: listOf(value) });
    return exchanges.length > MANY ? undefined : exchanges;
  }
}

/** More exchanges than these take longer than putting a list together anew. */
const MANY = 20;

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}
