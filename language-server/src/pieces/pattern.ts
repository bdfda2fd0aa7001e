import type { GrammarAST } from 'langium';
import type { TokenType } from '../parser/token.ts';
import type { TokenScan } from '../parser/token-scan.ts';

type Element = GrammarAST.AbstractElement;

/** Where the tokens of a text stand; comments count as tokens. */
export type TokenPlaces = Pick<TokenScan, 'starts' | 'ends' | 'lines' | 'characters'>;

/**
 * What Langium made of a sequence of tokens. Its parser decides by the types of tokens alone, never by what they say, so
 * all texts with the same sequence have trees of one shape, and only the first of them has to be parsed.
 */
export interface Pattern {
  /** The concrete tree. */
  readonly shape: TreeShape;
  /** The nodes of the syntax tree, parents first. The first one stands for what is read: its properties hold the others. */
  readonly nodes: readonly NodePattern[];
  /** The tokens themselves, where they fit one text only: with errors, the same types do not mean the same tree. */
  readonly places: TokenPlaces | undefined;
}

/** A concrete tree in the order of the text, each node before what it holds; the first one is the root. */
export interface TreeShape {
  readonly parents: Int32Array;
  /** Behind the last node that a node holds. */
  readonly ends: Int32Array;
  /** The first and the last leaf that a node holds, comments only where there is nothing else. */
  readonly firsts: Int32Array;
  readonly lasts: Int32Array;
  /** The token of a leaf; -1 where a node holds others. */
  readonly tokens: Int32Array;
  /** The type of each token that stands in the tree, by its leaf. A word that begins a block elsewhere is a name. */
  readonly types: readonly (TokenType | undefined)[];
  readonly sources: readonly (Element | undefined)[];
  /** The node of the syntax tree that a node belongs to by itself, -1 for the one of its parent. */
  readonly owners: Int32Array;
}

/** A node of the syntax tree. */
export interface NodePattern {
  readonly type: string;
  /** Its place in the concrete tree; -1 where it has none. */
  readonly at: number;
  /** What holds it, and how. */
  readonly parent: number;
  readonly property: string;
  /** Undefined where the property holds one node and no list. */
  readonly index: number | undefined;
  readonly fields: readonly FieldPattern[];
}

/** A property of a node. */
export interface FieldPattern {
  readonly name: string;
  readonly value: ValuePattern;
}

export type ValuePattern =
  | ConstantPattern<unknown>
  | TextPattern
  | NamePattern
  | { readonly kind: 'node'; readonly node: number }
  | { readonly kind: 'list'; readonly items: readonly ValuePattern[] };

/** The same for all texts of the pattern. */
export interface ConstantPattern<T> {
  readonly kind: 'constant';
  readonly value: T;
}

/** What a token says, without so many characters at its beginning and its end. */
export interface TextPattern {
  readonly kind: 'text';
  readonly token: number;
  readonly before: number;
  readonly after: number;
}

/** A name that is used. */
export interface NamePattern {
  readonly kind: 'name';
  readonly text: TextPattern | ConstantPattern<string>;
  /** Its place in the concrete tree. */
  readonly at: number;
  /** Which of all names that are used it is, in the order of the text. */
  readonly index: number;
}

/** The nodes that a node of a concrete tree holds. */
export function childrenOf({ ends }: Pick<TreeShape, 'ends'>, at: number): number[] {
  const children: number[] = [];
  const end = ends[at] ?? 0;
  for (let child = at + 1; child < end; child = ends[child] ?? end) children.push(child);
  return children;
}
