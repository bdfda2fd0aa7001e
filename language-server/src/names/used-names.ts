import type { Anchor } from '../pieces/anchor.ts';
import type { UsedName } from '../pieces/piece.ts';

/** A stretch of a text, and the names that it uses. */
export interface Stretch {
  readonly anchor: Anchor;
  readonly names: readonly UsedName[];
}

/** Where each name is used in a file, without case; kept up to date from the first time that somebody asks. */
export class UsedNames {
  readonly #stretches: () => readonly Stretch[];
  #users: Map<string, Set<Stretch>> | undefined;

  constructor(stretches: () => readonly Stretch[]) {
    this.#stretches = stretches;
  }

  /** All uses of a name, in the order of the text, whatever each of them stands for. */
  of(name: string): readonly UsedName[] {
    const key = name.toLowerCase();
    const stretches = [...(this.#index().get(key) ?? [])].sort((one, other) => one.anchor.offset - other.anchor.offset);
    return stretches.flatMap((stretch) => stretch.names.filter(({ $refText }) => $refText.toLowerCase() === key));
  }

  add(stretches: readonly Stretch[]): void {
    if (this.#users !== undefined) for (const stretch of stretches) addTo(this.#users, stretch);
  }

  remove(stretches: readonly Stretch[]): void {
    for (const stretch of stretches) {
      for (const { $refText } of stretch.names) {
        const key = $refText.toLowerCase();
        const users = this.#users?.get(key);
        users?.delete(stretch);
        if (users?.size === 0) this.#users?.delete(key);
      }
    }
  }

  #index(): Map<string, Set<Stretch>> {
    if (this.#users === undefined) {
      this.#users = new Map();
      for (const stretch of this.#stretches()) addTo(this.#users, stretch);
    }
    return this.#users;
  }
}

function addTo(users: Map<string, Set<Stretch>>, stretch: Stretch): void {
  for (const { $refText } of stretch.names) {
    const key = $refText.toLowerCase();
    const known = users.get(key);
    if (known === undefined) users.set(key, new Set([stretch]));
    else known.add(stretch);
  }
}
