import type { AstNode, CstNode } from 'langium';
import type { Anchor } from './anchor.ts';
import type { PieceTree } from './piece-tree.ts';

/** A node of the syntax tree as Langium makes it, but for its concrete tree, which is found when somebody asks for it. */
export abstract class PieceNode implements AstNode {
  readonly $type: string;
  // Langium leaves out what is undefined. Here it is there, so that all nodes of a type are laid out alike.
  $container: AstNode;
  $containerProperty: string;
  $containerIndex: number;
  readonly #tree: PieceTree;
  /** Its place in the pattern of the tree. */
  readonly #at: number;

  constructor(
    type: string,
    container: AstNode | undefined,
    property: string,
    index: number | undefined,
    tree: PieceTree,
    at: number,
  ) {
    this.$type = type;
    this.$container = container as AstNode;
    this.$containerProperty = property;
    this.$containerIndex = index as number;
    this.#tree = tree;
    this.#at = at;
  }

  /** Undefined where it was read from nothing. */
  get $cstNode(): CstNode {
    const at = this.#tree.pattern.nodes[this.#at]?.at ?? -1;
    return (at < 0 ? undefined : this.#tree.nodeAt(at)) as CstNode;
  }

  /** Any part of the concrete tree in which a node stands. */
  static partOf(node: AstNode, at: number): CstNode | undefined {
    return #tree in node ? node.#tree.nodeAt(at) : undefined;
  }

  /** Where the piece begins from which a node was read. Asked of the node, nothing of the concrete tree is made for it. */
  static anchorOf(node: AstNode): Anchor | undefined {
    return #tree in node ? node.#tree.anchor : undefined;
  }

  /** Another node that was read from the same place. */
  static alike<N extends AstNode>(node: N): N {
    if (!(#tree in node)) throw new Error(`This ${node.$type} was read from no piece.`);
    const { $type, $container, $containerProperty, $containerIndex } = node;
    return new (classOf($type))(
      $type,
      $container,
      $containerProperty ?? '',
      $containerIndex,
      node.#tree,
      node.#at,
    ) as AstNode as N;
  }
}

export type NodeClass = new (...given: ConstructorParameters<typeof PieceNode>) => PieceNode;

const classes = new Map<string, NodeClass>();

/** A class for each type of nodes: so an engine gives each its own layout, with room for the properties it has. */
export function classOf(type: string): NodeClass {
  const known = classes.get(type);
  if (known !== undefined) return known;
  const made = class extends PieceNode {};
  classes.set(type, made);
  return made;
}
