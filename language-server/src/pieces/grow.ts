import type { AstNode, Reference } from 'langium';
import type { NameLinker } from '../names/name-linker.ts';
import type { TokenPlaces, ValuePattern } from './pattern.ts';
import type { UsedName } from './piece.ts';
import { classOf } from './piece-node.ts';
import type { Harvest, PieceTree } from './piece-tree.ts';

/** Makes the nodes of a piece after its pattern, and answers with the names that they use, in the order of the text. */
export function grow(tree: PieceTree, places: TokenPlaces, linker: NameLinker): readonly UsedName[] {
  if (tree.pattern.nodes.length === 0) return NO_NAMES;
  const growth = new Growth(tree, places, linker);
  tree.harvest = growth.harvest();
  return growth.names;
}

const NO_NAMES: readonly UsedName[] = [];

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
    for (const [name, value] of this.#tree.pattern.nodes[0]?.fields ?? []) {
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
    for (const [name, value] of fields) properties[name] = this.#value(value, node, name);
    return node;
  }

  #value(pattern: ValuePattern, holder: AstNode | undefined, property: string): unknown {
    switch (pattern.kind) {
      case 'constant':
        return pattern.value;
      case 'text': {
        const { token, before, after } = pattern;
        const { starts, ends } = this.#places;
        return this.#tree.parsed.slice((starts[token] ?? 0) + before, (ends[token] ?? 0) - after);
      }
      case 'node':
        return this.#node(pattern.node, holder);
      case 'list':
        return pattern.items.map((item) => this.#value(item, holder, property));
      case 'name': {
        const text = this.#value(pattern.text, holder, property) as string;
        return this.#name(holder as AstNode, property, pattern.at, text, pattern.index);
      }
    }
  }

  #name(holder: AstNode, property: string, at: number, text: string, index: number): Reference {
    const name = this.#linker.buildReference(holder, property, at, text);
    this.names[index] = name as UsedName;
    return name;
  }
}
