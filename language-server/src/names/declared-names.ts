import type { AstNode } from 'langium';
import { type Block, type File, isVmGroup, type Member } from '../generated/ast.ts';
import type { Namespace } from './namespaces.ts';

/** A declaration that has a name. */
export type Named = (Extract<Block, { name: string }> | Member) & AstNode;

/** Everything that a file declares, members of groups included, in the order of the text. */
export function declarationsOf(file: File): Iterable<Named> {
  return declarationsIn(file.blocks);
}

/** Everything that these blocks declare, members of groups included, in the order of the text. */
export function* declarationsIn(blocks: readonly Block[]): Iterable<Named> {
  for (const block of blocks) {
    if ('name' in block && typeof block.name === 'string') yield block as Named;
    if (!isVmGroup(block)) continue;
    for (const member of block.members) if (member.name !== undefined) yield member;
  }
}

/** Names to declarations, without case; the first declaration of a name counts. */
export interface NameTable {
  find(namespace: Namespace, name: string): Named | undefined;
  /** In the order of the text. */
  all(namespace: Namespace): Iterable<Named>;
}
