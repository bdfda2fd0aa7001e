import type { AstNode } from 'langium';
import type { ParsedSource } from './parsed-source.ts';

/** Columns of a line, comments behind it not counted. */
export const WIDTH = 100;

const INDENT = '  ';

/** What the printing of a part needs of the whole. */
export interface Page {
  readonly source: ParsedSource;
  /** Prints a block or a setting. Its first line is not indented; the lines after it are. */
  print(node: AstNode, depth: number): string;
}

export function indentation(depth: number): string {
  return INDENT.repeat(depth);
}
