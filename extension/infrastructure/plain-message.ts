import { showControls } from '../../core/show-controls.ts';

/** Longer than a notification shows. */
const MOST = 1200;

/**
 * Text made safe for a notification, whose `[words](command:…)` would be a link that runs a command, and for the status
 * bar, where `$(words)` is an icon. Names of machines, comments and what a service answers are anybody's words. Line
 * breaks become spaces, as they do there.
 */
export function plainMessage(text: string): string {
  const plain = showControls(text).replaceAll('](', '] (').replaceAll('$(', '$ (');
  return plain.length > MOST ? `${plain.slice(0, MOST)}…` : plain;
}
