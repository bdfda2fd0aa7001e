import type { AstNode } from 'langium';
import { partsOfType } from './node-parts.ts';

/** Calls `visit` for a node and all nodes below it; what `visit` refuses is not entered. */
export function eachNodeIn(node: AstNode, visit: (node: AstNode) => boolean): void {
  if (!visit(node)) return;
  for (const property of partsOfType(node.$type)) {
    const value = node[property as keyof AstNode] as unknown as AstNode | readonly AstNode[] | undefined;
    if (value === undefined) continue;
    if (Array.isArray(value)) for (const one of value as readonly AstNode[]) eachNodeIn(one, visit);
    else eachNodeIn(value as AstNode, visit);
  }
}
