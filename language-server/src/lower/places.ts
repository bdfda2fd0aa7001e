import { type AstNode, AstUtils, type CstNode } from 'langium';
import { AnchoredRange, type Located, type SourceRange, spanning } from '../../../core/runbook/source.ts';
import { anchorOf } from '../pieces/anchor.ts';
import { firstLeafOf, lastLeafOf, leavesOf } from './leaves.ts';
import { nodeOfProperty } from './node-of-property.ts';

const NOWHERE = { line: 0, character: 0 };

/** The whole of a node. */
export function placeOf(node: AstNode): SourceRange {
  return placed(node, node.$cstNode);
}

/** The name of a declaration; its first word while it has no name. */
export function placeOfName(node: AstNode): SourceRange {
  return placeOfProperty(node, 'name') ?? placeOfFirstWord(node);
}

/** The word that begins a node: its kind or its key. */
export function placeOfFirstWord(node: AstNode): SourceRange {
  return placed(node, firstLeafOf(node.$cstNode));
}

export function placeOfProperty(node: AstNode, property: string, index?: number): SourceRange | undefined {
  const found = nodeOfProperty(node, property, index);
  return found === undefined ? undefined : placed(node, found);
}

/** What stands behind a setting's key; the key itself while nothing stands there. */
export function placeOfValue(setting: AstNode): SourceRange {
  const leaves = leavesOf(setting.$cstNode);
  const first = leaves[1] ?? leaves[0];
  const last = leaves.at(-1);
  if (first === undefined || last === undefined) return placed(setting, undefined);
  return first === last ? placed(setting, first) : spanning(placed(setting, first), placed(setting, last));
}

export function located<T>(value: T, at: SourceRange): Located<T> {
  return { value, at };
}

/** The place of one token or stretch of the tree. All places of lowering and of the text's checks are made here. */
export function placed(node: AstNode, cst: CstNode | undefined): SourceRange {
  const uri = AstUtils.getDocument(node).uri.toString();
  if (cst === undefined) return { uri, start: NOWHERE, end: NOWHERE };
  // From token to token: the tree works its ranges out anew for each of its levels.
  const from = (firstLeafOf(cst) ?? cst).range;
  const last = lastLeafOf(cst) ?? cst;
  return new AnchoredRange(uri, anchorOf(cst.root), from.start, (last === cst ? from : last.range).end);
}
