import type { AstNode } from 'langium';
import { type ParsedSource, parseForFormatting, type Stretch } from '../format/parsed-source.ts';
import { isMachinesSetting } from '../generated/ast.ts';
import { mergeNames } from './merge-names.ts';
import { blocksOf, type Part, type Parts, settingsWithin } from './parts-of.ts';

/** What came of a merge. Each conflict is marked in the text as git marks it. */
export interface Merged {
  readonly text: string;
  readonly conflicts: number;
}

/**
 * Merges what two people did to one text: block by block, and within a block that both changed setting by setting. Blocks
 * have no order, so two that were added at the same place both stay, and one that was moved is still the same. Undefined
 * where one of the texts is broken, for then nobody knows where its blocks end.
 */
export function mergeTexts(base: string, ours: string, theirs: string): Merged | undefined {
  const sources = [base, ours, theirs].map((text) => parseForFormatting(text));
  const [old, mine, other] = sources;
  if (old === undefined || mine === undefined || other === undefined) return undefined;
  if (sources.some((source) => source.isBroken(0, source.text.length + 1))) return undefined;
  const merge = new Merge(old, mine, other);
  const text = merge.parts(blocksOf(old), blocksOf(mine), blocksOf(other));
  return { text, conflicts: merge.conflicts };
}

class Merge {
  conflicts = 0;
  readonly #old: ParsedSource;
  readonly #mine: ParsedSource;
  readonly #other: ParsedSource;

  constructor(old: ParsedSource, mine: ParsedSource, other: ParsedSource) {
    this.#old = old;
    this.#mine = mine;
    this.#other = other;
  }

  /** Ours in our order; what they added comes behind what it followed with them. */
  parts(old: Parts, mine: Parts, other: Parts): string {
    const before = byKey(old);
    const theirs = byKey(other);
    const written = new Map<string, string>();
    for (const part of mine.parts) written.set(part.key, this.#one(before.get(part.key), part, theirs.get(part.key)));
    let follows: string | undefined;
    for (const part of other.parts) {
      if (!written.has(part.key))
        insertBehind(written, follows, part.key, this.#one(before.get(part.key), undefined, part));
      follows = part.key;
    }
    const tail = mine.tail === old.tail ? other.tail : mine.tail;
    return joined([...written.values(), tail]);
  }

  /** What leads to a part (comments, blank lines) is merged apart from the part, so that neither hides the other. */
  #one(old: Part | undefined, mine: Part | undefined, other: Part | undefined): string {
    const body = this.#body(old, mine, other);
    if (body === '') return '';
    const leads = [old, mine, other].map((part) => (part === undefined ? undefined : part.text.slice(0, leadOf(part))));
    const [was, ours, theirs] = leads;
    return (ours === undefined || (ours === was && theirs !== undefined) ? theirs : ours) + body;
  }

  #body(old: Part | undefined, mine: Part | undefined, other: Part | undefined): string {
    if (same(mine, other) || same(old, other)) return mine === undefined ? '' : own(mine);
    if (same(old, mine)) return other === undefined ? '' : own(other);
    if (mine === undefined || other === undefined) return this.#conflict(mine, other);
    if (isMachinesSetting(mine.node) && isMachinesSetting(other.node)) return this.#names(old?.node, mine, other);
    if (mine.inside === undefined || other.inside === undefined) return this.#conflict(mine, other);
    return this.#within(old, mine, mine.inside, other, other.inside);
  }

  #within(old: Part | undefined, mine: Part, inside: Stretch, other: Part, otherInside: Stretch): string {
    const none: Parts = { parts: [], tail: '' };
    const base = old?.inside === undefined ? none : settingsWithin(this.#old, old.node, old.inside);
    const ours = settingsWithin(this.#mine, mine.node, inside);
    const theirs = settingsWithin(this.#other, other.node, otherInside);
    const body = this.parts(base, ours, theirs);
    return this.#mine.text.slice(mine.start, inside.start) + body + this.#mine.text.slice(inside.end, mine.end);
  }

  /** Machines that one took in and one took out: a set, so both can be right at once. */
  #names(old: AstNode | undefined, mine: Part, other: Part): string {
    const names = (node: AstNode | undefined) =>
      isMachinesSetting(node) ? node.values.map(({ target }) => target?.$refText ?? '') : [];
    return `machines: ${mergeNames(names(old), names(mine.node), names(other.node)).join(', ')}`;
  }

  /** Markers stand at the beginning of lines of their own, where git and editors look for them. */
  #conflict(mine: Part | undefined, other: Part | undefined): string {
    this.conflicts += 1;
    const shown = (part: Part | undefined) => (part === undefined ? '' : `${own(part)}\n`);
    return `\n<<<<<<< ours\n${shown(mine)}=======\n${shown(other)}>>>>>>> theirs\n`;
  }
}

/** Equal but for their spaces. */
function same(one: Part | undefined, other: Part | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return own(one).replace(/\s+/g, ' ') === own(other).replace(/\s+/g, ' ');
}

/** A part without what leads to it. */
function own(part: Part): string {
  return part.text.slice(leadOf(part));
}

function leadOf({ start, from }: Part): number {
  return start - from;
}

/** A block that stood first in its text may come behind another now. */
function joined(texts: Iterable<string>): string {
  let whole = '';
  for (const text of texts)
    whole += whole === '' || text === '' || /^\s/.test(text) || whole.endsWith('\n') ? text : `\n${text}`;
  return whole;
}

function byKey({ parts }: Parts): ReadonlyMap<string, Part> {
  return new Map(parts.map((part) => [part.key, part]));
}

function insertBehind(written: Map<string, string>, follows: string | undefined, key: string, text: string): void {
  const entries = [...written];
  const at = follows === undefined ? 0 : entries.findIndex(([one]) => one === follows) + 1;
  entries.splice(at, 0, [key, text]);
  written.clear();
  for (const [one, body] of entries) written.set(one, body);
}
