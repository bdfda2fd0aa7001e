import { isVmGroup, type VmGroup } from '../generated/ast.ts';
import type { Anchor } from './anchor.ts';
import type { GroupCut } from './cut-group.ts';
import { insideBraces } from './group-part.ts';
import type { Parse } from './piece-reader.ts';
import type { PieceComposite, PieceTree } from './piece-tree.ts';

type Nodes = PieceComposite['content'];

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
  readonly tree: PieceTree;
  /** Holds the braces, and between them what stands in the group. */
  readonly holder: PieceComposite;
  readonly above: Nodes;
  readonly below: Nodes;
}

/** Undefined where something is wrong with it: then the group is read whole. */
export function readFrame(
  { head, tail }: GroupCut,
  headLines: number,
  tailLines: number,
  parse: Parse,
): GroupFrame | undefined {
  const anchor = { line: 0, offset: 0 };
  const tailAnchor = { line: 0, offset: 0 };
  const { file, tree, errors } = parse(`${head}${tail}`, anchor, { at: head.length, anchor: tailAnchor });
  const [group, ...others] = file.blocks;
  if (!isVmGroup(group) || others.length + file.imports.length > 0) return undefined;
  const inside = insideBraces(group);
  if (inside === undefined || errors.lexer.length + errors.outline.length + errors.parser.length > 0) return undefined;
  const { holder, content } = inside;
  const below = content.filter((node) => node.offset >= head.length);
  const above = content.slice(0, content.length - below.length);
  return { anchor, tailAnchor, head, headLines, tail, tailLines, group, tree, holder, above, below };
}
