import type { CompositeCstNode, CstNode } from 'langium';
import type { VmGroup } from '../generated/ast.ts';
import type { Anchor } from './anchor.ts';
import type { GroupBraces } from './group-body.ts';
import { childrenOf } from './pattern.ts';
import { PieceTree, type Source } from './piece-tree.ts';
import type { TreeNodes } from './tree-nodes.ts';

/** A place between the tokens of a text, behind which they are counted from another anchor. */
export interface Tear {
  /** The first token behind it. */
  readonly firstBelow: number;
  readonly anchor: Anchor;
}

/** The concrete tree of a group that was read part by part: the lines above and below its body, and the parts between. */
export class GroupTree extends PieceTree {
  readonly #braces: GroupBraces;
  readonly #tear: Tear;
  #parts: readonly PieceTree[] = [];
  #source: () => string = () => this.parsed;

  constructor(source: Source, anchor: Anchor, braces: GroupBraces, tear: Tear) {
    super(source, anchor);
    this.#braces = braces;
    this.#tear = tear;
  }

  /** Takes in the trees of parts. The text of it all is put together when somebody asks for it. */
  hold(group: VmGroup, parts: readonly PieceTree[], source: () => string): void {
    this.harvest = { blocks: [group] };
    // Where the parser could make nothing of a part, nothing of it stands anywhere.
    this.#parts = parts.filter((part) => !part.isEmpty);
    this.#source = source;
    this.forgetNodes();
    for (const part of parts) part.home = this;
  }

  override get source(): string {
    return this.#source();
  }

  /** The node that holds the braces, and between them the parts. */
  get holder(): CompositeCstNode {
    return this.nodeAt(this.#braces.holder) as CompositeCstNode;
  }

  get closingBrace(): CstNode {
    return this.nodeAt(this.#braces.closing);
  }

  override contentOf(at: number, nodes: TreeNodes): readonly CstNode[] {
    const children = childrenOf(this.shape, at);
    const content = children.map((child) => nodes.at(child));
    if (at !== this.#braces.holder) return content;
    const { firsts, tokens } = this.shape;
    const below = children.findIndex((child) => (tokens[firsts[child] ?? -1] ?? -1) >= this.#tear.firstBelow);
    return content.toSpliced(below, 0, ...this.#parts);
  }

  override isWhole(at: number): boolean {
    const { holder } = this.#braces;
    return at > holder || (this.shape.ends[at] ?? 0) <= holder;
  }

  protected override anchorFor(token: number): Anchor {
    return token >= this.#tear.firstBelow ? this.#tear.anchor : this.anchor;
  }
}
