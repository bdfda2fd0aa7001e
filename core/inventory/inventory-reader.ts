import { z } from 'zod';
import { type Inventory, inventorySchema } from './inventory.ts';
import { dated, inventoryFrom } from './parse-inventory.ts';
import { shareStrings } from './shared-strings.ts';

/** Lists of the schema, each with what its entries look like. */
const LISTS: ReadonlyMap<string, z.ZodType> = new Map(
  Object.entries(inventorySchema.shape).flatMap(([name, section]) => {
    const list: unknown = section instanceof z.ZodOptional ? section.unwrap() : section;
    return list instanceof z.ZodArray ? [[name, list as z.ZodType] as const] : [];
  }),
);

/** Where a list begins, its entries meet, and it ends, as `writeInventory` writes them. JSON has line breaks between its tokens only. */
const BEGINNING = /\n {2}"(\w+)": \[\n {4}(?=\{)/g;
const BETWEEN = '\n    },\n    {';
const ENDING = '\n    }\n  ]';
const CLOSED = '\n    }';
/** No beginning is longer than this. */
const LONGEST_BEGINNING = 64;
/** Where so much came without the end of an entry, the file is laid out in another way. */
const LONGEST_ENTRY = 1_000_000;

interface List {
  readonly name: string;
  readonly entries: unknown[];
}

/**
 * Reads an inventory while its text comes in, entry by entry: of a large one neither the whole text is needed at once, nor the
 * time for all of it. It cuts where `writeInventory` breaks lines. A cut may be wrong in a file that somebody laid out by
 * hand, and then what was cut is no JSON, or does not stand where it was found: all is put together from what parsed, or not
 * at all. Whatever is not as it should be is left to `parseInventory`, which can say what is wrong with it.
 */
export class InventoryReader {
  readonly #lists = new Map<string, List>();
  /** The text without the entries of lists, with the name of each list in their place. */
  #skeleton = '';
  /** What came and was not read yet. */
  #rest = '';
  #within: List | undefined;
  #moments: Readonly<Record<string, string>> | undefined;
  #hasGivenUp = false;

  /** Takes the next part of the text. Answers whether there is any use in more. */
  push(text: string): boolean {
    if (this.#hasGivenUp) return false;
    this.#rest += text;
    try {
      while (this.#within === undefined ? this.#findList() : this.#readEntries(this.#within));
    } catch {
      this.#hasGivenUp = true;
    }
    return !this.#hasGivenUp;
  }

  /** The inventory, after its last part; undefined where it has to be read as a whole. */
  end(name: string): Inventory | undefined {
    if (this.#hasGivenUp || this.#within !== undefined) return undefined;
    try {
      return this.#putTogether(name);
    } catch {
      return undefined;
    }
  }

  /** Answers whether a list was found. */
  #findList(): boolean {
    BEGINNING.lastIndex = 0;
    for (let found = BEGINNING.exec(this.#rest); found !== null; found = BEGINNING.exec(this.#rest)) {
      const [whole, name = ''] = found;
      if (!LISTS.has(name)) continue;
      if (this.#lists.has(name)) throw new Error(`The list '${name}' begins twice.`);
      const before = this.#rest.slice(0, found.index);
      this.#moments ??= momentsIn(this.#skeleton + before);
      this.#skeleton += `${before}"${name}": ${JSON.stringify(placeholderFor(name))}`;
      this.#rest = this.#rest.slice(found.index + whole.length);
      this.#within = { name, entries: [] };
      this.#lists.set(name, this.#within);
      return true;
    }
    const done = Math.max(0, this.#rest.length - LONGEST_BEGINNING);
    this.#skeleton += this.#rest.slice(0, done);
    this.#rest = this.#rest.slice(done);
    return false;
  }

  /** Reads the entries that are there to their ends. Answers whether the list is over. */
  #readEntries(list: List): boolean {
    const between = this.#rest.lastIndexOf(BETWEEN);
    const few = this.#rest.slice(0, between < 0 ? 0 : between + CLOSED.length);
    // Looking for the end in all of a list takes as long as reading it, so it is looked for where it must be.
    const raw = between < 0 ? [] : entriesIn(few);
    if (between < 0 && this.#rest.length > LONGEST_ENTRY) throw new Error('No entry ends where one should.');
    const ending = raw === undefined ? few.indexOf(ENDING) : this.#rest.indexOf(ENDING, Math.max(0, between));
    if (raw === undefined && ending < 0) throw new Error(`The list '${list.name}' was cut in the middle of an entry.`);
    if (ending >= 0) {
      this.#add(list, JSON.parse(`[${this.#rest.slice(0, ending + CLOSED.length)}]`) as unknown[]);
      this.#rest = this.#rest.slice(ending + ENDING.length);
      this.#within = undefined;
    } else if (between >= 0) {
      this.#add(list, raw ?? []);
      this.#rest = this.#rest.slice(between + BETWEEN.length - 1);
    }
    return ending >= 0;
  }

  #add({ name, entries }: List, raw: readonly unknown[]): void {
    const moment = this.#moments?.[name];
    const read = LISTS.get(name)?.parse(moment === undefined ? raw : raw.map((entry) => dated(entry, moment)));
    for (const entry of read as unknown[]) {
      shareStrings(entry, entries.at(-1));
      entries.push(entry);
    }
  }

  #putTogether(name: string): Inventory | undefined {
    const skeleton = JSON.parse(this.#skeleton + this.#rest) as Record<string, unknown>;
    const isInPlace = [...this.#lists.keys()].every((list) => skeleton[list] === placeholderFor(list));
    const isDatedSo = this.#moments === undefined || isSame(this.#moments, skeleton.seenAt);
    if (!isInPlace || !isDatedSo) return undefined;
    const empty = Object.fromEntries([...this.#lists.keys()].map((list) => [list, []]));
    const lists = Object.fromEntries([...this.#lists].map(([list, { entries }]) => [list, entries]));
    return { ...inventoryFrom({ ...skeleton, ...empty }, name), ...lists };
  }
}

/** The entries in a part of a list; undefined where more than entries stand there. */
function entriesIn(text: string): unknown[] | undefined {
  try {
    return JSON.parse(`[${text}]`) as unknown[];
  } catch {
    return undefined;
  }
}

/** A value that no capture writes. */
function placeholderFor(name: string): string {
  return `\u0000 the entries of ${name}`;
}

/** The moments of sections, which stand above them; none where the text above a section has none. */
function momentsIn(above: string): Readonly<Record<string, string>> {
  const { seenAt } = JSON.parse(`${above}"": 0}`) as { readonly seenAt?: Readonly<Record<string, string>> };
  return z.record(z.string(), z.string()).parse(seenAt ?? {});
}

function isSame(moments: Readonly<Record<string, string>>, seenAt: unknown): boolean {
  return JSON.stringify(moments) === JSON.stringify(seenAt ?? {});
}
