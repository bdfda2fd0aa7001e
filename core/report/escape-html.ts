/** Text made safe for an element's content and for a quoted attribute. Control characters become visible. */
export function escapeHtml(text: string): string {
  return showControls(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Replaces control and direction-changing characters, which could hide or reorder what a reader sees, by `\u{…}`. */
export function showControls(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, (character) =>
    character === '\n' || character === '\t' ? ' ' : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
