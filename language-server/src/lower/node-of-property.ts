import { type AstNode, AstUtils, type CstNode, GrammarAST, isCompositeCstNode } from 'langium';

/**
 * What `GrammarUtils.findNodeForProperty` finds, the first or the one at an index; for each of some hundred thousand
 * values of a large text, so it asks the grammar once for each place in the grammar and makes no lists on its way.
 */
export function nodeOfProperty(node: AstNode, property: string, index = 0): CstNode | undefined {
  const found: CstNode[] = [];
  if (node.$cstNode !== undefined) collectIn(node.$cstNode, property, node, found);
  return found[Math.max(0, Math.min(index, found.length - 1))];
}

function collectIn(cst: CstNode, property: string, element: AstNode, found: CstNode[]): void {
  if (!isCompositeCstNode(cst) || cst.astNode !== element) return;
  for (const child of cst.content)
    if (propertyOf(child) === property) found.push(child);
    else collectIn(child, property, element, found);
}

const properties = new WeakMap<GrammarAST.AbstractElement, { readonly name: string | undefined }>();

/** The property that the grammar assigns a node to. */
function propertyOf({ grammarSource }: CstNode): string | undefined {
  if (grammarSource === undefined) return undefined;
  const known = properties.get(grammarSource);
  if (known !== undefined) return known.name;
  const name = AstUtils.getContainerOfType(grammarSource, GrammarAST.isAssignment)?.feature;
  properties.set(grammarSource, { name });
  return name;
}
