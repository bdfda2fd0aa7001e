import type { Lexer, TextDocument } from 'langium';
import type { Position } from 'vscode-languageserver';
import type { Token } from '../../parser/token.ts';
import { BLOCK_STARTS } from '../../parser/token-kinds.ts';
import { type BlockShape, languageOutline, type SettingShape } from '../../vocabulary/outline.ts';

/** Where the cursor stands, read from the tokens before it, so that half-typed text is no hindrance. */
export type PlaceInText =
  | { readonly kind: 'top' }
  /** Behind the word of a block at the top of a file: its name. */
  | { readonly kind: 'name'; readonly block: BlockShape }
  /** Inside a block, where a key or a part begins. */
  | {
      readonly kind: 'body';
      readonly block: BlockShape;
      readonly written: ReadonlySet<string>;
      /** The key that stands last before the cursor. */
      readonly last: string | undefined;
    }
  /** Behind a key. */
  | {
      readonly kind: 'value';
      readonly block: BlockShape;
      readonly setting: SettingShape;
      readonly before: readonly string[];
      /** What the blocks around say, the innermost last. */
      readonly around: readonly Around[];
    }
  | { readonly kind: 'import'; readonly typed: string }
  /** Behind `before` or `after`: a stage. */
  | { readonly kind: 'stage' }
  | { readonly kind: 'known'; readonly block: BlockShape | undefined }
  | { readonly kind: 'nothing' };

/** A block that is open at the cursor: its name, and the first word behind each key that stands before the cursor. */
export interface Around {
  readonly block: BlockShape | undefined;
  readonly name: string | undefined;
  readonly said: ReadonlyMap<string, string>;
}

interface Open {
  readonly block: BlockShape | undefined;
  readonly name: string | undefined;
  readonly from: number;
}

/** Lines of this shape begin a block whatever stands above them, so nothing before the last of them matters. */
const BLOCK_START = new RegExp(
  `^(?:import[ \\t]+"|after-all[ \\t]*\\{|(?:${[...BLOCK_STARTS].join('|')})[ \\t]+[\\w"])`,
  'gm',
);

/** Lines looked at first; most blocks are shorter. */
const LINES_AT_ONCE = 48;

/** The place of a position, found from the start of its block: the length of the file does not matter. */
export function placeInDocument(document: TextDocument, position: Position, lexer: Lexer): PlaceInText {
  const text = fromBlockStart(document, position);
  return placeInText(text, text.length, lexer);
}

/** The text from the start of the block around a position to the position. */
export function fromBlockStart(document: TextDocument, position: Position): string {
  for (let lines = LINES_AT_ONCE; ; lines *= 8) {
    const line = Math.max(0, position.line - lines);
    const text = document.getText({ start: { line, character: 0 }, end: position });
    const start = [...text.matchAll(BLOCK_START)].at(-1)?.index;
    if (start !== undefined) return text.slice(start);
    if (line === 0) return text;
  }
}

export function placeInText(text: string, offset: number, lexer: Lexer): PlaceInText {
  const start = wordStart(text, offset);
  const before = text.slice(0, start);
  if (/(^|[^:])\/\/[^\n]*$/.test(lastLine(before)) && !inQuotes(lastLine(before))) return { kind: 'nothing' };
  const tokens = lexer.tokenize(before, { mode: 'partial' }).tokens.filter((token) => !token.isInsertedInRecovery);
  return placeAfter(tokens, lastLine(before));
}

function placeAfter(tokens: readonly Token[], line: string): PlaceInText {
  const open = openBlocks(tokens);
  const innermost = open.at(-1);
  if (innermost === undefined) return atTop(tokens, line);
  const { block, from } = innermost;
  if (block === undefined) return { kind: 'nothing' };
  if (block.rule === 'Known') return { kind: 'known', block: open.at(-2)?.block };
  const own = tokens.slice(from);
  const last = own.at(-1);
  const key = own.findLastIndex((token) => token.image.endsWith(':'));
  const since = own.slice(key + 1);
  const setting = key < 0 ? undefined : block.settings.get(keyOf(own, key));
  const isBehindKey =
    key >= 0 && (since.length === 0 || last?.image === ',') && since.every((one) => one.image !== '}');
  if (inQuotes(line)) {
    return setting !== undefined && since.length === 1
      ? valuePlace(block, setting, since, aroundIn(tokens, open))
      : { kind: 'nothing' };
  }
  if (setting !== undefined && isBehindKey) return valuePlace(block, setting, since, aroundIn(tokens, open));
  if (last !== undefined && /^(before|after)$/.test(last.image)) return { kind: 'stage' };
  const written = writtenIn(own);
  return { kind: 'body', block, written, last: [...written].at(-1) };
}

function valuePlace(
  block: BlockShape,
  setting: SettingShape,
  since: readonly Token[],
  around: readonly Around[],
): PlaceInText {
  return { kind: 'value', block, setting, before: since.map((token) => token.image), around };
}

function aroundIn(tokens: readonly Token[], open: readonly Open[]): readonly Around[] {
  return open.map(({ block, name, from }) => {
    const said = new Map<string, string>();
    let depth = 0;
    for (let index = from; index < tokens.length && depth >= 0; index++) {
      const image = tokens[index]?.image ?? '';
      if (image === '{') depth++;
      else if (image === '}') depth--;
      else if (depth === 0 && image.endsWith(':')) said.set(image.slice(0, -1), tokens[index + 1]?.image ?? '');
    }
    return { block, name, said };
  });
}

/** `by all:` is two tokens and one key. */
function keyOf(tokens: readonly Token[], index: number): string {
  const key = tokens[index]?.image.slice(0, -1) ?? '';
  return /^(all|any)$/.test(key) && tokens[index - 1]?.image === 'by' ? 'by' : key;
}

function atTop(tokens: readonly Token[], line: string): PlaceInText {
  const last = tokens.at(-1);
  if (last?.image === 'import' || /^\s*import\b/.test(line))
    return { kind: 'import', typed: /"([^"]*)$/.exec(line)?.[1] ?? '' };
  const block = last && /^\s*[a-z-]+\s+$/.test(line) ? topBlocks().get(last.image) : undefined;
  if (block?.header === 'name') return { kind: 'name', block };
  return /\S/.test(line) && last?.image !== '}' ? { kind: 'nothing' } : { kind: 'top' };
}

/** The blocks whose braces are open at the end, outermost first. */
function openBlocks(tokens: readonly Token[]): Open[] {
  const open: Open[] = [];
  let headStart = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.image === '{') {
      const head = tokens.slice(headStart, index);
      open.push({ block: blockOf(head, open), name: nameIn(head), from: index + 1 });
      headStart = index + 1;
    } else if (token.image === '}') {
      open.pop();
      headStart = index + 1;
    }
  }
  return open;
}

/** The block whose word is the last one before its brace; a member of a group is a machine. */
function blockOf(head: readonly Token[], open: readonly Open[]): BlockShape | undefined {
  const parent = open.at(-1)?.block;
  const fits = open.length === 0 ? topBlocks() : (parent?.blocks ?? new Map<string, BlockShape>());
  const word = head.findLast((token) => token.tokenType.name === token.image && fits.has(token.image))?.image;
  if (word !== undefined) return fits.get(word);
  return parent?.rule === 'VmGroup' ? languageOutline().get('Vm') : undefined;
}

/** The last word before the brace; of a block with a title, that. */
function nameIn(head: readonly Token[]): string | undefined {
  return head.at(-1)?.image;
}

/** The words that begin a block at the top of a file. */
export function topBlocks(): ReadonlyMap<string, BlockShape> {
  const outline = languageOutline();
  const nested = new Set([...outline.values()].flatMap((block) => [...block.blocks.values()].map((one) => one.rule)));
  return new Map([...outline.values()].filter((block) => !nested.has(block.rule)).map((block) => [block.word, block]));
}

function writtenIn(tokens: readonly Token[]): ReadonlySet<string> {
  let depth = 0;
  const written = new Set<string>();
  for (const { image } of tokens) {
    if (image === '{') depth++;
    else if (image === '}') depth--;
    else if (depth === 0 && image.endsWith(':')) written.add(image.slice(0, -1));
  }
  return written;
}

/** Start of the word or the text in which the cursor stands. */
function wordStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && /[\w.-]/.test(text[start - 1] ?? '')) start--;
  return start;
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}

function inQuotes(line: string): boolean {
  return (line.match(/"/g) ?? []).length % 2 === 1;
}
