import type { World } from '../inventory/world.ts';
import type { Seen } from './outcome.ts';

/** Something captured; or why it is not there, and how many were found by whoever looked. */
export type Sighting<T extends Seen> =
  | { readonly seen: T }
  | {
      readonly seen: undefined;
      /** Undefined: nobody looked. More than one: nobody can tell which it is. */
      readonly found: number | undefined;
      /** When somebody looked: what a finding about its absence rests on. */
      readonly looked: readonly Seen[];
      /** A clause; undefined when nobody looked. */
      readonly reason: string | undefined;
    };

export const NOT_CAPTURED = { seen: undefined, found: undefined, looked: [], reason: undefined } as const;

/** What rests on the absence of a thing rests on the capture as a whole. */
export function lookOf({ inventory }: World): Seen {
  return { seenAt: inventory.capturedAt };
}
