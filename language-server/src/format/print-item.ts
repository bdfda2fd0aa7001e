import type { AstNode, LeafCstNode } from 'langium';
import { isStray } from '../generated/ast.ts';
import { bracesOf } from '../lower/braces.ts';
import { leavesBefore, leavesOf } from '../lower/leaves.ts';
import { indentation, type Page, WIDTH } from './page.ts';
import type { ParsedSource } from './parsed-source.ts';
import { printBody } from './print-body.ts';

/** Prints a block or a setting. Its first line is not indented; the lines after it are. */
export function printItem(source: ParsedSource, node: AstNode, depth: number): string {
  const cst = node.$cstNode;
  if (cst === undefined) return '';
  const { open, close } = bracesOf(node);
  const headEnd = open?.offset ?? cst.end;
  const headHasComment = source.commentsBetween(cst.offset, headEnd).length > 0;
  if (isStray(node) || headHasComment) return source.text.slice(cst.offset, cst.end);
  if (open === undefined) return printTokens(leavesOf(cst), depth);
  if (close === undefined) return source.text.slice(cst.offset, cst.end);
  const page: Page = { source, print: (child, childDepth) => printItem(source, child, childDepth) };
  return `${printTokens(leavesBefore(cst, open), depth)} ${printBody(page, node, { start: open.end, end: close.offset }, depth)}`;
}

/** One space between tokens, none before a comma; a list that would pass the width goes on in the next line. */
function printTokens(leaves: readonly LeafCstNode[], depth: number): string {
  const words: string[] = [];
  for (const leaf of leaves) {
    const text = normalized(leaf);
    if (text === ',' && words.length > 0) words[words.length - 1] += ',';
    else words.push(text);
  }
  const lines = [''];
  for (const word of words) {
    const line = lines.at(-1) ?? '';
    const indent = lines.length > 1 ? 0 : indentation(depth).length;
    const fits = indent + line.length + 1 + word.length <= WIDTH;
    if (line === '') lines[lines.length - 1] = word;
    else if (fits || !line.endsWith(',')) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(indentation(depth + 1) + word);
  }
  return lines.join('\n');
}

/** `24h` and `24   h` are written `24 h`. */
function normalized(leaf: LeafCstNode): string {
  return leaf.tokenType.name === 'QUANTITY' ? leaf.text.replace(/^([0-9.]+)\s*/, '$1 ') : leaf.text;
}
