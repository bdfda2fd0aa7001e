import type { AstNode } from 'langium';
import { childrenOf } from './children-of.ts';
import { indentation, type Page, WIDTH } from './page.ts';
import type { Stretch } from './parsed-source.ts';

/** A setting, a part, a member or a comment, and how it stands to what comes before it. */
interface Entry extends Stretch {
  readonly node: AstNode | undefined;
  readonly isMember: boolean;
  readonly comment: string | undefined;
  readonly blankBefore: boolean;
  readonly sameLine: boolean;
}

/** Prints what stands between the braces, and the braces. */
export function printBody(page: Page, node: AstNode, inside: Stretch, depth: number): string {
  const entries = entriesIn(page, node, inside);
  if (entries.length === 0) return '{}';
  const wasOneLine = !page.source.text.slice(inside.start, inside.end).includes('\n');
  if (wasOneLine) {
    const line = `{ ${joined(entries, (entry) => printEntry(page, entry, depth + 1))} }`;
    const head = headWidth(page, node, inside);
    if (!line.includes('\n') && indentation(depth).length + head + line.length <= WIDTH) return line;
  }
  const lines = wasOneLine ? entries.map((entry) => [entry]) : linesOf(entries);
  const opening = entries[0]?.comment !== undefined && entries[0].sameLine ? `{  ${entries[0].comment}` : '{';
  const body = lines.flatMap((line) => printLine(page, line, depth + 1));
  while (body[0] === '') body.shift();
  return [opening, ...body, `${indentation(depth)}}`].join('\n');
}

function headWidth(page: Page, node: AstNode, inside: Stretch): number {
  const text = page.source.text.slice(node.$cstNode?.offset ?? 0, inside.start - 1);
  return text.replace(/\s+/g, ' ').trimEnd().length + 1;
}

function entriesIn(page: Page, node: AstNode, inside: Stretch): Entry[] {
  const children = childrenOf(node);
  const inChild = (offset: number) => children.some((child) => offset >= child.start && offset < child.end);
  const comments = page.source.commentsBetween(inside.start, inside.end).filter((comment) => !inChild(comment.start));
  const parts = [
    ...children.map((child) => ({ ...child, comment: undefined })),
    ...comments.map((comment) => ({
      start: comment.start,
      end: comment.end,
      node: undefined,
      isMember: false,
      comment: comment.text,
    })),
  ].sort((a, b) => a.start - b.start);
  let end = inside.start;
  return parts.map((part) => {
    const gap = page.source.text.slice(end, part.start);
    end = part.end;
    const newlines = (gap.match(/\n/g) ?? []).length;
    return { ...part, blankBefore: newlines > 1, sameLine: newlines === 0 };
  });
}

/** What stood on one line stays on one line. A comment behind the opening brace belongs to the brace. */
function linesOf(entries: readonly Entry[]): Entry[][] {
  const lines: Entry[][] = [];
  for (const [index, entry] of entries.entries()) {
    if (index === 0 && entry.comment !== undefined && entry.sameLine) continue;
    const line = lines.at(-1);
    if (entry.sameLine && line !== undefined && index > 0) line.push(entry);
    else lines.push([entry]);
  }
  return lines;
}

function printLine(page: Page, line: readonly Entry[], depth: number): string[] {
  const blank = line[0]?.blankBefore ? [''] : [];
  const indent = indentation(depth);
  const whole = indent + joined(line, (entry) => printEntry(page, entry, depth));
  const code = line.filter((entry) => entry.comment === undefined);
  const fits = !whole.includes('\n') && widthWithoutComment(whole, line) <= WIDTH;
  if (fits || code.length <= 1) return [...blank, whole];
  if (code.every((entry) => entry.isMember)) return [...blank, ...filled(page, line, depth)];
  return [...blank, ...splitLine(line).map((part) => indent + joined(part, (entry) => printEntry(page, entry, depth)))];
}

/** Members fill their lines. */
function filled(page: Page, line: readonly Entry[], depth: number): string[] {
  const lines: Entry[][] = [];
  for (const entry of line) {
    const last = lines.at(-1);
    const longer = last === undefined ? [entry] : [...last, entry];
    const text = indentation(depth) + joined(longer, (one) => printEntry(page, one, depth));
    const fits = !text.includes('\n') && widthWithoutComment(text, longer) <= WIDTH;
    if (last !== undefined && (fits || entry.comment !== undefined)) last.push(entry);
    else lines.push([entry]);
  }
  return lines.map((one) => indentation(depth) + joined(one, (entry) => printEntry(page, entry, depth)));
}

/** One setting a line; a comment stays behind the last. */
function splitLine(line: readonly Entry[]): Entry[][] {
  const parts: Entry[][] = [];
  for (const entry of line) {
    const last = parts.at(-1);
    if (entry.comment !== undefined && last !== undefined) last.push(entry);
    else parts.push([entry]);
  }
  return parts;
}

function joined(entries: readonly Entry[], print: (entry: Entry) => string): string {
  let text = '';
  for (const [index, entry] of entries.entries()) {
    const before = entries[index - 1];
    if (before !== undefined) text += before.isMember && entry.isMember ? ', ' : '  ';
    text += print(entry);
  }
  return text;
}

function printEntry(page: Page, entry: Entry, depth: number): string {
  return entry.comment ?? (entry.node === undefined ? '' : page.print(entry.node, depth));
}

function widthWithoutComment(text: string, line: readonly Entry[]): number {
  const comment = line.at(-1)?.comment;
  return comment === undefined ? text.length : text.length - comment.length - 2;
}
