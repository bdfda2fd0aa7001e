/**
 * A remedy without the commands that it gives for a terminal, and without the sentence that leads to them: the editor has
 * buttons for these. Pure.
 */
export function withoutCommands(remedy: string): string {
  return remedy
    .replace(/[^.!?\n]*:\n(?: {2}failback [^\n]*(?:\n|$))+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
