import type { AstNode, Reference } from 'langium';
import type { NameLinker } from '../names/name-linker.ts';
import type { FieldPattern, NamePattern, TextPattern, TokenPlaces, ValuePattern } from './pattern.ts';
import type { UsedName } from './piece.ts';
import { classOf } from './piece-node.ts';
import type { Harvest, PieceTree } from './piece-tree.ts';
import { ShortTexts } from './short-texts.ts';

/** Makes the nodes of a piece after its pattern, and answers with the names that they use, in the order of the text. */
export function grow(tree: PieceTree, places: TokenPlaces, linker: NameLinker): readonly UsedName[] {
  const growth = new Growth(tree, places, linker);
  tree.harvest = growth.harvest();
  return growth.names;
}

const texts = new ShortTexts();

/** It runs for every node of a file that is opened, so its loops make nothing but nodes. */
class Growth {
  readonly names: UsedName[] = [];
  readonly #tree: PieceTree;
  readonly #places: TokenPlaces;
  readonly #linker: NameLinker;

  constructor(tree: PieceTree, places: TokenPlaces, linker: NameLinker) {
    this.#tree = tree;
    this.#places = places;
    this.#linker = linker;
  }

  harvest(): Harvest {
    const harvest: Record<string, readonly AstNode[]> = {};
    for (const { name, value } of this.#tree.pattern.nodes[0]?.fields ?? []) {
      harvest[name] = this.#value(value, undefined, name) as readonly AstNode[];
    }
    return harvest;
  }

  #node(at: number, container: AstNode | undefined): AstNode {
    const pattern = this.#tree.pattern.nodes[at];
    if (pattern === undefined) throw new Error('A pattern holds all nodes that it speaks of.');
    const { type, property, index, fields } = pattern;
    const node = new (classOf(type))(type, container, property, index, this.#tree, at);
    const properties = node as unknown as Record<string, unknown>;
    for (let field = 0; field < fields.length; field++) {
      const { name, value } = fields[field] as FieldPattern;
      properties[name] = this.#value(value, node, name);
    }
    return node;
  }

  #value(pattern: ValuePattern, holder: AstNode | undefined, property: string): unknown {
    switch (pattern.kind) {
      case 'constant':
        return pattern.value;
      case 'text':
        return this.#text(pattern);
      case 'node':
        return this.#node(pattern.node, holder);
      case 'list':
        return this.#list(pattern.items, holder, property);
      case 'name':
        return this.#name(pattern, holder as AstNode, property);
    }
  }

  #text({ token, before, after }: TextPattern): string {
    const { starts, ends } = this.#places;
    return texts.cut(this.#tree.parsed, (starts[token] ?? 0) + before, (ends[token] ?? 0) - after);
  }

  #list(items: readonly ValuePattern[], holder: AstNode | undefined, property: string): readonly unknown[] {
    const list = new Array<unknown>(items.length);
    for (let index = 0; index < items.length; index++) {
      list[index] = this.#value(items[index] as ValuePattern, holder, property);
    }
    return list;
  }

  #name({ text, at, index }: NamePattern, holder: AstNode, property: string): Reference {
    const told = text.kind === 'text' ? this.#text(text) : text.value;
    const name = this.#linker.buildReference(holder, property, at, told);
    this.names[index] = name as UsedName;
    return name;
  }
}
