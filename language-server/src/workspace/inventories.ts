import { type FileSystemProvider, type LangiumSharedCoreServices, type URI, UriUtils } from 'langium';
import { FailbackError } from '../../../core/failback-error.ts';
import type { Inventory } from '../../../core/inventory/inventory.ts';
import { InventoryReader } from '../../../core/inventory/inventory-reader.ts';
import { parseInventory } from '../../../core/inventory/parse-inventory.ts';
import { isInParts } from './files-in-parts.ts';
import { Quiet } from './quiet.ts';

/** What came of reading an inventory; of a large one, that it takes its time. */
export type ReadInventory =
  | { readonly kind: 'being-read' }
  | { readonly kind: 'read'; readonly inventory: Inventory }
  | { readonly kind: 'unreadable'; readonly error: FailbackError };

/** A longer text is told of before it is understood, in UTF-16 units. */
const LARGE = 1_000_000;
/** It is then read in parts of so much; each takes a millisecond or two. */
const PART = 32_000;

/** Inventories by their place, each read once until its file changes. */
export class Inventories {
  readonly #files: FileSystemProvider;
  readonly #quiet: Quiet;
  readonly #read = new Map<string, Promise<ReadInventory>>();
  readonly #known = new Map<string, ReadInventory>();
  readonly #large = new Map<string, PromiseWithResolvers<ReadInventory>>();

  constructor(services: LangiumSharedCoreServices, quiet = new Quiet()) {
    this.#files = services.workspace.FileSystemProvider;
    this.#quiet = quiet;
  }

  /** Where a runbook's inventory is. */
  placeOf(runbook: URI, path: string): URI {
    return UriUtils.resolvePath(UriUtils.dirname(runbook), path);
  }

  at(uri: URI, path: string): Promise<ReadInventory> {
    const key = uri.toString();
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const large = Promise.withResolvers<ReadInventory>();
    this.#large.set(key, large);
    const reading = this.#readFile(uri, path, large);
    this.#read.set(key, reading);
    void reading.then((read) => {
      if (this.#read.get(key) === reading) this.#known.set(key, read);
    });
    return reading;
  }

  /** What was read before, for whoever must not wait; undefined where nobody asked, or the answer is still to come. */
  known(uri: URI): ReadInventory | undefined {
    return this.#known.get(uri.toString());
  }

  /** The same, where nobody shall wait until a large inventory is understood: of such a one it answers that it is being read. */
  async unlessLarge(uri: URI, path: string): Promise<ReadInventory> {
    const reading = this.at(uri, path);
    const large = this.#large.get(uri.toString());
    return large === undefined ? reading : Promise.race([reading, large.promise]);
  }

  /** Called when a file changed, appeared or went. Answers whether anybody had asked for it. */
  forget(uri: string): boolean {
    this.#known.delete(uri);
    return this.#read.delete(uri);
  }

  async #readFile(uri: URI, path: string, large: PromiseWithResolvers<ReadInventory>): Promise<ReadInventory> {
    try {
      const tellIfLarge = (size: number): boolean => {
        if (size > LARGE) large.resolve({ kind: 'being-read' });
        return size > LARGE;
      };
      const known = isInParts(this.#files) && tellIfLarge(await this.#files.sizeOf(uri)) ? this.#files : undefined;
      const early = known && (await this.#inventoryIn(known.partsOf(uri, PART), path));
      if (early !== undefined) return { kind: 'read', inventory: early };
      const text = await this.#files.readFile(uri);
      const isLate = tellIfLarge(text.length) && known === undefined;
      const late = isLate ? await this.#inventoryIn(partsOf(text), path) : undefined;
      return { kind: 'read', inventory: late ?? understood(text, path) };
    } catch (thrown) {
      return { kind: 'unreadable', error: thrown instanceof FailbackError ? thrown : missing(path, thrown) };
    }
  }

  /** An inventory from the parts of its text; keystrokes go before it. Undefined where it has to be read as a whole. */
  async #inventoryIn(parts: AsyncIterable<string> | Iterable<string>, path: string): Promise<Inventory | undefined> {
    const reader = new InventoryReader();
    const since = this.#quiet.now();
    for await (const part of parts) {
      await this.#quiet.turn(since);
      if (!reader.push(part)) return undefined;
    }
    return reader.end(path);
  }
}

function* partsOf(text: string): Iterable<string> {
  for (let start = 0; start < text.length; start += PART) yield text.slice(start, start + PART);
}

function understood(text: string, path: string): Inventory {
  try {
    return parseInventory(text, path);
  } catch (thrown) {
    if (thrown instanceof FailbackError) throw thrown;
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new FailbackError(
      'inventory-unreadable',
      `Reading the inventory '${path}' broke down: ${why}. Nothing that only the estate can tell is known.`,
      'This is a fault of failback; please report it together with the inventory.',
      { cause: thrown },
    );
  }
}

function missing(path: string, cause: unknown): FailbackError {
  return new FailbackError(
    'inventory-missing',
    `The inventory '${path}' is not there, so nothing that only the estate can tell is known.`,
    'Capture it (`failback capture`), or mend the path, which is relative to this file.',
    { cause },
  );
}
