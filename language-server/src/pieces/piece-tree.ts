import type { AstNode, CompositeCstNode, CstNode, RootCstNode } from 'langium';
import type { Position, Range } from 'vscode-languageserver-types';
import type { Anchor } from './anchor.ts';
import { childrenOf, type Pattern, type TokenPlaces, type TreeShape } from './pattern.ts';
import type { TokenFinder } from './token-finder.ts';
import { firstVisible, lastVisible, type NodesTree, spanOf, TreeNodes } from './tree-nodes.ts';

/** What was read of a piece: the nodes that hang in the file, by the property that holds them there. */
export type Harvest = Readonly<Record<string, readonly AstNode[]>>;

/** Of the tree that was asked last: whoever asks for one node asks for the next. */
let lastNodes: TreeNodes | undefined;

/** What a tree is made from. */
export interface Source {
  readonly text: string;
  readonly pattern: Pattern;
  readonly finder: TokenFinder;
}

/**
 * The concrete syntax tree of one piece. It counts as the root of its nodes, and hangs in the tree of the whole file
 * (`container`), so that a walk over the file finds its way in and out.
 *
 * It keeps the text and the pattern by which it was read, and nothing else: nodes are made when somebody asks for them,
 * and where they stand is found in the text again.
 */
export class PieceTree implements NodesTree {
  readonly anchor: Anchor;
  readonly pattern: Pattern;
  readonly hidden = false;
  /** What it hangs in. */
  home: { readonly holder: CompositeCstNode } | undefined = undefined;
  harvest: Harvest = NOTHING;
  /** What was parsed. */
  readonly parsed: string;
  readonly #finder: TokenFinder;
  #nodes: WeakRef<TreeNodes> | undefined = undefined;

  constructor({ text, pattern, finder }: Source, anchor: Anchor) {
    this.parsed = text;
    this.anchor = anchor;
    this.pattern = pattern;
    this.#finder = finder;
  }

  /** Undefined until it hangs in a file. */
  get container(): CompositeCstNode {
    return this.home?.holder as CompositeCstNode;
  }

  get shape(): TreeShape {
    return this.pattern.shape;
  }

  /** Whether nothing stands in it, not even a comment. */
  get isEmpty(): boolean {
    return this.shape.tokens.length === 1;
  }

  /** The text of the piece; `fullText` is that of the file, as offsets count from its beginning. */
  get source(): string {
    return this.parsed;
  }

  get fullText(): string {
    return this.home?.holder.root.fullText ?? this.source;
  }

  get text(): string {
    return this.textBetween(this.offset, this.end);
  }

  textBetween(offset: number, end: number): string {
    return this.source.slice(offset - this.anchor.offset, end - this.anchor.offset);
  }

  get root(): RootCstNode {
    return this;
  }

  get astNode(): AstNode {
    if (this.home === undefined) throw new Error('This tree stands in no file.');
    return this.home.holder.astNode;
  }

  get content(): CstNode[] {
    return this.nodes.content as CstNode[];
  }

  // Comments count, so that a search by offset finds those that stand above a block.
  get offset(): number {
    return this.content[0]?.offset ?? this.anchor.offset;
  }

  get end(): number {
    return this.content.at(-1)?.end ?? this.anchor.offset;
  }

  get length(): number {
    return this.end - this.offset;
  }

  get range(): Range {
    return spanOf(firstVisible(this.content), lastVisible(this.content));
  }

  /** A node of the tree. */
  nodeAt(at: number): CstNode {
    return this.nodes.at(at);
  }

  protected get nodes(): TreeNodes {
    if (lastNodes?.tree === this) return lastNodes;
    lastNodes = this.#nodes?.deref();
    if (lastNodes === undefined) {
      lastNodes = new TreeNodes(this);
      this.#nodes = new WeakRef(lastNodes);
    }
    return lastNodes;
  }

  /** Has nodes made anew, for they hold something else now. */
  protected forgetNodes(): void {
    this.#nodes = undefined;
    if (lastNodes?.tree === this) lastNodes = undefined;
  }

  isWhole(_at: number): boolean {
    return true;
  }

  contentOf(at: number, nodes: TreeNodes): readonly CstNode[] {
    return childrenOf(this.shape, at).map((child) => nodes.at(child));
  }

  offsetOf(leaf: number): number {
    const token = this.#tokenOf(leaf);
    return this.anchorFor(token).offset + (this.places.starts[token] ?? 0);
  }

  endOf(leaf: number): number {
    const token = this.#tokenOf(leaf);
    return this.anchorFor(token).offset + (this.places.ends[token] ?? 0);
  }

  startOf(leaf: number): Position {
    const token = this.#tokenOf(leaf);
    const { lines, characters } = this.places;
    return { line: this.anchorFor(token).line + (lines[token] ?? 0), character: characters[token] ?? 0 };
  }

  ownerOf(owner: number): AstNode {
    const { parent = 0, property = '', index } = this.pattern.nodes[owner] ?? {};
    const holder = (parent === 0 ? this.harvest : this.ownerOf(parent)) as Readonly<Record<string, unknown>>;
    const value = holder[property];
    return (index === undefined ? value : (value as readonly unknown[])[index]) as AstNode;
  }

  /** Where the piece begins in which a token stands. */
  protected anchorFor(_token: number): Anchor {
    return this.anchor;
  }

  protected get places(): TokenPlaces {
    return this.pattern.places ?? this.#finder.placesIn(this);
  }

  #tokenOf(leaf: number): number {
    return this.shape.tokens[leaf] ?? -1;
  }
}

const NOTHING: Harvest = {};
