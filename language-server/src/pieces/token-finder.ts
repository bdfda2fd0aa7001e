import type { TokenScan, TokenScanner } from '../parser/token-scan.ts';

/** Finds the tokens of a tree in its text again. Those of the last tree are remembered: who asks once asks more than once. */
export class TokenFinder {
  readonly #scanner: TokenScanner;
  #last: { readonly parsed: string } | undefined;

  constructor(scanner: TokenScanner) {
    this.#scanner = scanner;
  }

  placesIn(tree: { readonly parsed: string }): TokenScan {
    if (this.#last !== tree) {
      this.#last = undefined;
      if (this.#scanner.scan(tree.parsed) === undefined) throw new Error('This text was not read by its tokens.');
      this.#last = tree;
    }
    return this.#scanner;
  }
}
