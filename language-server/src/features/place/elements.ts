import { type AstNode, type CstNode, CstUtils, type LangiumDocument, type LeafCstNode } from 'langium';
import type { Position } from 'vscode-languageserver';
import type { Block, File, Import } from '../../generated/ast.ts';

/** What stands at the top of a file. */
export type Element = Import | Block;

/** Imports and blocks in the order of the text. */
export function elementsOf(document: LangiumDocument): readonly Element[] {
  const { imports, blocks } = document.parseResult.value as File;
  if (imports.length === 0) return blocks;
  const [first] = blocks;
  const last = imports.at(-1);
  if (first === undefined || last === undefined || startsBefore(last, first)) return [...imports, ...blocks];
  return [...imports, ...blocks].sort((one, other) => (startsBefore(one, other) ? -1 : 1));
}

/** The import or block in which a position lies, found by halving: a file may have ten thousand of them. */
export function elementAt(document: LangiumDocument, position: Position): Element | undefined {
  const elements = elementsOf(document);
  const element = elements[firstBehind(elements, position) - 1];
  const end = element?.$cstNode?.range.end;
  return end !== undefined && compare(position, end) <= 0 ? element : undefined;
}

/** Those that a range touches. */
export function elementsWithin(
  document: LangiumDocument,
  { start, end }: { readonly start: Position; readonly end: Position },
): readonly Element[] {
  const elements = elementsOf(document);
  let from = firstBehind(elements, start);
  if (from > 0 && endsBehind(elements[from - 1], start)) from--;
  return elements.slice(from, firstBehind(elements, end));
}

/** The token at a position, or the one that ends there. */
export function leafAt(document: LangiumDocument, position: Position): LeafCstNode | undefined {
  const cst = elementAt(document, position)?.$cstNode;
  if (cst === undefined) return undefined;
  const offset = document.textDocument.offsetAt(position);
  const at = CstUtils.findLeafNodeAtOffset(cst, offset);
  if (at !== undefined && !at.hidden && isWithin(at, offset)) return at;
  const before = offset === 0 ? undefined : CstUtils.findLeafNodeAtOffset(cst, offset - 1);
  return before !== undefined && !before.hidden && isWithin(before, offset) && /\w/.test(before.text.at(-1) ?? '')
    ? before
    : undefined;
}

/** Of two places the one further on is larger. */
export function compare(one: Position, other: Position): number {
  return one.line - other.line || one.character - other.character;
}

function isWithin({ offset, length }: CstNode, at: number): boolean {
  return at >= offset && at <= offset + length;
}

/** Index of the first element that starts behind a position. */
function firstBehind(elements: readonly Element[], position: Position): number {
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const start = elements[middle]?.$cstNode?.range.start;
    if (start !== undefined && compare(start, position) > 0) high = middle;
    else low = middle + 1;
  }
  return low;
}

function endsBehind(element: Element | undefined, position: Position): boolean {
  const end = element?.$cstNode?.range.end;
  return end !== undefined && compare(end, position) >= 0;
}

function startsBefore(one: AstNode, other: AstNode): boolean {
  return (one.$cstNode?.offset ?? 0) < (other.$cstNode?.offset ?? 0);
}
