import { type CstNode, isCompositeCstNode, isLeafCstNode, type LeafCstNode } from 'langium';
import { TreeComposite } from '../pieces/tree-nodes.ts';

/** The tokens of a node in the order of the text, comments left out. It runs for every setting of a file. */
export function leavesOf(cst: CstNode | undefined): LeafCstNode[] {
  const own = cst instanceof TreeComposite ? cst.leaves : undefined;
  if (own !== undefined) return own;
  const leaves: LeafCstNode[] = [];
  if (cst !== undefined) collect(cst, leaves);
  return leaves;
}

/** The tokens that stand before one of them, comments left out. */
export function leavesBefore(cst: CstNode, end: LeafCstNode): LeafCstNode[] {
  const leaves: LeafCstNode[] = [];
  collect(cst, leaves, end);
  return leaves;
}

/** The first token of a node, no comment. */
export function firstLeafOf(cst: CstNode | undefined): LeafCstNode | undefined {
  if (cst instanceof TreeComposite) return cst.firstLeaf;
  if (cst === undefined || isLeafCstNode(cst)) return cst === undefined || cst.hidden ? undefined : cst;
  if (!isCompositeCstNode(cst)) return undefined;
  for (const child of cst.content) {
    const leaf = firstLeafOf(child);
    if (leaf !== undefined) return leaf;
  }
  return undefined;
}

/** The last token of a node, no comment. */
export function lastLeafOf(cst: CstNode | undefined): LeafCstNode | undefined {
  if (cst instanceof TreeComposite) return cst.lastLeaf;
  if (cst === undefined || isLeafCstNode(cst)) return cst === undefined || cst.hidden ? undefined : cst;
  if (!isCompositeCstNode(cst)) return undefined;
  for (let index = cst.content.length - 1; index >= 0; index--) {
    const leaf = lastLeafOf(cst.content[index]);
    if (leaf !== undefined) return leaf;
  }
  return undefined;
}

/** Answers whether the walk came to its end. */
function collect(cst: CstNode, leaves: LeafCstNode[], end?: LeafCstNode): boolean {
  if (cst === end) return true;
  if (isLeafCstNode(cst)) {
    if (!cst.hidden) leaves.push(cst);
  } else if (isCompositeCstNode(cst)) {
    for (const child of cst.content) if (collect(child, leaves, end)) return true;
  }
  return false;
}
