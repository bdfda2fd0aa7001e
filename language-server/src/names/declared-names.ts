import type { AstNode } from 'langium';
import { type Block, type File, isVmGroup, type Member } from '../generated/ast.ts';
import { type Namespace, namespaceOf } from './namespaces.ts';

/** A declaration that has a name. */
export type Named = (Extract<Block, { name: string }> | Member) & AstNode;

/** Everything that a file declares, members of groups included, in the order of the text. */
export function* declarationsOf(file: File): Iterable<Named> {
  for (const block of file.blocks) {
    if ('name' in block && typeof block.name === 'string') yield block as Named;
    if (!isVmGroup(block)) continue;
    for (const member of block.members) if (member.name !== undefined) yield member;
  }
}

/** Names to declarations, without case; the first declaration of a name counts. */
export class NameTable {
  readonly #tables = new Map<Namespace, Map<string, Named>>();

  add(declaration: Named): void {
    const namespace = namespaceOf(declaration.$type);
    if (namespace === undefined) return;
    const table = this.#table(namespace);
    const key = declaration.name.toLowerCase();
    if (!table.has(key)) table.set(key, declaration);
  }

  find(namespace: Namespace, name: string): Named | undefined {
    return this.#tables.get(namespace)?.get(name.toLowerCase());
  }

  all(namespace: Namespace): Iterable<Named> {
    return this.#tables.get(namespace)?.values() ?? [];
  }

  #table(namespace: Namespace): Map<string, Named> {
    const table = this.#tables.get(namespace) ?? new Map<string, Named>();
    this.#tables.set(namespace, table);
    return table;
  }
}
