import type { UsedName } from '../pieces/piece.ts';
import type { ReadPiece } from '../pieces/piece-reader.ts';

/** Where each name is used in a file, without case; kept up to date from the first time that somebody asks. */
export class UsedNames {
  readonly #pieces: () => readonly ReadPiece[];
  #users: Map<string, Set<ReadPiece>> | undefined;

  constructor(pieces: () => readonly ReadPiece[]) {
    this.#pieces = pieces;
  }

  /** All uses of a name, in the order of the text, whatever each of them stands for. */
  of(name: string): readonly UsedName[] {
    const key = name.toLowerCase();
    const pieces = [...(this.#index().get(key) ?? [])].sort((one, other) => one.anchor.offset - other.anchor.offset);
    return pieces.flatMap((piece) => piece.names.filter(({ $refText }) => $refText.toLowerCase() === key));
  }

  add(pieces: readonly ReadPiece[]): void {
    if (this.#users !== undefined) for (const piece of pieces) addTo(this.#users, piece);
  }

  remove(pieces: readonly ReadPiece[]): void {
    for (const piece of pieces) {
      for (const { $refText } of piece.names) {
        const key = $refText.toLowerCase();
        const users = this.#users?.get(key);
        users?.delete(piece);
        if (users?.size === 0) this.#users?.delete(key);
      }
    }
  }

  #index(): Map<string, Set<ReadPiece>> {
    if (this.#users === undefined) {
      this.#users = new Map();
      for (const piece of this.#pieces()) addTo(this.#users, piece);
    }
    return this.#users;
  }
}

function addTo(users: Map<string, Set<ReadPiece>>, piece: ReadPiece): void {
  for (const { $refText } of piece.names) {
    const key = $refText.toLowerCase();
    const known = users.get(key);
    if (known === undefined) users.set(key, new Set([piece]));
    else known.add(piece);
  }
}
