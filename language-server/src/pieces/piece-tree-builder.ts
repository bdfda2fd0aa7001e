import type { CompositeCstNode, GrammarAST } from 'langium';
import type { Token } from '../parser/token.ts';
import type { Anchor } from './anchor.ts';
import { PieceComposite, PieceLeaf, PieceTree } from './piece-tree.ts';

type Element = GrammarAST.AbstractElement;
type PieceNode = PieceLeaf | PieceComposite;

/** A place of a text between lines, behind which it is counted from another anchor. */
export interface Tear {
  readonly at: number;
  readonly anchor: Anchor;
}

/**
 * Builds the tree of a piece while Langium's parser reads it: the same steps as Langium's `CstNodeBuilder`, which makes
 * nodes of its own classes only, and those keep places of a text that never moves.
 */
export class PieceTreeBuilder {
  #root = new PieceTree('', { line: 0, offset: 0 });
  #open: PieceComposite[] = [];
  #anchor: Anchor | undefined;
  /** Where the text is torn, and where what follows begins. */
  #tear: Tear | undefined;

  get current(): PieceComposite {
    return this.#open.at(-1) ?? this.#root;
  }

  /**
   * Says where the piece begins that is read next; a text that is read without this never moves. A text may have a tear:
   * what stands behind it moves by itself.
   */
  nextAt(anchor: Anchor, tear?: Tear): void {
    this.#anchor = anchor;
    this.#tear = tear;
  }

  buildRootNode(input: string): PieceTree {
    if (this.#anchor === undefined) this.#tear = undefined;
    this.#root = new PieceTree(input, this.#anchor ?? { line: 0, offset: 0 });
    this.#anchor = undefined;
    this.#open = [this.#root];
    return this.#root;
  }

  buildCompositeNode(feature: Element): PieceComposite {
    const node = new PieceComposite();
    node.grammarSource = feature;
    append(node, this.current);
    this.#open.push(node);
    return node;
  }

  buildLeafNode(token: Token, feature?: Element): PieceLeaf {
    const leaf = new PieceLeaf(token, this.#anchorFor(token), feature === undefined);
    leaf.grammarSource = feature;
    append(leaf, this.current);
    return leaf;
  }

  /** Puts comments before the token that follows them, outside of nodes that only begin with it. */
  addHiddenNodes(tokens: readonly Token[]): void {
    if (tokens.length === 0) return;
    let parent = this.current;
    let index = parent.content.length;
    while (index === 0 && parent.container instanceof PieceComposite) {
      index = (parent.container.content as readonly unknown[]).indexOf(parent);
      parent = parent.container;
    }
    const leaves = tokens.map((token) => new PieceLeaf(token, this.#anchorFor(token), true));
    for (const leaf of leaves) contained(leaf, parent);
    (parent.content as PieceNode[]).splice(index, 0, ...leaves);
  }

  #anchorFor({ startOffset }: Token): Anchor {
    return this.#tear !== undefined && startOffset >= this.#tear.at ? this.#tear.anchor : this.#root.anchor;
  }

  construct(item: { $cstNode: PieceComposite }): void {
    item.$cstNode = this.current;
    const node = this.#open.pop();
    if (node === undefined) return;
    if (node.content.length === 0) remove(node);
    // An array that grew has room to spare; its copy has none.
    else node.content = node.content.slice();
  }
}

function append(node: PieceNode, parent: PieceComposite): void {
  contained(node, parent);
  (parent.content as PieceNode[]).push(node);
}

function remove(node: PieceComposite): void {
  const siblings = node.container?.content as PieceNode[] | undefined;
  const index = siblings?.indexOf(node) ?? -1;
  if (index >= 0) siblings?.splice(index, 1);
}

function contained(node: PieceNode, parent: PieceComposite): void {
  node.container = parent as CompositeCstNode;
}
