import { type AstNode, type CstNode, GrammarAST, isCompositeCstNode, isLeafCstNode, type LeafCstNode } from 'langium';

/** The first opening and the first closing brace of a node's own; a block that is being written may lack either. */
export interface Braces {
  readonly open: LeafCstNode | undefined;
  readonly close: LeafCstNode | undefined;
}

/** Looks at a node's own tokens only: folding and formatting ask this of every setting of a large file. */
export function bracesOf(node: AstNode): Braces {
  const { $cstNode: cst } = node;
  return { open: cst && ownKeyword(cst, node, '{'), close: cst && ownKeyword(cst, node, '}') };
}

function ownKeyword(cst: CstNode, node: AstNode, keyword: string): LeafCstNode | undefined {
  if (isLeafCstNode(cst))
    return cst.tokenType.name === keyword && GrammarAST.isKeyword(cst.grammarSource) ? cst : undefined;
  if (!isCompositeCstNode(cst) || cst.astNode !== node) return undefined;
  for (const child of cst.content) {
    const found = ownKeyword(child, node, keyword);
    if (found !== undefined) return found;
  }
  return undefined;
}
