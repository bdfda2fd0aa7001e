import type { Block, File } from '../generated/ast.ts';
import { declarationsIn, declarationsOf, type Named, type NameTable } from './declared-names.ts';
import { type Namespace, namespaceOf } from './namespaces.ts';

/** The names that one file declares, kept up to date as blocks come and go. */
export class FileNames implements NameTable {
  readonly #file: File;
  /** A name that is declared more than once has all its declarations, in no order. */
  readonly #tables = new Map<Namespace, Map<string, Named | readonly Named[]>>();

  /** How many names of a kind are declared more than once. */
  readonly #repeated = new Map<Namespace, number>();

  constructor(file: File) {
    this.#file = file;
    this.add(file.blocks ?? []);
  }

  find(namespace: Namespace, name: string): Named | undefined {
    const found = this.#tables.get(namespace)?.get(name.toLowerCase());
    return isMany(found) ? found.reduce((one, other) => (offsetOf(other) < offsetOf(one) ? other : one)) : found;
  }

  /** Whether anything of the kind is declared. */
  has(namespace: Namespace): boolean {
    return (this.#tables.get(namespace)?.size ?? 0) > 0;
  }

  *all(namespace: Namespace): Iterable<Named> {
    if (!this.has(namespace)) return;
    const isEachOnce = !this.#repeated.get(namespace);
    for (const declaration of declarationsOf(this.#file)) {
      if (namespaceOf(declaration.$type) !== namespace) continue;
      if (isEachOnce || this.find(namespace, declaration.name) === declaration) yield declaration;
    }
  }

  add(blocks: readonly Block[]): void {
    this.addEach(declarationsIn(blocks));
  }

  remove(blocks: readonly Block[]): void {
    this.removeEach(declarationsIn(blocks));
  }

  addEach(declarations: Iterable<Named>): void {
    for (const declaration of declarations) {
      const table = this.#tableFor(declaration);
      const key = declaration.name.toLowerCase();
      const found = table?.get(key);
      if (found !== undefined && !isMany(found)) this.#count(declaration, 1);
      table?.set(key, found === undefined ? declaration : [...many(found), declaration]);
    }
  }

  removeEach(declarations: Iterable<Named>): void {
    for (const declaration of declarations) {
      const table = this.#tableFor(declaration);
      const key = declaration.name.toLowerCase();
      const found = table?.get(key);
      const left = many(found).filter((one) => one !== declaration);
      if (isMany(found) && left.length === 1) this.#count(declaration, -1);
      const [only] = left;
      if (only === undefined) table?.delete(key);
      else table?.set(key, left.length === 1 ? only : left);
    }
  }

  #count({ $type }: Named, more: 1 | -1): void {
    const namespace = namespaceOf($type);
    if (namespace !== undefined) this.#repeated.set(namespace, (this.#repeated.get(namespace) ?? 0) + more);
  }

  #tableFor({ $type }: Named): Map<string, Named | readonly Named[]> | undefined {
    const namespace = namespaceOf($type);
    if (namespace === undefined) return undefined;
    const table = this.#tables.get(namespace) ?? new Map<string, Named>();
    this.#tables.set(namespace, table);
    return table;
  }
}

function isMany(found: Named | readonly Named[] | undefined): found is readonly Named[] {
  return Array.isArray(found);
}

function many(found: Named | readonly Named[] | undefined): readonly Named[] {
  if (found === undefined) return [];
  return isMany(found) ? found : [found];
}

function offsetOf(declaration: Named): number {
  return declaration.$cstNode?.offset ?? 0;
}
