import { type AstNode, GrammarAST, type LangiumDocument, type TextDocument } from 'langium';
import type { FoldingRangeProvider } from 'langium/lsp';
import type { FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import { isImport } from '../generated/ast.ts';
import { leavesOf } from '../lower/leaves.ts';
import { KeptLists } from '../wire/kept-lists.ts';
import { ByElement } from './place/by-element.ts';
import { type Element, elementsOf } from './place/elements.ts';

const COMMENT: FoldingRangeKind = 'comment';
const IMPORTS: FoldingRangeKind = 'imports';

/** Every block of several lines, comments of several lines, and imports that stand together. */
export class FailbackFolding implements FoldingRangeProvider {
  readonly #bodies = new ByElement<readonly FoldingRange[]>(bodiesOf, (ranges, lines) =>
    ranges.map((range) => moved(range, lines)),
  );

  readonly #answers = new KeptLists<FoldingRange>();

  getFoldingRanges(document: LangiumDocument): FoldingRange[] {
    const elements = elementsOf(document);
    const ranges = importRuns(elements);
    for (const element of elements) ranges.push(...this.#bodies.of(element));
    ranges.push(...commentRuns(document.textDocument));
    return this.#answers.answer(document, ranges);
  }
}

/** From the line of each brace to the line before the closing one, which stays in sight. Found in one walk over the tokens. */
function bodiesOf(element: Element): readonly FoldingRange[] {
  const bodies = new Map<AstNode, FoldingRange>();
  const closed = new Set<AstNode>();
  for (const leaf of leavesOf(element.$cstNode)) {
    const word = leaf.tokenType.name;
    if ((word !== '{' && word !== '}') || !GrammarAST.isKeyword(leaf.grammarSource)) continue;
    const { astNode: node } = leaf;
    const { line } = leaf.range.start;
    const body = bodies.get(node);
    if (word === '{' && body === undefined) bodies.set(node, { startLine: line, endLine: line });
    else if (word === '}' && body !== undefined && !closed.has(node)) {
      closed.add(node);
      body.endLine = line - 1;
    }
  }
  return [...bodies.values()].filter(({ startLine, endLine }) => endLine > startLine);
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

/** Runs of comment lines; no text spans lines, so a line that begins with two slashes is one. */
function commentRuns(document: TextDocument): FoldingRange[] {
  const text = document.getText();
  const runs: FoldingRange[] = [];
  // From one pair of slashes to the next: most lines have none, and need not be looked at.
  for (let at = text.indexOf('//'); at >= 0; ) {
    const start = document.positionAt(at);
    const before = text.slice(at - start.character, at);
    if (before.trim() === '') {
      const last = runs.at(-1);
      if (last !== undefined && start.line === last.endLine + 1) last.endLine = start.line;
      else runs.push({ startLine: start.line, endLine: start.line, kind: COMMENT });
    }
    const end = text.indexOf('\n', at);
    at = end < 0 ? -1 : text.indexOf('//', end);
  }
  return runs.filter(({ startLine, endLine }) => endLine > startLine);
}

function moved(range: FoldingRange, lines: number): FoldingRange {
  return { ...range, startLine: range.startLine + lines, endLine: range.endLine + lines };
}
