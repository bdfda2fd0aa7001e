/**
 * Controls, line separators, halves of characters, and all that shows nothing: what turns the direction of writing, has no
 * width, or tags. Joiners stay, for scripts and emoji need them.
 */
const HIDDEN = /[\p{Cc}\p{Cs}\u2028\u2029]|(?![\u200c\u200d])\p{Cf}/gu;

/** Replaces characters that could hide or reorder what a reader sees by `\u{…}`; a line break becomes a space. */
export function showControls(text: string): string {
  return text.replace(HIDDEN, (character) =>
    character === '\n' || character === '\t' ? ' ' : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

/** The same line by line, for texts of our own that have several. */
export function showControlsInLines(text: string): string {
  return text.split('\n').map(showControls).join('\n');
}
