import { AbstractCstNode, type AstNode, CompositeCstNodeImpl, type CstNode, type RootCstNode } from 'langium';
import type { Position, Range } from 'vscode-languageserver-types';
import type { Token, TokenType } from '../parser/token.ts';
import type { Anchor } from './anchor.ts';

/** A token of a piece. It keeps where it stands in the piece, and tells where it stands in the text now. */
export class PieceLeaf extends AbstractCstNode {
  readonly tokenType: TokenType;
  readonly hidden: boolean;
  readonly length: number;
  readonly #anchor: Anchor;
  readonly #offset: number;
  readonly #line: number;
  readonly #character: number;

  constructor(token: Token, anchor: Anchor, hidden: boolean) {
    super();
    this.tokenType = token.tokenType;
    this.hidden = hidden;
    this.#anchor = anchor;
    // The lexer's numbers would take a box each; these do not.
    this.#offset = token.startOffset | 0;
    this.length = token.image.length | 0;
    this.#line = ((token.startLine ?? 1) - 1) | 0;
    this.#character = ((token.startColumn ?? 1) - 1) | 0;
  }

  get offset(): number {
    return this.#anchor.offset + this.#offset;
  }

  get end(): number {
    return this.#anchor.offset + this.#offset + this.length;
  }

  /** No token spans lines. */
  get range(): Range {
    const line = this.#anchor.line + this.#line;
    return {
      start: { line, character: this.#character },
      end: { line, character: this.#character + this.length },
    };
  }

  get astNode(): AstNode {
    if (this.container === undefined) throw new Error('This token stands in no tree.');
    return this.container.astNode;
  }

  override get root(): RootCstNode {
    return treeOf(this) as RootCstNode;
  }

  override get text(): string {
    const { source, anchor } = treeOf(this);
    return source.slice(this.offset - anchor.offset, this.end - anchor.offset);
  }
}

/** What a rule of the grammar took from a piece. Langium's own class keeps its range, which would be wrong once it moved. */
export class PieceComposite extends CompositeCstNodeImpl {
  override get range(): Range {
    return spanOf(firstVisible(this.content), lastVisible(this.content));
  }

  override get root(): RootCstNode {
    return treeOf(this) as RootCstNode;
  }

  override get text(): string {
    const { source, anchor } = treeOf(this);
    return source.slice(this.offset - anchor.offset, this.end - anchor.offset);
  }
}

/**
 * The concrete syntax tree of one piece. It counts as the root of its nodes, and hangs in the tree of the whole file
 * (`container`), so that a walk over the file finds its way in and out.
 */
export class PieceTree extends PieceComposite {
  readonly anchor: Anchor;
  #source: string | (() => string);

  constructor(source: string, anchor: Anchor) {
    super();
    this.#source = source;
    this.anchor = anchor;
  }

  /** The text of the piece; `fullText` is that of the file, as offsets count from its beginning. */
  get source(): string {
    return typeof this.#source === 'string' ? this.#source : this.#source();
  }

  /** Has the text put together when it is asked for. */
  sourceFrom(source: () => string): void {
    this.#source = source;
  }

  get fullText(): string {
    return this.container?.root.fullText ?? this.source;
  }

  override get root(): RootCstNode {
    return this as RootCstNode;
  }

  // Comments count, so that a search by offset finds those that stand above a block.
  override get offset(): number {
    return this.content[0]?.offset ?? this.anchor.offset;
  }

  override get end(): number {
    return this.content.at(-1)?.end ?? this.anchor.offset;
  }
}

/** From the first to the last of nodes that are not comments; comments alone where there is nothing else. */
export function spanOf(first: CstNode | undefined, last: CstNode | undefined): Range {
  const nowhere: Position = { line: 0, character: 0 };
  const start = first?.range.start ?? nowhere;
  const end = last?.range.end ?? nowhere;
  return { start, end: end.line < start.line ? start : end };
}

export function firstVisible(nodes: readonly CstNode[]): CstNode | undefined {
  return nodes.find((node) => !node.hidden) ?? nodes[0];
}

export function lastVisible(nodes: readonly CstNode[]): CstNode | undefined {
  return nodes.findLast((node) => !node.hidden) ?? nodes.at(-1);
}

function treeOf(node: AbstractCstNode): PieceTree {
  let root: AbstractCstNode | CstNode = node;
  while (!(root instanceof PieceTree)) {
    if (root.container === undefined) throw new Error('This node stands in no tree of a piece.');
    root = root.container;
  }
  return root;
}
