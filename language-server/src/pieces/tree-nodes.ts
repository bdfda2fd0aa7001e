import type { AstNode, CompositeCstNode, CstNode, GrammarAST, LeafCstNode, RootCstNode } from 'langium';
import type { Position, Range } from 'vscode-languageserver-types';
import type { TokenType } from '../parser/token.ts';
import type { TreeShape } from './pattern.ts';

/** The tree that nodes stand in, as far as they need to know it: places are told as they are in the text now. */
export interface NodesTree extends RootCstNode {
  readonly shape: TreeShape;
  offsetOf(leaf: number): number;
  endOf(leaf: number): number;
  startOf(leaf: number): Position;
  /** What stands between two offsets. */
  textBetween(offset: number, end: number): string;
  /** The node of the syntax tree that owns a part of the concrete tree. */
  ownerOf(owner: number): AstNode;
  /** What a node holds. */
  contentOf(at: number, nodes: TreeNodes): readonly CstNode[];
  /** Whether a node holds nothing of another tree. */
  isWhole(at: number): boolean;
}

/**
 * The nodes of a tree that somebody has asked for. A tree remembers them only as long as any of them is held, for it can
 * make them again at any time: all of a large file would take ten times as much memory as its text.
 */
export class TreeNodes {
  readonly tree: NodesTree;
  readonly #made: (TreeLeaf | TreeComposite | undefined)[] = [];
  #content: readonly CstNode[] | undefined;

  constructor(tree: NodesTree) {
    this.tree = tree;
  }

  /** What the root holds. */
  get content(): readonly CstNode[] {
    this.#content ??= this.tree.contentOf(0, this);
    return this.#content;
  }

  at(index: number): CstNode {
    return index === 0 ? this.tree : this.inner(index);
  }

  /** Any node but the root. */
  inner(index: number): TreeLeaf | TreeComposite {
    const made = this.#made[index];
    if (made !== undefined) return made;
    const isLeaf = (this.tree.shape.tokens[index] ?? -1) >= 0;
    const node = isLeaf ? new TreeLeaf(this, index) : new TreeComposite(this, index);
    while (this.#made.length < index) this.#made.push(undefined);
    this.#made[index] = node;
    return node;
  }
}

/** A node of a concrete tree: all that it is follows from its place in the tree. */
abstract class TreeNode {
  protected readonly nodes: TreeNodes;
  protected readonly at: number;

  constructor(nodes: TreeNodes, at: number) {
    this.nodes = nodes;
    this.at = at;
  }

  abstract readonly offset: number;
  abstract readonly end: number;

  /** Of itself or of what it stands in. No other node is made to find out. */
  get astNode(): AstNode {
    const { owners, parents } = this.shape;
    let at = this.at;
    while (at > 0 && (owners[at] ?? -1) < 0) at = parents[at] ?? 0;
    const { tree } = this.nodes;
    return at === 0 ? tree.astNode : tree.ownerOf(owners[at] ?? 0);
  }

  get length(): number {
    return this.end - this.offset;
  }

  get container(): CompositeCstNode {
    return this.nodes.at(this.shape.parents[this.at] ?? 0) as CompositeCstNode;
  }

  /** Undefined for comments. */
  get grammarSource(): GrammarAST.AbstractElement {
    return this.shape.sources[this.at] as GrammarAST.AbstractElement;
  }

  get root(): RootCstNode {
    return this.nodes.tree;
  }

  get text(): string {
    return this.nodes.tree.textBetween(this.offset, this.end);
  }

  protected get shape(): TreeShape {
    return this.nodes.tree.shape;
  }
}

/** A token of a piece. */
export class TreeLeaf extends TreeNode implements LeafCstNode {
  get tokenType(): TokenType {
    const type = this.shape.types[this.at];
    if (type === undefined) throw new Error('A leaf stands for a token.');
    return type;
  }

  /** Comments stand in no rule of the grammar. */
  get hidden(): boolean {
    return this.shape.sources[this.at] === undefined;
  }

  get offset(): number {
    return this.nodes.tree.offsetOf(this.at);
  }

  get end(): number {
    return this.nodes.tree.endOf(this.at);
  }

  /** No token spans lines. */
  get range(): Range {
    const start = this.nodes.tree.startOf(this.at);
    return { start, end: { line: start.line, character: start.character + this.length } };
  }
}

/** What a rule of the grammar took from a piece. */
export class TreeComposite extends TreeNode implements CompositeCstNode {
  readonly hidden = false;
  #content: readonly CstNode[] | undefined;

  get content(): CstNode[] {
    const { tree } = this.nodes;
    this.#content ??= tree.contentOf(this.at, this.nodes);
    return this.#content as CstNode[];
  }

  get offset(): number {
    return this.nodes.tree.offsetOf(this.shape.firsts[this.at] ?? -1);
  }

  get end(): number {
    return this.nodes.tree.endOf(this.shape.lasts[this.at] ?? -1);
  }

  get range(): Range {
    const { tree } = this.nodes;
    const start = tree.startOf(this.shape.firsts[this.at] ?? -1);
    const last = this.shape.lasts[this.at] ?? -1;
    const { line, character } = tree.startOf(last);
    const end = { line, character: character + tree.endOf(last) - tree.offsetOf(last) };
    return { start, end: end.line < start.line ? start : end };
  }

  /** Its tokens, comments left out; undefined where some of them are another tree's. */
  get leaves(): LeafCstNode[] | undefined {
    if (!this.nodes.tree.isWhole(this.at)) return undefined;
    const { tokens, sources, ends } = this.shape;
    const leaves: LeafCstNode[] = [];
    for (let at = this.at + 1; at < (ends[this.at] ?? 0); at++) {
      if ((tokens[at] ?? -1) >= 0 && sources[at] !== undefined) leaves.push(this.nodes.inner(at) as TreeLeaf);
    }
    return leaves;
  }

  /** The first and the last of its tokens; undefined where it holds but comments. */
  get firstLeaf(): LeafCstNode | undefined {
    return this.#visible(this.shape.firsts[this.at] ?? -1);
  }

  get lastLeaf(): LeafCstNode | undefined {
    return this.#visible(this.shape.lasts[this.at] ?? -1);
  }

  #visible(leaf: number): LeafCstNode | undefined {
    return this.shape.sources[leaf] === undefined ? undefined : (this.nodes.inner(leaf) as TreeLeaf);
  }
}

/** From the beginning of a node to the end of another. */
export function spanOf(first: CstNode | undefined, last: CstNode | undefined): Range {
  const nowhere: Position = { line: 0, character: 0 };
  const start = first?.range.start ?? nowhere;
  const end = last?.range.end ?? nowhere;
  return { start, end: end.line < start.line ? start : end };
}

/** The first of nodes that is no comment; a comment where there is nothing else. */
export function firstVisible(nodes: readonly CstNode[]): CstNode | undefined {
  return nodes.find((node) => !node.hidden) ?? nodes[0];
}

export function lastVisible(nodes: readonly CstNode[]): CstNode | undefined {
  return nodes.findLast((node) => !node.hidden) ?? nodes.at(-1);
}
