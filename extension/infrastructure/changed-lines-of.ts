/** Lines and what moves them. Pure. */

/** The new lines, counted from 0, of a unified diff of one file without context. */
export function changedLinesOf(diff: string): ReadonlySet<number> {
  const hunks = diff.matchAll(/^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/gm);
  return new Set(
    [...hunks].flatMap(([, start, count = '1']) =>
      Array.from({ length: Number(count) }, (_, at) => Number(start) - 1 + at),
    ),
  );
}

/** One edit, as the editor tells it. */
export interface LineEdit {
  readonly start: number;
  readonly end: number;
  /** What was put there begins its line, so that what stood there is pushed down. */
  readonly beginsLine: boolean;
  /** Line breaks in what was put there. */
  readonly breaks: number;
}

/** Where a line is after an edit. Undefined: it was part of what was replaced, and is no line of its own any more. */
export function movedLine(line: number, { start, end, breaks, beginsLine }: LineEdit): number | undefined {
  if (line < start || (line === start && !beginsLine)) return line;
  return line < end ? undefined : line + breaks - (end - start);
}

/** The changed lines after an edit: what was touched by it is changed too. */
export function movedLines(lines: ReadonlySet<number>, edit: LineEdit): ReadonlySet<number> {
  const touched = Array.from({ length: edit.breaks + 1 }, (_, at) => edit.start + at);
  return new Set([...[...lines].flatMap((line) => movedLine(line, edit) ?? []), ...touched]);
}
