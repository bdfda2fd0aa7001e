/** Widest line that a terminal beside a diff, or a comment at a pull request, shows without a bend. */
export const WIDTH = 100;

/** Breaks a text at its spaces; the first line begins with `lead`, the others are indented as deep. */
export function wrapped(lead: string, text: string, width = WIDTH): string[] {
  const indent = ' '.repeat(lead.length);
  const lines: string[] = [];
  let line = lead;
  let empty = true;
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line.trimEnd());
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line.trimEnd()];
}

/** Cells in columns two spaces apart; numbers stand at the right. */
export function table(rows: readonly (readonly string[])[], rightAligned: ReadonlySet<number> = new Set()): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, cell.length);
    });
  return rows.map((row) =>
    row
      .map((cell, at) => (rightAligned.has(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** Left and right of one line. */
export function apart(left: string, right: string, width = WIDTH): string {
  return left + ' '.repeat(Math.max(2, width - left.length - right.length)) + right;
}

/** `erp-app-01 … erp-app-04`, or all of them where there is room. */
export function namesInRoom(names: readonly string[], room: number): string {
  const all = names.join(', ');
  if (all.length <= room) return all;
  if (names.length === 1) return `${all.slice(0, room - 1)}…`;
  const ends = `${names[0] ?? ''} … ${names.at(-1) ?? ''}`;
  return ends.length <= room ? ends : `${ends.slice(0, Math.max(1, room - 1))}…`;
}
