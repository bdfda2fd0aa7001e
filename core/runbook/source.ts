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
