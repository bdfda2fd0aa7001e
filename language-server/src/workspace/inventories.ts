import { type FileSystemProvider, type LangiumSharedCoreServices, type URI, UriUtils } from 'langium';
import { FailbackError } from '../../../core/failback-error.ts';
import type { Inventory } from '../../../core/inventory/inventory.ts';
import { parseInventory } from '../../../core/inventory/parse-inventory.ts';

/** What came of reading an inventory; of a large one, that it takes its time. */
export type ReadInventory =
  | { readonly kind: 'being-read' }
  | { readonly kind: 'read'; readonly inventory: Inventory }
  | { readonly kind: 'unreadable'; readonly error: FailbackError };

/** A longer text is told of before it is understood, in UTF-16 units; then whoever waits has so long to go on, in milliseconds. */
const LARGE = 1_000_000;
const GRACE = 50;

/** Inventories by their place, each read once until its file changes. */
export class Inventories {
  readonly #files: FileSystemProvider;
  readonly #read = new Map<string, Promise<ReadInventory>>();
  readonly #known = new Map<string, ReadInventory>();
  readonly #large = new Map<string, PromiseWithResolvers<ReadInventory>>();

  constructor(services: LangiumSharedCoreServices) {
    this.#files = services.workspace.FileSystemProvider;
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
    let text: string;
    try {
      text = await this.#files.readFile(uri);
    } catch (cause) {
      const error = new FailbackError(
        'inventory-missing',
        `The inventory '${path}' is not there, so nothing that only the estate can tell is known.`,
        'Capture it (`failback capture`), or mend the path, which is relative to this file.',
        { cause },
      );
      return { kind: 'unreadable', error };
    }
    if (text.length > LARGE) {
      large.resolve({ kind: 'being-read' });
      await new Promise<void>((resolve) => {
        setTimeout(resolve, GRACE);
      });
    }
    try {
      return { kind: 'read', inventory: parseInventory(text, path) };
    } catch (thrown) {
      if (thrown instanceof FailbackError) return { kind: 'unreadable', error: thrown };
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      const error = new FailbackError(
        'inventory-unreadable',
        `Reading the inventory '${path}' broke down: ${why}. Nothing that only the estate can tell is known.`,
        'This is a fault of failback; please report it together with the inventory.',
        { cause: thrown },
      );
      return { kind: 'unreadable', error };
    }
  }
}
