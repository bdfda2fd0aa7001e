import type { AstNode } from 'langium';
import type { Range } from 'vscode-languageserver';
import { anchorOf } from '../../pieces/anchor.ts';
import { PieceNode } from '../../pieces/piece-node.ts';
import type { Element } from './elements.ts';

/**
 * Remembers what a feature made of each import and block. An unchanged block stays the same node when its file is read
 * again, so a request after a keystroke costs the block that was typed in; a block that only moved has its lines shifted.
 */
export class ByElement<T> {
  readonly #made = new WeakMap<AstNode, { readonly line: number; readonly value: T }>();
  readonly #make: (element: Element) => T;
  readonly #move: (value: T, lines: number) => T;

  constructor(make: (element: Element) => T, move: (value: T, lines: number) => T) {
    this.#make = make;
    this.#move = move;
  }

  of(element: Element): T {
    const line = lineOf(element);
    const known = this.#made.get(element);
    if (known?.line === line) return known.value;
    const value = known === undefined ? this.again(element) : this.shifted(known.value, line - known.line);
    this.#made.set(element, { line, value });
    return value;
  }

  /** Without what is remembered. */
  protected again(element: Element): T {
    return this.#make(element);
  }

  protected shifted(value: T, lines: number): T {
    return this.#move(value, lines);
  }
}

/** The line from which the places of an import or block count. */
export function lineOf(element: Element): number {
  const anchor = PieceNode.anchorOf(element);
  if (anchor !== undefined) return anchor.line;
  const { $cstNode: cst } = element;
  return cst === undefined ? 0 : anchorOf(cst.root).line;
}

export function movedRange({ start, end }: Range, lines: number): Range {
  return {
    start: { line: start.line + lines, character: start.character },
    end: { line: end.line + lines, character: end.character },
  };
}
