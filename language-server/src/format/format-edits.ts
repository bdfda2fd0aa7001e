import type { AstNode } from 'langium';
import { type ParsedSource, parseForFormatting, type Readers } from './parsed-source.ts';
import { printItem } from './print-item.ts';

/** Replace what stands from `start` to `end` (offsets) by `newText`. */
export interface FormatEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** What formatting changes, top-level block by top-level block, in the order of the text. */
export function formatEdits(text: string, readers?: Readers): FormatEdit[] {
  return formatSource(parseForFormatting(text, readers), (_node, print) => print());
}

/** Answers how a block is printed: anew, or as it was printed before. */
export type Printed = (node: AstNode, print: () => string) => string;

/** The same for a text that is read already. */
export function formatSource(source: ParsedSource, remembered: Printed): FormatEdit[] {
  const { text } = source;
  if (text.trim() === '') return text === '' ? [] : [{ start: 0, end: text.length, newText: '' }];
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const edits: FormatEdit[] = [];
  const replace = (start: number, to: number, newText: string): void => {
    if (text.slice(start, to) !== newText) edits.push({ start, end: to, newText });
  };
  let end = 0;
  for (const [index, piece] of piecesOf(source, remembered).entries()) {
    const gap = text.slice(end, piece.start);
    replace(end, piece.start, index === 0 ? '' : between(gap, piece.joinsLine, eol));
    const printed = piece.print();
    replace(piece.start, piece.end, eol === '\n' ? printed : printed.replace(/\r?\n/g, eol));
    end = piece.end;
  }
  replace(end, text.length, eol);
  return edits;
}

/** A block, an import, a comment or something broken. */
interface Piece {
  readonly start: number;
  readonly end: number;
  /** A comment that stands behind what it is about. */
  readonly joinsLine: boolean;
  print(): string;
}

function piecesOf(source: ParsedSource, remembered: Printed): Piece[] {
  const elements = source.elements;
  const pieces: Piece[] = [];
  let end = 0;
  const addBetween = (from: number, to: number): void => {
    for (const comment of source.commentsBetween(from, to)) {
      const joinsLine = pieces.length > 0 && !source.text.slice(pieces.at(-1)?.end ?? 0, comment.start).includes('\n');
      pieces.push({ ...comment, joinsLine, print: () => comment.text });
    }
  };
  for (const [index, element] of elements.entries()) {
    const next = elements[index + 1]?.start ?? source.text.length;
    const broken = source.isBroken(element.start, element.end);
    if (source.isBroken(end, element.start)) pieces.push(verbatim(source, end, element.start));
    else addBetween(end, element.start);
    if (broken) pieces.push(verbatim(source, element.start, next));
    else pieces.push(printed(source, element.node, element.start, element.end, remembered));
    end = broken ? next : element.end;
  }
  if (source.isBroken(end, source.text.length)) pieces.push(verbatim(source, end, source.text.length));
  else addBetween(end, source.text.length);
  return pieces.filter((piece) => piece.end > piece.start);
}

function printed(source: ParsedSource, node: AstNode, start: number, end: number, remembered: Printed): Piece {
  const print = (): string => {
    const text = printItem(source, node, 0);
    const original = source.text.slice(start, end);
    // What the parser skipped over is in no tree; rather leave a block as it is than lose a word of it.
    return wordsIn(text) === wordsIn(original) ? text : original;
  };
  return { start, end, joinsLine: false, print: () => remembered(node, print) };
}

/** A text without what formatting may change: white space, and commas between members. */
function wordsIn(text: string): string {
  return text.replace(/[\s,]+/g, '');
}

/** Leaves a stretch as it is, but for the white space around it. */
function verbatim(source: ParsedSource, from: number, to: number): Piece {
  const text = source.text.slice(from, to);
  const start = from + (text.length - text.trimStart().length);
  const end = start + text.trim().length;
  return { start, end, joinsLine: false, print: () => source.text.slice(start, end) };
}

function between(gap: string, joinsLine: boolean, eol: string): string {
  if (joinsLine) return '  ';
  return (gap.match(/\n/g) ?? []).length > 1 ? eol + eol : eol;
}
