import type { Named, NameTable } from '../names/declared-names.ts';
import type { Namespace } from '../names/namespaces.ts';
import { SmallSet } from './small-set.ts';

/** Whatever was made from names, and must be made again when one of them stands for something else. */
export interface Reader {
  /** A name stands for another object now. */
  readChanged(): void;
  /** A name became known or unknown, or something else is to be said of an unknown one. */
  clueChanged(): void;
}

/** What a file says of a name that nobody declares: it belongs to something else, or another name was meant, or nothing helps. */
export type Clue =
  | { readonly kind: 'other'; readonly declaration: Named }
  | { readonly kind: 'meant'; readonly name: string }
  | { readonly kind: 'none' };

/** A name as one file uses it: what it stands for there, and who uses it. */
export class Read {
  readonly namespace: Namespace;
  /** The name without case. */
  readonly key: string;
  readonly readers = new SmallSet<Reader>();
  /** Whether its declaration was looked up already. */
  isResolved = false;
  declaration: Named | undefined;
  /** What lowering made of the declaration. */
  value: unknown;
  /** Undefined for a name that is declared. */
  clue: Clue | undefined;

  constructor(namespace: Namespace, key: string) {
    this.namespace = namespace;
    this.key = key;
  }
}

/** All names that a file uses. */
export class Reads {
  readonly #byNamespace = new Map<Namespace, Map<string, Read>>();
  /** Those that nobody declares. */
  readonly unknown = new Map<Namespace, Set<Read>>();
  /** Those whose declaration was not looked up yet; some are gone again by now. */
  readonly #fresh = new Map<Namespace, Read[]>();

  find(namespace: Namespace, key: string): Read | undefined {
    return this.#byNamespace.get(namespace)?.get(key);
  }

  all(namespace: Namespace): Iterable<Read> {
    return this.#byNamespace.get(namespace)?.values() ?? [];
  }

  use(namespace: Namespace, written: string): Read {
    const key = written.toLowerCase();
    const table = entryOf(this.#byNamespace, namespace, () => new Map<string, Read>());
    const known = table.get(key);
    if (known !== undefined) return known;
    const read = new Read(namespace, key);
    table.set(key, read);
    entryOf(this.#fresh, namespace, () => []).push(read);
    return read;
  }

  drop(read: Read, reader: Reader): void {
    read.readers.delete(reader);
    if (read.readers.size > 0) return;
    this.#byNamespace.get(read.namespace)?.delete(read.key);
    this.unknown.get(read.namespace)?.delete(read);
  }

  /** Those whose declaration is to be looked up for the first time. */
  takeFresh(namespace: Namespace): readonly Read[] {
    const fresh = this.#fresh.get(namespace) ?? NONE;
    this.#fresh.delete(namespace);
    return fresh.filter((read) => !read.isResolved && read.readers.size > 0);
  }

  /** Looks a name up again, and tells its readers when it stands for something else. */
  resolve(read: Read, names: NameTable, meaningOf: (declaration: Named) => unknown): void {
    const { isResolved } = read;
    read.isResolved = true;
    const declaration = names.find(read.namespace, read.key);
    const value = declaration === undefined ? undefined : meaningOf(declaration);
    const known = declaration !== undefined;
    if (known) this.unknown.get(read.namespace)?.delete(read);
    else entryOf(this.unknown, read.namespace, () => new Set<Read>()).add(read);
    if (known) read.clue = undefined;
    if (declaration === read.declaration && value === read.value) return;
    const isOther = value !== read.value;
    // What is said of a name that is looked up for the first time is told by its clue.
    const turned = isResolved && known !== (read.declaration !== undefined);
    read.declaration = declaration;
    read.value = value;
    read.readers.forEach((reader) => {
      if (isOther) reader.readChanged();
      if (turned) reader.clueChanged();
    });
  }
}

const NONE: readonly never[] = [];

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
