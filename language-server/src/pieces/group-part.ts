import type { VmGroup } from '../generated/ast.ts';
import type { Anchor } from './anchor.ts';
import { bodyOf, bracesIn } from './group-body.ts';
import type { PatternReader } from './pattern-reader.ts';
import type { PieceErrors, UsedName } from './piece.ts';
import { PieceTree } from './piece-tree.ts';

/**
 * Some lines of a group's body that are read by themselves, as a little group: mostly one machine. A part whose text did
 * not change is the same object with the same nodes.
 */
export interface GroupPart {
  /** Where its little group would begin: on a line of its own above the part. */
  readonly anchor: Anchor;
  readonly source: string;
  readonly lines: number;
  readonly members: VmGroup['members'];
  readonly settings: VmGroup['settings'];
  /** It stands in the group's own tree, and its tokens are the group's. */
  readonly tree: PieceTree;
  readonly names: readonly UsedName[];
  /** Lines, columns and offsets count from the anchor. */
  readonly errors: PieceErrors;
  /** Whether the parser wanted more where the part ends, so that it cannot be read without what follows. */
  readonly wantsMore: boolean;
}

/** What stands above the part in its little group. */
const ABOVE = 'vms x {\n';

/** The text around a part's lines that is nowhere in the file. */
export function placeOfPart(part: GroupPart): number {
  return part.anchor.offset + ABOVE.length;
}

/** Has the part begin at a place; `line` counts from 0. */
export function movePart({ anchor }: GroupPart, offset: number, line: number): void {
  anchor.offset = offset - ABOVE.length;
  anchor.line = line - 1;
}

/** Line breaks in parts together. */
export function linesOf(parts: readonly GroupPart[]): number {
  let count = 0;
  for (const { lines } of parts) count += lines;
  return count;
}

/** Undefined where the lines turn out to be more than some lines of a group. */
export function readPart(source: string, lines: number, reader: PatternReader): GroupPart | undefined {
  const reading = reader.read(`${ABOVE}${source}}`);
  const { errors } = reading;
  const braces = bracesIn(reading.pattern);
  if (braces === undefined || errors.outline.some(({ code }) => code !== 'too-deep')) return undefined;
  const anchor = { line: -1, offset: -ABOVE.length };
  const tree = new PieceTree({ ...reading, pattern: bodyOf(reading.pattern, braces) }, anchor);
  const names = reader.grow(tree, reading);
  const end = ABOVE.length + source.length;
  const { members = [], settings = [] } = tree.harvest;
  return {
    anchor,
    source,
    lines,
    members: members as VmGroup['members'],
    settings: settings as VmGroup['settings'],
    tree,
    names,
    errors,
    wantsMore: errors.parser.some(({ token }) => !(token.startOffset < end)),
  };
}
