import type { AstNode } from 'langium';
import { isMember } from '../generated/ast.ts';
import type { Stretch } from './parsed-source.ts';

/** Something that stands in a block's braces. */
export interface Child extends Stretch {
  readonly node: AstNode;
  readonly isMember: boolean;
}

/** The settings, parts and members in a node's braces, in the order of the text. */
export function childrenOf(node: AstNode): readonly Child[] {
  const { settings, items, members, facts } = node as unknown as Readonly<Record<string, unknown>>;
  const nodes = [settings, items, members, facts].flatMap((list) => (Array.isArray(list) ? (list as AstNode[]) : []));
  return nodes
    .flatMap((child) => {
      const cst = child.$cstNode;
      return cst === undefined ? [] : [{ node: child, isMember: isMember(child), start: cst.offset, end: cst.end }];
    })
    .sort((a, b) => a.start - b.start);
}
