import { armName } from '../inventory/world.ts';
import type { RenamedItem } from '../run/state.ts';

/** The sentence of a protected item that got another name, for whoever looks it up in the portal. */
export function sayRenamed({ machine, from, to }: RenamedItem): string {
  return `The protected item of '${machine}' is called '${armName(to)}' now; it was '${armName(from)}'. Calls go to the new one.`;
}
