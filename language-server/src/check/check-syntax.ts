import { AnchoredRange, type Position, type SourceRange } from '../../../core/runbook/source.ts';
import type { ProblemList } from '../lower/problem-list.ts';
import type { SegmentProblem } from '../parser/segment-tokens.ts';
import type { Token } from '../parser/token.ts';
import { BLOCK_STARTS } from '../parser/token-kinds.ts';
import type { Piece } from '../pieces/piece.ts';
import { PieceTree } from '../pieces/piece-tree.ts';
import { nearestWord } from '../vocabulary/nearest-word.ts';

/**
 * What the lexer, the cutting into blocks and the parser have to say of a piece of a text. One problem a line from the
 * parser is enough.
 */
export function checkSyntax(uri: string, piece: Piece, problems: ProblemList): void {
  const { lexer, outline, parser } = piece.errors;
  const placed = (start: Position, end: Position): SourceRange => AnchoredRange.within(uri, piece.anchor, start, end);
  // Where the lexer or the outline has spoken, the parser only stumbles over the same thing.
  const told = new Set<number>();
  for (const error of lexer) {
    const start = { line: (error.line ?? 1) - 1, character: (error.column ?? 1) - 1 };
    told.add(start.line);
    const end = { line: start.line, character: start.character + error.length };
    problems.error('unexpected-character', placed(start, end), error.message);
  }
  for (const problem of outline) {
    told.add(endOf(problem.to).line);
    const at = placed(startOf(problem.from), endOf(problem.to));
    problems.error(problem.code, at, outlineMessage(problem), fixOf(problem));
  }
  for (const error of parser) {
    const previous = 'previousToken' in error ? (error.previousToken as Token) : undefined;
    const token = isRealToken(error.token) ? error.token : previous;
    const [start, end] =
      token !== undefined && isRealToken(token)
        ? [startOf(token), endOf(token)]
        : [endOfPiece(piece), endOfPiece(piece)];
    if (told.has(start.line)) continue;
    told.add(start.line);
    problems.error('syntax', placed(start, end), error.message);
  }
}

function outlineMessage({ code, from }: SegmentProblem): string {
  switch (code) {
    case 'unclosed-block':
      return `This \`${from.image}\` block is not closed before the next one begins or the file ends. Write its \`}\` there: ${besides(from.image)}`;
    case 'missing-braces':
      return `A \`${from.image}\` block needs its settings in braces: \`${from.image} … { … }\`.`;
    case 'surplus-brace':
      return 'This `}` closes nothing. Remove it, or look above for a brace that came too early, or for a block inside of another one.';
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

/** Whoever writes a block into another one is told where it stands; a piece does not know of the next one. */
function besides(kind: string): string {
  return kind === 'runbook'
    ? '`wave`, `after-all` and all other blocks stand below it, never in it.'
    : 'blocks stand one below the other, never one in another.';
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

function startOf(token: Token): Position {
  return { line: (token.startLine ?? 1) - 1, character: (token.startColumn ?? 1) - 1 };
}

function endOf(token: Token): Position {
  return { line: (token.endLine ?? 1) - 1, character: token.endColumn ?? 1 };
}

/** Where a piece's text ends, counted from where it begins. */
function endOfPiece({ tree }: Piece): Position {
  const text = tree instanceof PieceTree ? tree.source : (tree?.fullText ?? '');
  const lines = text.split(/\r\n|\n|\r/);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}
