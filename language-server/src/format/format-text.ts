import { formatEdits } from './format-edits.ts';

/**
 * A text as it is written in this project: two spaces for each level, two between settings on one line, one blank line at
 * most, blocks on several lines where they were or where one would pass 100 columns. Formatting twice changes nothing more,
 * comments and meaning stay, and a block that is broken stays exactly as it is.
 */
export function formatText(text: string): string {
  let formatted = '';
  let end = 0;
  for (const edit of formatEdits(text)) {
    formatted += text.slice(end, edit.start) + edit.newText;
    end = edit.end;
  }
  return formatted + text.slice(end);
}
