import type { Paint } from './paint.ts';
import { textWidth, truncate } from './text-width.ts';

/** The room that a drawing has. */
export interface Frame {
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
  /** Printed once, where lines may go on below; a frame that is redrawn in place cuts them. */
  readonly wraps?: boolean;
}

/** A sentence as lines of the frame: cut at its edge, or broken between its words where lines may go on. */
export function fitted(text: string, { columns, wraps }: Frame): readonly string[] {
  if (wraps !== true) return [truncate(text, columns)];
  const indent = /^ */.exec(text)?.[0] ?? '';
  const lines: string[] = [];
  let line = '';
  for (const word of text.trim().split(' ')) {
    const longer = line === '' ? `${indent}${word}` : `${line} ${word}`;
    if (line !== '' && textWidth(longer) > columns) {
      lines.push(line);
      line = `${indent || '  '}${word}`;
    } else line = longer;
  }
  return [...lines, line];
}
