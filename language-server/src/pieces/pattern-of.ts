import {
  type AstNode,
  type CstNode,
  GrammarAST,
  GrammarUtils,
  isAstNode,
  isReference,
  type RootCstNode,
} from 'langium';
import type { File } from '../generated/ast.ts';
import { AROUND } from '../parser/failback-value-converter.ts';
import type { TokenScan } from '../parser/token-scan.ts';
import type {
  ConstantPattern,
  FieldPattern,
  NamePattern,
  NodePattern,
  Pattern,
  TextPattern,
  ValuePattern,
} from './pattern.ts';
import { type ShapedTree, shapeOf } from './tree-shape.ts';

/** What Langium made of a text, as a pattern. */
export interface FoundPattern {
  readonly pattern: Pattern;
  /** Whether it holds for any text with the same tokens. */
  readonly isGeneral: boolean;
}

/**
 * `scan` holds the tokens of the text, where it could be scanned. A text with errors has a pattern of its own: what the
 * parser makes of an error may depend on more than tokens.
 */
export function patternOf(text: string, file: File, scan: TokenScan | undefined, hasErrors: boolean): FoundPattern {
  return new Finding(text, file, scan, !hasErrors).found();
}

class Finding {
  readonly #text: string;
  readonly #file: File;
  readonly #scan: TokenScan | undefined;
  readonly #tree: ShapedTree;
  readonly #nodes: NodePattern[] = [];
  readonly #names: { -readonly [K in keyof NamePattern]: NamePattern[K] }[] = [];
  #isGeneral: boolean;

  constructor(text: string, file: File, scan: TokenScan | undefined, isGeneral: boolean) {
    this.#text = text;
    this.#file = file;
    this.#scan = scan;
    this.#tree = shapeOf(file.$cstNode as CstNode as RootCstNode, scan);
    this.#isGeneral = isGeneral && this.#tree.places === undefined;
  }

  found(): FoundPattern {
    this.#node(this.#file, 0, '', undefined);
    const { shape, places } = this.#tree;
    // Nodes are made in the order of their properties, which is not always that of the text.
    const names = this.#names.sort((one, other) => one.at - other.at);
    for (const [index, name] of names.entries()) name.index = index;
    return { pattern: { shape, nodes: this.#nodes, places }, isGeneral: this.#isGeneral };
  }

  #node(node: AstNode, parent: number, property: string, index: number | undefined): number {
    const at = this.#placeOf(node.$cstNode);
    const fields: FieldPattern[] = [];
    const number = this.#nodes.push({ type: node.$type, at, parent, property, index, fields }) - 1;
    if (at >= 0) this.#tree.shape.owners[at] = number;
    for (const [name, value] of Object.entries(node)) {
      if (name.startsWith('$')) continue;
      const values: readonly unknown[] = Array.isArray(value) ? value : [value];
      const items = this.#values(node, number, name, values, Array.isArray(value));
      const [only = NOTHING] = items;
      fields.push({ name, value: Array.isArray(value) ? { kind: 'list', items } : only });
    }
    return number;
  }

  #values(
    node: AstNode,
    number: number,
    name: string,
    values: readonly unknown[],
    isList: boolean,
  ): readonly ValuePattern[] {
    const isTold = this.#isGeneral && !values.every(isAstNode);
    const written = isTold ? GrammarUtils.findNodesForProperty(node.$cstNode, name) : [];
    return values.map((value, index) => {
      if (isAstNode(value)) return { kind: 'node', node: this.#node(value, number, name, isList ? index : undefined) };
      const place = written.length === values.length ? this.#placeOf(written[index]) : -1;
      if (isReference(value)) return this.#name(value.$refText, this.#placeOf(value.$refNode));
      if (typeof value === 'string') return this.#told(value, place);
      // What is true when a word stands there is true for all of these texts.
      if (value !== true) this.#isGeneral = false;
      return { kind: 'constant', value };
    });
  }

  #name(text: string, at: number): NamePattern {
    const name = { kind: 'name', text: this.#told(text, at), at, index: 0 } as const;
    this.#names.push(name);
    return name;
  }

  /** A string by the token that tells it. */
  #told(value: string, place: number): TextPattern | ConstantPattern<string> {
    const constant = { kind: 'constant', value } as const;
    if (!this.#isGeneral) return constant;
    const { firsts, lasts, tokens, sources } = this.#tree.shape;
    const leaf = firsts[place] ?? -1;
    const token = tokens[leaf] ?? -1;
    if (token >= 0 && leaf === lasts[place]) {
      const keyword = this.#scan?.keywordAt(token);
      // The grammar's own word, so that no pattern keeps a text alive.
      if (keyword !== undefined) return keyword === value ? { kind: 'constant', value: keyword } : constant;
      const [before, after] = aroundOf(sources[leaf]) ?? [];
      if (before !== undefined && after !== undefined) {
        const { starts = NO_TOKENS, ends = NO_TOKENS } = this.#scan ?? {};
        const told = this.#text.slice((starts[token] ?? 0) + before, (ends[token] ?? 0) - after);
        if (told === value) return { kind: 'text', token, before, after };
      }
    }
    this.#isGeneral = false;
    return constant;
  }

  #placeOf(node: CstNode | undefined): number {
    return (node && this.#tree.placeOf.get(node)) ?? -1;
  }
}

const NOTHING: ConstantPattern<undefined> = { kind: 'constant', value: undefined };
const NO_TOKENS = new Int32Array();

/** What stands around a value that a rule of the grammar reads. */
function aroundOf(source: GrammarAST.AbstractElement | undefined): readonly [number, number] | undefined {
  return GrammarAST.isRuleCall(source) ? AROUND.get(source.rule.$refText) : undefined;
}
