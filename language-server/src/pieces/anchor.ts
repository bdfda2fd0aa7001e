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

/** Where the piece begins that a tree was read from: the root of any of its nodes knows it. */
export function anchorOf(root: RootCstNode): Anchor {
  return (root as { readonly anchor?: Anchor }).anchor ?? FIXED;
}
