/** A place in a text, counted as the Language Server Protocol counts: lines from 0, characters in UTF-16 units from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A stretch of one document. `end` is exclusive. */
export interface SourceRange {
  readonly uri: string;
  readonly start: Position;
  readonly end: Position;
}

/**
 * A stretch that moves with its anchor: lines count from the line at which the anchor stands now, so that a line added
 * above a block changes one number and not every place in the block. `start` and `end` are read, never kept.
 */
export class AnchoredRange implements SourceRange {
  readonly uri: string;
  readonly #anchor: { readonly line: number };
  readonly #start: Position;
  readonly #end: Position;

  /** `start` and `end` are given as they stand in the text now. */
  constructor(uri: string, anchor: { readonly line: number }, start: Position, end: Position) {
    this.uri = uri;
    this.#anchor = anchor;
    this.#start = { line: start.line - anchor.line, character: start.character };
    this.#end = { line: end.line - anchor.line, character: end.character };
  }

  get start(): Position {
    return { line: this.#start.line + this.#anchor.line, character: this.#start.character };
  }

  get end(): Position {
    return { line: this.#end.line + this.#anchor.line, character: this.#end.character };
  }

  toJSON(): SourceRange {
    return { uri: this.uri, start: this.start, end: this.end };
  }
}

/** A value together with the place where its author wrote it. */
export interface Located<T> {
  readonly value: T;
  readonly at: SourceRange;
}

/** What every declared thing has: its name, where the name stands, and the `///` lines above it. */
export interface Declared {
  readonly name: string;
  readonly at: SourceRange;
  readonly documentation: string | undefined;
}
