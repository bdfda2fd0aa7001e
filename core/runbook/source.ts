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

/** A stretch by the lines between it and an anchor. */
export interface Extent {
  readonly anchor: LineAnchor;
  readonly firstLine: number;
  readonly from: number;
  readonly lastLine: number;
  readonly to: number;
}

/**
 * A stretch that moves with its anchor: lines count from the line at which the anchor stands now, so that a line added
 * above a block changes one number and not every place in the block. `start` and `end` are read, never kept; a stretch
 * that is made from others is made by `emptyAfter` or `spanning`, never by a spread.
 */
export abstract class AnchoredRange implements SourceRange {
  readonly uri: string;

  constructor(uri: string) {
    this.uri = uri;
  }

  /** `start` and `end` are given with lines that count from the anchor. */
  static within(uri: string, anchor: LineAnchor, start: Position, end: Position): AnchoredRange {
    const extent = { anchor, firstLine: start.line, from: start.character, lastLine: end.line, to: end.character };
    return new FoundRange(uri, extent);
  }

  /** `start` and `end` are given as they stand in the text now. */
  static at(uri: string, anchor: LineAnchor, start: Position, end: Position): AnchoredRange {
    return new FoundRange(uri, extentOf(anchor, start, end));
  }

  /** The same for as long as the stretch is of use to anybody. */
  abstract get extent(): Extent;

  get start(): Position {
    const { anchor, firstLine, from } = this.extent;
    return { line: firstLine + anchor.line, character: from };
  }

  get end(): Position {
    const { anchor, lastLine, to } = this.extent;
    return { line: lastLine + anchor.line, character: to };
  }

  /** The stretch from where this one begins to where the other ends; both belong to one piece of the text. */
  upTo(other: SourceRange): SourceRange {
    return AnchoredRange.at(this.uri, this.extent.anchor, this.start, other.end);
  }

  /** No character wide, just behind this stretch. */
  after(): SourceRange {
    return AnchoredRange.at(this.uri, this.extent.anchor, this.end, this.end);
  }

  /** Whether both are the same place now and whatever is typed above them. */
  isSame(other: AnchoredRange): boolean {
    const [one, another] = [this.extent, other.extent];
    return (
      one.anchor === another.anchor &&
      one.firstLine === another.firstLine &&
      one.from === another.from &&
      one.lastLine === another.lastLine &&
      one.to === another.to &&
      this.uri === other.uri
    );
  }

  /** Before the other, by the place where they begin in one text: negative, zero, positive. */
  compare(other: AnchoredRange): number {
    const [one, another] = [this.extent, other.extent];
    return one.firstLine + one.anchor.line - another.firstLine - another.anchor.line || one.from - another.from;
  }

  toJSON(): SourceRange {
    return { uri: this.uri, start: this.start, end: this.end };
  }
}

/** A stretch that is known from the beginning. */
class FoundRange extends AnchoredRange {
  readonly #extent: Extent;

  constructor(uri: string, extent: Extent) {
    super(uri);
    this.#extent = extent;
  }

  override get extent(): Extent {
    return this.#extent;
  }
}

/** `start` and `end` are given as they stand in the text now. */
export function extentOf(anchor: LineAnchor, start: Position, end: Position): Extent {
  return {
    anchor,
    firstLine: start.line - anchor.line,
    from: start.character,
    lastLine: end.line - anchor.line,
    to: end.character,
  };
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
