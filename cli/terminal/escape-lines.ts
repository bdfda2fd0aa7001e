import { showControls } from '../../core/show-controls.ts';

/** Text from the world made safe for a terminal; only its line breaks stay. */
export function escapeLines(text: string): string {
  return text.split('\n').map(showControls).join('\n');
}
