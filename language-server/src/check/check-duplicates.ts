import type { SourceRange } from '../../../core/runbook/source.ts';
import { compareStarts } from '../../../core/runbook/source.ts';
import { placeOfName } from '../lower/places.ts';
import { ProblemList } from '../lower/problem-list.ts';
import type { TextProblem } from '../lower/text-problem.ts';
import type { Named } from '../names/declared-names.ts';
import { type Namespace, namespaceOf, staysInItsFile, wordFor } from '../names/namespaces.ts';

/** A declaration, and where to put what is wrong with its name. */
export interface Declaration {
  readonly node: Named;
  readonly file: { readonly uri: string; readonly order: number };
  tellDuplicate(problems: readonly TextProblem[]): void;
}

const NOTHING: readonly never[] = [];

/**
 * Two things of one name. Azure and vSphere compare names without case, so two that differ only in case are the same.
 * The table is kept, and only names that came or went are looked at again.
 */
export class Duplicates {
  readonly #tables = new Map<string, Map<string, Declaration | Set<Declaration>>>();
  readonly #touched = new Map<string, Set<string>>();

  add(declaration: Declaration): void {
    const [name, key] = placeOf(declaration);
    const table = this.#tableOf(name);
    const known = table.get(key);
    if (known === undefined) {
      table.set(key, declaration);
      return;
    }
    if (known instanceof Set) known.add(declaration);
    else table.set(key, new Set([known, declaration]));
    this.#touchedIn(name).add(key);
  }

  remove(declaration: Declaration): void {
    const [name, key] = placeOf(declaration);
    const table = this.#tableOf(name);
    const known = table.get(key);
    if (known instanceof Set) {
      known.delete(declaration);
      if (known.size === 0) table.delete(key);
      this.#touchedIn(name).add(key);
    } else if (known === declaration) table.delete(key);
  }

  /** The declarations changed their order, so another one may be the first now. */
  touchAll(): void {
    for (const [name, table] of this.#tables)
      for (const [key, known] of table) if (known instanceof Set) this.#touchedIn(name).add(key);
  }

  /** Tells anew what is said of the names that were touched since the last time. */
  settle(): void {
    for (const [name, keys] of this.#touched) {
      for (const key of keys) {
        const known = this.#tables.get(name)?.get(key);
        if (known instanceof Set) tellAll([...known]);
        else known?.tellDuplicate(NOTHING);
      }
    }
    this.#touched.clear();
  }

  #tableOf(name: string): Map<string, Declaration | Set<Declaration>> {
    const known = this.#tables.get(name);
    if (known !== undefined) return known;
    const table = new Map<string, Declaration | Set<Declaration>>();
    this.#tables.set(name, table);
    return table;
  }

  #touchedIn(name: string): Set<string> {
    const keys = this.#touched.get(name) ?? new Set<string>();
    this.#touched.set(name, keys);
    return keys;
  }
}

/** The table of a declaration, and its name without case. */
function placeOf({ node, file }: Declaration): readonly [table: string, key: string] {
  const namespace = namespaceOf(node.$type) ?? '';
  return [staysInItsFile(namespace as Namespace) ? `${namespace} ${file.uri}` : namespace, node.name.toLowerCase()];
}

/** Imports before the entry, so that the file which adds to what it imports is told. */
function tellAll(declarations: readonly Declaration[]): void {
  const placed = declarations.map((declaration) => ({ declaration, at: placeOfName(declaration.node) }));
  const [first, ...others] = placed.sort(
    (one, other) => other.declaration.file.order - one.declaration.file.order || compareStarts(one.at, other.at),
  );
  if (first === undefined) return;
  first.declaration.tellDuplicate(NOTHING);
  for (const { declaration, at } of others)
    declaration.tellDuplicate([problemOf(declaration.node, at, first.declaration.node, first.at)]);
}

function problemOf(node: Named, at: SourceRange, earlier: Named, first: SourceRange): TextProblem {
  const problems = new ProblemList();
  const what = `There is a \`${wordFor(earlier)}\` called '${earlier.name}' already`;
  const case_ =
    node.name === earlier.name ? '' : ', and names that differ only in case are the same to Azure and vSphere';
  problems.error('duplicate-name', at, `${what}${case_}. Rename one of them, or remove it.`, {
    related: [{ at: first, message: `The first '${earlier.name}'.` }],
  });
  return problems.found[0] as TextProblem;
}
