import type { RootCstNode } from 'langium';

/** Where a piece of a text begins. It moves as lines above the piece come and go, and everything told of the piece with it. */
export interface Anchor {
  /** Counted from 0. */
  line: number;
  /** In UTF-16 units from the start of the text. */
  offset: number;
}

/** A text that is read in one piece never moves. */
const FIXED: Anchor = Object.freeze({ line: 0, offset: 0 });

const anchors = new WeakMap<RootCstNode, Anchor>();

/** Says where the piece of text begins that a concrete syntax tree was read from. */
export function anchorAt(root: RootCstNode, anchor: Anchor): void {
  anchors.set(root, anchor);
}

/** Where the piece begins that this tree was read from. */
export function anchorOf(root: RootCstNode): Anchor {
  return anchors.get(root) ?? FIXED;
}
