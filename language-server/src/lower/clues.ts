import type { Named, NameTable } from '../names/declared-names.ts';
import { NAMESPACES, type Namespace } from '../names/namespaces.ts';
import { nearestWord } from '../vocabulary/nearest-word.ts';
import type { Clue, Read, Reads } from './reads.ts';

/**
 * Where more names than this stand for nothing, a file is missing and not a letter: then none of them is looked for among
 * the declared ones, which would take every unknown name times every known one.
 */
const TYPING_MISTAKES = 20;

/** More names than this are not weighed one by one against the nearest known. */
const FEW = 50;

/** Names that were declared or were no longer, since the last time. */
export type Touched = ReadonlyMap<Namespace, ReadonlySet<string>>;

/** What is said of the unknown names of one file; kept, and looked for again only where an answer may be another one. */
export class Clues {
  readonly #manyIn = new Set<Namespace>();

  /** `touched` is undefined when all names must be looked at again. */
  settle({ unknown }: Reads, names: NameTable, touched: Touched | undefined): void {
    for (const [namespace, reads] of unknown) {
      const many = reads.size > TYPING_MISTAKES;
      const turned = many !== this.#manyIn.has(namespace);
      if (many) this.#manyIn.add(namespace);
      else this.#manyIn.delete(namespace);
      const near = touched?.get(namespace);
      for (const read of reads) {
        const isNew = touched === undefined || turned || read.clue === undefined || isTouched(touched, read.key);
        const clue = isNew ? clueFor(read, names, many) : many ? read.clue : nearer(read, names, near);
        if (clue === undefined || isSameClue(read.clue, clue)) continue;
        read.clue = clue;
        for (const reader of read.readers) reader.clueChanged();
      }
    }
  }
}

function isTouched(touched: Touched, key: string): boolean {
  for (const keys of touched.values()) if (keys.has(key)) return true;
  return false;
}

function clueFor({ namespace, key }: Read, names: NameTable, many: boolean): Clue {
  const declaration = NAMESPACES.map((one) => names.find(one, key)).find((found) => found !== undefined);
  if (declaration !== undefined) return { kind: 'other', declaration };
  return many ? { kind: 'none' } : meant(key, [...names.all(namespace)].map(nameOf));
}

/** The clue after a few names came or went. */
function nearer(read: Read, names: NameTable, touched: ReadonlySet<string> | undefined): Clue | undefined {
  const { clue, namespace, key } = read;
  if (touched === undefined || clue === undefined || clue.kind === 'other') return clue;
  const known = clue.kind === 'meant' ? clue.name : undefined;
  const isGone = known !== undefined && touched.has(known.toLowerCase());
  if (isGone || touched.size > FEW) return clueFor(read, names, false);
  const came = [...touched].flatMap((one) => names.find(namespace, one)?.name ?? []);
  return meant(key, known === undefined ? came : [known, ...came]);
}

function meant(written: string, candidates: readonly string[]): Clue {
  const name = nearestWord(written, candidates);
  return name === undefined ? { kind: 'none' } : { kind: 'meant', name };
}

function nameOf({ name }: Named): string {
  return name;
}

function isSameClue(one: Clue | undefined, other: Clue): boolean {
  if (one?.kind === 'meant') return other.kind === 'meant' && one.name === other.name;
  if (one?.kind === 'other') return other.kind === 'other' && one.declaration === other.declaration;
  return one?.kind === other.kind;
}
