import type { AstNode } from 'langium';
import { isVmGroup, type VmGroup } from '../generated/ast.ts';
import type { Anchor } from './anchor.ts';
import type { PieceErrors, UsedName } from './piece.ts';
import type { Parse } from './piece-reader.ts';
import { PieceComposite, PieceLeaf, type PieceTree } from './piece-tree.ts';

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

/** Undefined where the lines turn out to be more than some lines of a group. */
export function readPart(source: string, lines: number, parse: Parse): GroupPart | undefined {
  const anchor = { line: -1, offset: -ABOVE.length };
  const { file, tree, errors, names } = parse(`${ABOVE}${source}}`, anchor);
  const [group, ...others] = file.blocks;
  const isGroup = isVmGroup(group) && others.length + file.imports.length === 0;
  const inside = isGroup ? insideBraces(group) : undefined;
  if (!isGroup || inside === undefined || errors.outline.some(({ code }) => code !== 'too-deep')) return undefined;
  const end = ABOVE.length + source.length;
  tree.content = inside.content.slice(inside.opening + 1, inside.closing);
  for (const node of tree.content) Object.assign(node, { container: tree });
  // It stands in the group's own tree from now on, and its tokens are the group's.
  Object.assign(tree, { container: undefined, astNode: undefined });
  tree.sourceFrom(() => `${ABOVE}${source}`);
  return {
    anchor,
    source,
    lines,
    members: group.members,
    settings: group.settings,
    tree,
    names,
    errors,
    wantsMore: errors.parser.some(({ token }) => !(token.startOffset < end)),
  };
}

/** The composite that holds the braces of a group, and where they stand in it. */
export function insideBraces(
  group: AstNode,
):
  | { readonly content: PieceComposite['content']; readonly holder: PieceComposite; opening: number; closing: number }
  | undefined {
  let holder: unknown = group.$cstNode;
  while (holder instanceof PieceComposite && !holder.content.some(isBrace('{'))) [holder] = holder.content;
  if (!(holder instanceof PieceComposite)) return undefined;
  const { content } = holder;
  const opening = content.findIndex(isBrace('{'));
  const closing = content.findLastIndex(isBrace('}'));
  return closing === content.length - 1 && opening < closing ? { content, holder, opening, closing } : undefined;
}

function isBrace(brace: '{' | '}'): (node: unknown) => node is PieceLeaf {
  return (node): node is PieceLeaf => node instanceof PieceLeaf && node.tokenType.name === brace;
}
