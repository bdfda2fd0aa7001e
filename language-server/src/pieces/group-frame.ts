import type { VmGroup } from '../generated/ast.ts';
import type { Anchor } from './anchor.ts';
import type { GroupCut } from './cut-group.ts';
import { bracesIn } from './group-body.ts';
import { GroupTree } from './group-tree.ts';
import type { PatternReader } from './pattern-reader.ts';

/** A group without what its braces hold: the lines above and below its body, which are read as a group without machines. */
export interface GroupFrame {
  /** Where the piece begins. */
  readonly anchor: Anchor;
  /** From where the lines below the body count: lines and offsets of the body are added to the piece's. */
  readonly tailAnchor: Anchor;
  readonly head: string;
  readonly headLines: number;
  readonly tail: string;
  readonly tailLines: number;
  readonly group: VmGroup;
  readonly tree: GroupTree;
}

/** Undefined where something is wrong with it: then the group is read whole. */
export function readFrame(
  { head, tail }: GroupCut,
  headLines: number,
  tailLines: number,
  reader: PatternReader,
): GroupFrame | undefined {
  // What ends one line above the body and what ends another below would become one line break.
  if (head.endsWith('\r') && tail.startsWith('\n')) return undefined;
  const reading = reader.read(`${head}${tail}`);
  const { lexer, outline, parser } = reading.errors;
  const braces = bracesIn(reading.pattern);
  if (braces === undefined || lexer.length + outline.length + parser.length > 0) return undefined;
  const anchor = { line: 0, offset: 0 };
  const tailAnchor = { line: 0, offset: 0 };
  const firstBelow = reading.places.starts.findIndex((start) => start >= head.length);
  const tree = new GroupTree(reading, anchor, braces, { firstBelow, anchor: tailAnchor });
  reader.grow(tree, reading);
  const [group] = tree.harvest.blocks as [VmGroup];
  return { anchor, tailAnchor, head, headLines, tail, tailLines, group, tree };
}
