import type { AstNode } from 'langium';

/** A node and all that it holds, in the order of its properties. A plain walk: Langium's streams take ten times as long. */
export function nodesWithin(node: AstNode): AstNode[] {
  const found: AstNode[] = [];
  collect(node, found);
  return found;
}

function collect(node: AstNode, found: AstNode[]): void {
  found.push(node);
  for (const [property, value] of Object.entries(node)) {
    if (property.startsWith('$')) continue;
    if (!Array.isArray(value)) collectPart(value, found);
    else for (const one of value) collectPart(one, found);
  }
}

/** References have no type of their own, and are not followed. */
function collectPart(value: unknown, found: AstNode[]): void {
  if (typeof value === 'object' && value !== null && '$type' in value) collect(value as AstNode, found);
}
