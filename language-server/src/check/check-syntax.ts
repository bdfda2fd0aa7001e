import type { LangiumDocument } from 'langium';
import type { SourceRange } from '../../../core/runbook/source.ts';
import type { File } from '../generated/ast.ts';
import type { ProblemList } from '../lower/problem-list.ts';
import type { FailbackLexingReport } from '../parser/failback-lexer.ts';
import type { SegmentProblem } from '../parser/segment-tokens.ts';
import type { Token } from '../parser/token.ts';
import { BLOCK_STARTS } from '../parser/token-kinds.ts';
import { nearestWord } from '../vocabulary/nearest-word.ts';

/** What the lexer, the cutting into blocks and the parser have to say. One problem a line from the parser is enough. */
export function checkSyntax(document: LangiumDocument<File>, problems: ProblemList): void {
  const uri = document.uri.toString();
  const { lexerErrors, parserErrors, lexerReport } = document.parseResult;
  // Where the lexer or the outline has spoken, the parser only stumbles over the same thing.
  const told = new Set<number>();
  for (const error of lexerErrors) {
    const start = { line: (error.line ?? 1) - 1, character: (error.column ?? 1) - 1 };
    const end = { ...start, character: start.character + error.length };
    told.add(start.line);
    problems.error('unexpected-character', { uri, start, end }, error.message);
  }
  for (const problem of (lexerReport as FailbackLexingReport | undefined)?.problems ?? []) {
    told.add((problem.to.endLine ?? 1) - 1);
    problems.error(problem.code, spanOf(uri, problem.from, problem.to), outlineMessage(problem), fixOf(problem));
  }
  for (const error of parserErrors) {
    const previous = 'previousToken' in error ? (error.previousToken as Token) : undefined;
    const token = isRealToken(error.token) ? error.token : previous;
    const at = token !== undefined && isRealToken(token) ? spanOf(uri, token, token) : endOf(document);
    if (told.has(at.start.line)) continue;
    told.add(at.start.line);
    problems.error('syntax', at, error.message);
  }
}

function outlineMessage({ code, from }: SegmentProblem): string {
  switch (code) {
    case 'unclosed-block':
      return `This \`${from.image}\` block is never closed. Write its \`}\` before the next block begins.`;
    case 'missing-braces':
      return `A \`${from.image}\` block needs its settings in braces: \`${from.image} … { … }\`.`;
    case 'surplus-brace':
      return 'This `}` closes nothing. Remove it, or check the block above for a brace that came too early.';
    case 'too-deep':
      return 'Braces are nested too deep here, so what they hold is not read. Check for a `{` too many.';
    case 'outside-block': {
      const meant = meantBlock(from);
      const hint =
        meant === undefined ? 'A file is a list of blocks such as `vm erp-db { … }`.' : `Did you mean \`${meant}\`?`;
      return from.image.endsWith(':')
        ? `\`${from.image}\` stands outside of any block, so it says nothing. Move it into the block it belongs to.`
        : `'${from.image}' begins no block. ${hint}`;
    }
  }
}

function fixOf(problem: SegmentProblem) {
  const meant = problem.code === 'outside-block' ? meantBlock(problem.from) : undefined;
  return meant === undefined ? {} : { replacement: { title: `Write \`${meant}\``, text: meant } };
}

function meantBlock(token: Token): string | undefined {
  return nearestWord(token.image, BLOCK_STARTS);
}

function isRealToken(token: Token): boolean {
  return (
    token.startLine !== undefined &&
    !Number.isNaN(token.startLine) &&
    token.startLine > 0 &&
    !token.isInsertedInRecovery
  );
}

function spanOf(uri: string, from: Token, to: Token): SourceRange {
  return {
    uri,
    start: { line: (from.startLine ?? 1) - 1, character: (from.startColumn ?? 1) - 1 },
    end: { line: (to.endLine ?? 1) - 1, character: to.endColumn ?? 1 },
  };
}

function endOf(document: LangiumDocument): SourceRange {
  const end = document.textDocument.positionAt(document.textDocument.getText().length);
  return { uri: document.uri.toString(), start: end, end };
}
