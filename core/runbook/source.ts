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

/** Where lines are counted from: the line at which a piece of the text begins now. */
export interface LineAnchor {
  readonly line: number;
}

/**
 * A stretch that moves with its anchor: lines count from the line at which the anchor stands now, so that a line added
 * above a block changes one number and not every place in the block. `start` and `end` are read, never kept; a stretch
 * that is made from others is made by `emptyAfter` or `spanning`, never by a spread.
 */
export class AnchoredRange implements SourceRange {
  readonly uri: string;
  readonly #anchor: LineAnchor;
  // Four numbers and no objects: a large runbook has hundreds of thousands of these.
  readonly #firstLine: number;
  readonly #from: number;
  readonly #lastLine: number;
  readonly #to: number;

  /** `start` and `end` are given as they stand in the text now. */
  constructor(uri: string, anchor: LineAnchor, start: Position, end: Position) {
    this.uri = uri;
    this.#anchor = anchor;
    this.#firstLine = start.line - anchor.line;
    this.#from = start.character;
    this.#lastLine = end.line - anchor.line;
    this.#to = end.character;
  }

  /** `start` and `end` are given with lines that count from the anchor. */
  static within(uri: string, anchor: LineAnchor, start: Position, end: Position): AnchoredRange {
    const { line } = anchor;
    const from = { line: start.line + line, character: start.character };
    return new AnchoredRange(uri, anchor, from, { line: end.line + line, character: end.character });
  }

  get start(): Position {
    return { line: this.#firstLine + this.#anchor.line, character: this.#from };
  }

  get end(): Position {
    return { line: this.#lastLine + this.#anchor.line, character: this.#to };
  }

  /** The stretch from where this one begins to where the other ends; both belong to one piece of the text. */
  upTo(other: SourceRange): SourceRange {
    return new AnchoredRange(this.uri, this.#anchor, this.start, other.end);
  }

  /** No character wide, just behind this stretch. */
  after(): SourceRange {
    return new AnchoredRange(this.uri, this.#anchor, this.end, this.end);
  }

  /** Whether both are the same place now and whatever is typed above them. */
  isSame(other: AnchoredRange): boolean {
    return (
      this.#anchor === other.#anchor &&
      this.#firstLine === other.#firstLine &&
      this.#from === other.#from &&
      this.#lastLine === other.#lastLine &&
      this.#to === other.#to &&
      this.uri === other.uri
    );
  }

  /** Before the other, by the place where they begin in one text: negative, zero, positive. */
  compare(other: AnchoredRange): number {
    return this.#firstLine + this.#anchor.line - other.#firstLine - other.#anchor.line || this.#from - other.#from;
  }

  toJSON(): SourceRange {
    return { uri: this.uri, start: this.start, end: this.end };
  }
}

/** Which of two stretches of one text begins first: negative, zero, positive. */
export function compareStarts(one: SourceRange, other: SourceRange): number {
  if (one instanceof AnchoredRange && other instanceof AnchoredRange) return one.compare(other);
  return one.start.line - other.start.line || one.start.character - other.start.character;
}

/** The place just behind a stretch, where a quick fix adds something. */
export function emptyAfter(at: SourceRange): SourceRange {
  return at instanceof AnchoredRange ? at.after() : { uri: at.uri, start: at.end, end: at.end };
}

/** From the beginning of one stretch to the end of another in the same block. */
export function spanning(from: SourceRange, to: SourceRange): SourceRange {
  return from instanceof AnchoredRange ? from.upTo(to) : { uri: from.uri, start: from.start, end: to.end };
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
