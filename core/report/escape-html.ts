import { showControls } from '../show-controls.ts';

/** Text made safe for an element's content and for a quoted attribute. Control characters become visible. */
export function escapeHtml(text: string): string {
  return showControls(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
