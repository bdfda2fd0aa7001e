import type { AstNode, CstNode, LangiumDocument } from 'langium';
import type { Position, Range, SelectionRange } from 'vscode-languageserver';
import { elementAt, leafAt } from './place/elements.ts';

/** What grows around a cursor: the inside of a text, the word, the setting, the block's body, the block, the file. */
export function selectionRanges(document: LangiumDocument, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => selectionAt(document, position));
}

function selectionAt(document: LangiumDocument, position: Position): SelectionRange {
  const { textDocument } = document;
  const whole = { start: { line: 0, character: 0 }, end: textDocument.positionAt(Number.MAX_SAFE_INTEGER) };
  const leaf = leafAt(document, position);
  const around = [whole, ...containersOf(leaf?.astNode ?? nodeWithin(elementAt(document, position), position))];
  if (leaf !== undefined) around.push(plain(leaf.range));
  const inside = leaf && insideQuotes(leaf);
  if (inside !== undefined && contains(inside, { start: position, end: position })) around.push(inside);
  let selection: SelectionRange | undefined;
  for (const range of around) {
    if (!contains(range, { start: position, end: position })) continue;
    if (selection !== undefined && isSame(selection.range, range)) continue;
    if (selection !== undefined && !contains(selection.range, range)) continue;
    selection = selection === undefined ? { range } : { range, parent: selection };
  }
  return selection ?? { range: { start: position, end: position } };
}

/** The ranges of a node and of what holds it, outermost first; of a block what its braces hold, too. */
function containersOf(node: AstNode | undefined): Range[] {
  const ranges: Range[] = [];
  for (let one = node; one?.$cstNode !== undefined && one.$type !== 'File'; one = one.$container) {
    const body = bodyOf(one);
    if (body !== undefined) ranges.push(body);
    ranges.push(plain(one.$cstNode.range));
  }
  return ranges.reverse();
}

/** The innermost part of a block around a position that is on no word. */
function nodeWithin(node: AstNode | undefined, position: Position): AstNode | undefined {
  const { settings = [], items = [], members = [] } = (node ?? {}) as Readonly<Record<string, readonly AstNode[]>>;
  for (const part of [...settings, ...items, ...members]) {
    const range = part.$cstNode?.range;
    if (range !== undefined && contains(range, { start: position, end: position })) return nodeWithin(part, position);
  }
  return node;
}

function bodyOf(node: AstNode): Range | undefined {
  const parts = ['settings', 'items', 'members', 'facts']
    .flatMap((list) => (node as unknown as Readonly<Record<string, readonly AstNode[] | undefined>>)[list] ?? [])
    .flatMap((part) => part.$cstNode ?? []);
  const first = edge(parts, (one, other) => one.offset < other.offset);
  const last = edge(parts, (one, other) => one.end > other.end);
  return first && last && { start: first.range.start, end: last.range.end };
}

function edge(nodes: readonly CstNode[], isFurther: (one: CstNode, other: CstNode) => boolean): CstNode | undefined {
  return nodes.reduce<CstNode | undefined>(
    (found, node) => (found === undefined || isFurther(node, found) ? node : found),
    undefined,
  );
}

function insideQuotes({ text, range: { start, end } }: CstNode): Range | undefined {
  if (!text.startsWith('"')) return undefined;
  const closing = text.length > 1 && text.endsWith('"') ? 1 : 0;
  return {
    start: { line: start.line, character: start.character + 1 },
    end: { line: end.line, character: end.character - closing },
  };
}

function contains(outer: Range, inner: Range): boolean {
  return !isBefore(inner.start, outer.start) && !isBefore(outer.end, inner.end);
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}

function isSame(one: Range, other: Range): boolean {
  return contains(one, other) && contains(other, one);
}

function plain({ start, end }: Range): Range {
  return { start, end };
}
