import { type AstNode, AstUtils, type CstNode, type URI } from 'langium';
import { AnchoredRange, type Extent, extentOf, type Located, type SourceRange } from '../../../core/runbook/source.ts';
import { anchorOf } from '../pieces/anchor.ts';
import { firstLeafOf, lastLeafOf, leavesOf } from './leaves.ts';
import { nodeOfProperty } from './node-of-property.ts';

/** The whole of a node. */
export function placeOf(node: AstNode): SourceRange {
  return new PlaceInTree(node, WHOLE);
}

/** The name of a declaration; its first word while it has no name. */
export function placeOfName(node: AstNode): SourceRange {
  return placeOfProperty(node, 'name') ?? placeOfFirstWord(node);
}

/** The word that begins a node: its kind or its key. */
export function placeOfFirstWord(node: AstNode): SourceRange {
  return new PlaceInTree(node, FIRST_WORD);
}

/** What a property was read from; undefined while nothing is written there. */
export function placeOfProperty(node: AstNode, property: string, index = 0): SourceRange | undefined {
  const value: unknown = node[property as keyof AstNode];
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return undefined;
  return new PlaceInTree(node, partOf(property, index));
}

/** What stands behind a setting's key; the key itself while nothing stands there. */
export function placeOfValue(setting: AstNode): SourceRange {
  return new PlaceInTree(setting, VALUE);
}

export function located<T>(value: T, at: SourceRange): Located<T> {
  return { value, at };
}

/** The place of one token or stretch of the tree. */
export function placed(node: AstNode, cst: CstNode): SourceRange {
  const { start, end } = cst.range;
  return AnchoredRange.at(uriOf(node), anchorOf(cst.root), start, end);
}

/** Which part of a node is meant: the first and the last of its tokens. */
type Part = (node: AstNode) => readonly [CstNode | undefined, CstNode | undefined];

const WHOLE: Part = ({ $cstNode }) => [$cstNode, $cstNode];

const FIRST_WORD: Part = ({ $cstNode }) => {
  const first = firstLeafOf($cstNode);
  return [first, first];
};

const VALUE: Part = ({ $cstNode }) => {
  const leaves = leavesOf($cstNode);
  return [leaves[1] ?? leaves[0], leaves.at(-1)];
};

const firsts = new Map<string, Part>();

function partOf(property: string, index: number): Part {
  const known = index === 0 ? firsts.get(property) : undefined;
  if (known !== undefined) return known;
  const part: Part = (node) => {
    const found = nodeOfProperty(node, property, index) ?? node.$cstNode;
    return [found, found];
  };
  if (index === 0) firsts.set(property, part);
  return part;
}

/**
 * A place that is looked up in the tree when somebody asks where it is: a large runbook has hundreds of thousands of places,
 * and nobody asks for most of them. A tree does not change as long as its node lives, so it does not matter when.
 */
class PlaceInTree extends AnchoredRange {
  readonly #node: AstNode;
  /** Which part of the node it is, and where that is once somebody asked. */
  #place: Part | Extent;

  constructor(node: AstNode, part: Part) {
    super(uriOf(node));
    this.#node = node;
    this.#place = part;
  }

  override get extent(): Extent {
    if (typeof this.#place === 'function') this.#place = extentIn(this.#place(this.#node));
    return this.#place;
  }

  override isSame(other: AnchoredRange): boolean {
    const isOne = other instanceof PlaceInTree && other.#node === this.#node && other.#place === this.#place;
    return isOne || super.isSame(other);
  }
}

/** From token to token: the tree works its ranges out anew for each of its levels. */
function extentIn([first, last]: ReturnType<Part>): Extent {
  if (first === undefined || last === undefined) return NOWHERE;
  const { start } = (firstLeafOf(first) ?? first).range;
  return extentOf(anchorOf(first.root), start, (lastLeafOf(last) ?? last).range.end);
}

const NOWHERE: Extent = { anchor: { line: 0 }, firstLine: 0, from: 0, lastLine: 0, to: 0 };

let last: { readonly place: URI; readonly uri: string } | undefined;

/** Place after place is in one file. */
function uriOf(node: AstNode): string {
  const { uri: place } = AstUtils.getDocument(node);
  if (last?.place !== place) last = { place, uri: place.toString() };
  return last.uri;
}
