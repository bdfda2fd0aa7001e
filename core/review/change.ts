import type { SourceRange } from '../runbook/source.ts';

/**
 * How much a change of meaning matters to whoever says yes to it, the gravest first.
 *
 * - `grave`: something that cannot be taken back has less in front of it, or happens to something else
 * - `serious`: another machine, another target, another order, a risk taken
 * - `notable`: what people do or wait for is different
 * - `slight`: words, figures, and what became better
 */
export const RISKS = ['grave', 'serious', 'notable', 'slight'] as const;

export type Risk = (typeof RISKS)[number];

export type ChangeKind = 'whole' | 'machine' | 'way' | 'gate' | 'order' | 'pace' | 'group' | 'finding' | 'site';

/** One change of meaning between two versions of a runbook. */
export interface Change {
  readonly risk: Risk;
  readonly kind: ChangeKind;
  /** The machines, waves or servers that it is about. */
  readonly subjects: readonly string[];
  /** What is different, as a full sentence. */
  readonly says: string;
  /** What that does, where it is not plain from the sentence. */
  readonly means: string | undefined;
  /** Where the new text says so; the old one, where the new one says nothing any more. */
  readonly at: SourceRange | undefined;
  /** `at` is a place of the old text: the new one has nothing to point at. */
  readonly inOldText?: true;
  /** Further places of the new text that the same sentence is about. */
  readonly elsewhere?: readonly SourceRange[];
}

/** The first of several places, and the others, each once: machines of a group share the places of what the group says. */
export function placesOf(places: readonly (SourceRange | undefined)[]): Pick<Change, 'at' | 'elsewhere'> {
  const distinct = new Map(places.flatMap((place) => (place === undefined ? [] : [[keyOf(place), place] as const])));
  const [at, ...elsewhere] = distinct.values();
  return elsewhere.length === 0 ? { at } : { at, elsewhere };
}

function keyOf({ uri, start }: SourceRange): string {
  return `${start.line}:${start.character} ${uri}`;
}

/** The gravest first; among equals, as a failback goes. */
export function inOrder(changes: readonly Change[]): readonly Change[] {
  return [...changes].sort((one, other) => RISKS.indexOf(one.risk) - RISKS.indexOf(other.risk));
}
