import { type CstNode, isCompositeCstNode, isLeafCstNode, type LeafCstNode, type RootCstNode } from 'langium';
import type { TokenScan } from '../parser/token-scan.ts';
import type { TokenPlaces, TreeShape } from './pattern.ts';

/** A concrete tree as Langium built it, by its shape. */
export interface ShapedTree {
  /** Nobody owns any of it yet. */
  readonly shape: TreeShape;
  /** Where each node stands in the shape. */
  readonly placeOf: ReadonlyMap<CstNode, number>;
  /** Undefined where its tokens are those of the scan. */
  readonly places: TokenPlaces | undefined;
}

export function shapeOf(root: RootCstNode, scan: TokenScan | undefined): ShapedTree {
  const nodes: CstNode[] = [];
  const ends: number[] = [];
  const placeOf = new Map<CstNode, number>();
  const visit = (node: CstNode): void => {
    const at = nodes.push(node) - 1;
    placeOf.set(node, at);
    if (isCompositeCstNode(node)) for (const child of node.content) visit(child);
    ends[at] = nodes.length;
  };
  visit(root);
  const leaves = nodes.filter(isLeafCstNode);
  const scanned = scan && tokensIn(scan, leaves);
  const tokens = scanned ?? new Map(leaves.map((leaf, index) => [leaf, index]));
  const plain = {
    ends: Int32Array.from(ends),
    tokens: Int32Array.from(nodes, (node) => tokens.get(node as LeafCstNode) ?? -1),
    sources: nodes.map(({ grammarSource }) => grammarSource),
  };
  const shape = {
    ...plain,
    ...boundsOf(plain),
    parents: Int32Array.from(nodes, ({ container }) => (container && placeOf.get(container)) ?? -1),
    types: nodes.map((node) => (isLeafCstNode(node) ? node.tokenType : undefined)),
    owners: new Int32Array(nodes.length).fill(-1),
  };
  return { shape, placeOf, places: scanned === undefined ? placesOf(leaves) : undefined };
}

/** The first and the last leaf of each node. */
export function boundsOf({
  ends,
  tokens,
  sources,
}: Pick<TreeShape, 'ends' | 'tokens' | 'sources'>): Pick<TreeShape, 'firsts' | 'lasts'> {
  const firsts = new Int32Array(ends.length).fill(-1);
  const lasts = new Int32Array(ends.length).fill(-1);
  const better = (known: number, found: number): boolean =>
    found >= 0 && (known < 0 || (sources[known] === undefined && sources[found] !== undefined));
  for (let at = ends.length - 1; at >= 0; at--) {
    if ((tokens[at] ?? -1) >= 0) firsts[at] = lasts[at] = at;
    const end = ends[at] ?? 0;
    for (let child = at + 1; child < end; child = ends[child] ?? end) {
      const [first = -1, last = -1] = [firsts[child], lasts[child]];
      if (better(firsts[at] ?? -1, first)) firsts[at] = first;
      if (sources[last] !== undefined || better(lasts[at] ?? -1, last)) lasts[at] = last;
    }
  }
  return { firsts, lasts };
}

/** The tokens of a scan that leaves stand for; undefined unless all of them are found where they stand. */
function tokensIn(scan: TokenScan, leaves: readonly LeafCstNode[]): ReadonlyMap<LeafCstNode, number> | undefined {
  const tokens = new Map<LeafCstNode, number>();
  let token = 0;
  for (const leaf of leaves) {
    while (token < scan.count && (scan.starts[token] ?? 0) < leaf.offset) token++;
    const { start } = leaf.range;
    const isThere =
      token < scan.count &&
      scan.starts[token] === leaf.offset &&
      scan.ends[token] === leaf.end &&
      scan.lines[token] === start.line &&
      scan.characters[token] === start.character;
    if (!isThere) return undefined;
    tokens.set(leaf, token);
  }
  return tokens;
}

function placesOf(leaves: readonly LeafCstNode[]): TokenPlaces {
  return {
    starts: Int32Array.from(leaves, ({ offset }) => offset),
    ends: Int32Array.from(leaves, ({ end }) => end),
    lines: Int32Array.from(leaves, ({ range }) => range.start.line),
    characters: Int32Array.from(leaves, ({ range }) => range.start.character),
  };
}
