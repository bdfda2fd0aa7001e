import type { AstNode } from 'langium';

/** Calls `visit` for a node and all nodes below it, in the order of the text's rules; what `visit` refuses is not entered. */
export function eachNodeIn(node: AstNode, visit: (node: AstNode) => boolean): void {
  if (!visit(node)) return;
  for (const key in node) {
    if (key.charCodeAt(0) === DOLLAR) continue;
    const value: unknown = node[key as keyof AstNode];
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (const one of value) if (isNode(one)) eachNodeIn(one, visit);
    } else if (isNode(value)) eachNodeIn(value, visit);
  }
}

/** What the parser keeps beside the tree begins so: `$container`, `$cstNode`. */
const DOLLAR = 36;

function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && '$type' in value;
}
