import { type AstNode, AstUtils, GrammarUtils, type LangiumDocument } from 'langium';
import type { FoldingRangeProvider } from 'langium/lsp';
import type { FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import { isImport } from '../generated/ast.ts';
import { ByElement } from './place/by-element.ts';
import { type Element, elementsOf } from './place/elements.ts';

const COMMENT: FoldingRangeKind = 'comment';
const IMPORTS: FoldingRangeKind = 'imports';

/** Every block of several lines, comments of several lines, and imports that stand together. */
export class FailbackFolding implements FoldingRangeProvider {
  #document: LangiumDocument | undefined;
  readonly #ranges = new ByElement<readonly FoldingRange[]>(
    (element) => rangesOf(element, this.#document),
    (ranges, lines) => ranges.map((range) => moved(range, lines)),
  );

  getFoldingRanges(document: LangiumDocument): FoldingRange[] {
    this.#document = document;
    const elements = elementsOf(document);
    const found = elements.flatMap((element) => this.#ranges.of(element));
    this.#document = undefined;
    const end = elements.at(-1)?.$cstNode?.range.end.line;
    return [
      ...importRuns(elements),
      ...found,
      ...commentsBetween(document, end === undefined ? 0 : end + 1, undefined),
    ];
  }
}

function rangesOf(element: Element, document: LangiumDocument | undefined): readonly FoldingRange[] {
  const range = element.$cstNode?.range;
  if (range === undefined || document === undefined) return [];
  const above = commentsAbove(document, range.start.line);
  const within = commentsBetween(document, range.start.line + 1, range.end.line);
  const blocks = AstUtils.streamAst(element)
    .toArray()
    .flatMap((node) => bodyOf(node));
  return [...above, ...blocks, ...within];
}

/** From the line of the brace to the line before the closing one, which stays in sight. */
function bodyOf(node: AstNode): readonly FoldingRange[] {
  const open = GrammarUtils.findNodeForKeyword(node.$cstNode, '{');
  const close = GrammarUtils.findNodeForKeyword(node.$cstNode, '}');
  if (open === undefined || close === undefined || open.astNode !== node) return [];
  const startLine = open.range.start.line;
  const endLine = close.range.end.line - 1;
  return endLine > startLine ? [{ startLine, endLine }] : [];
}

function importRuns(elements: readonly Element[]): FoldingRange[] {
  const runs: FoldingRange[] = [];
  for (const element of elements) {
    if (!isImport(element)) break;
    const line = element.$cstNode?.range.start.line ?? 0;
    const last = runs.at(-1);
    if (last !== undefined && line === last.endLine + 1) last.endLine = line;
    else runs.push({ startLine: line, endLine: line, kind: IMPORTS });
  }
  return runs.filter(({ startLine, endLine }) => endLine > startLine);
}

function commentsAbove(document: LangiumDocument, line: number): readonly FoldingRange[] {
  let first = line;
  while (first > 0 && isComment(lineAt(document, first - 1))) first--;
  return line - first > 1 ? [{ startLine: first, endLine: line - 1, kind: COMMENT }] : [];
}

/** Runs of comment lines; no text spans lines, so a line that begins with two slashes is one. */
function commentsBetween(document: LangiumDocument, from: number, to: number | undefined): readonly FoldingRange[] {
  const end = to === undefined ? Number.MAX_SAFE_INTEGER : to;
  const text = document.textDocument.getText({
    start: { line: from, character: 0 },
    end: { line: end, character: 0 },
  });
  if (!text.includes('//')) return [];
  const runs: FoldingRange[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (!isComment(line)) continue;
    const last = runs.at(-1);
    if (last !== undefined && from + index === last.endLine + 1) last.endLine++;
    else runs.push({ startLine: from + index, endLine: from + index, kind: COMMENT });
  }
  return runs.filter(({ startLine, endLine }) => endLine > startLine);
}

function isComment(line: string): boolean {
  return /^\s*\/\//.test(line);
}

function lineAt({ textDocument }: LangiumDocument, line: number): string {
  return textDocument.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
}

function moved(range: FoldingRange, lines: number): FoldingRange {
  return { ...range, startLine: range.startLine + lines, endLine: range.endLine + lines };
}
