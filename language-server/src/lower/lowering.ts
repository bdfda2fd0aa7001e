import type { AstNode } from 'langium';
import type { Machine } from '../../../core/runbook/runbook.ts';
import type { Declared, Located, SourceRange } from '../../../core/runbook/source.ts';
import type { DocumentationLines } from '../documentation-lines.ts';
import { isStray, type MachinesSetting } from '../generated/ast.ts';
import { nearestChoice } from '../vocabulary/nearest-choice.ts';
import { spokenList } from '../vocabulary/spoken-list.ts';
import { isBlank } from './is-blank.ts';
import type { ReferenceNode } from './names-used.ts';
import { parseInstant } from './parse-instant.ts';
import type { Dimension } from './parse-quantity.ts';
import { exampleOf, parseQuantity, unitsOf } from './parse-quantity.ts';
import { located, placeOfName, placeOfValue } from './places.ts';
import { ProblemList } from './problem-list.ts';

/** A setting with one value that the parser read; absent when the line is half typed. */
interface ValueNode extends AstNode {
  readonly value?: unknown;
}

/** What the names of a block stand for. */
export interface Meanings {
  /** The object that a reference names; undefined when nobody declares it, or when it is too incomplete to be one. */
  valueOf(node: ReferenceNode): unknown;
  machinesIn(setting: MachinesSetting): readonly Located<Machine>[];
  /** Whether no `///` stands above the block. */
  readonly isPlain: boolean;
}

/**
 * What all parts of lowering share while one block is lowered: the problems found so far, what its names stand for, and
 * the reading of plain values. Every reader answers undefined for what is missing or wrong, and has told the problem then.
 */
export class Lowering {
  readonly problems = new ProblemList();
  readonly #meanings: Meanings;
  readonly #comments: DocumentationLines;

  constructor(meanings: Meanings, comments: DocumentationLines) {
    this.#meanings = meanings;
    this.#comments = comments;
  }

  valueOf<T>(node: ReferenceNode | undefined): T | undefined {
    return node === undefined ? undefined : (this.#meanings.valueOf(node) as T | undefined);
  }

  machinesIn(setting: MachinesSetting): readonly Located<Machine>[] {
    return this.#meanings.machinesIn(setting);
  }

  declared(node: AstNode & { readonly name: string }): Declared {
    return { name: node.name, at: placeOfName(node), documentation: this.documentationOf(node) };
  }

  documentationOf(node: AstNode): string | undefined {
    return this.#meanings.isPlain ? undefined : this.#comments.getComment(node);
  }

  text(setting: ValueNode | undefined): Located<string> | undefined {
    if (setting === undefined || typeof setting.value !== 'string' || isBlank(setting.value)) return undefined;
    return located(unquoted(setting.value), placeOfValue(setting));
  }

  quantity(setting: ValueNode | undefined, dimension: Dimension): Located<number> | undefined {
    if (setting === undefined || typeof setting.value !== 'string') return undefined;
    return this.quantityAt(setting.value, placeOfValue(setting), dimension);
  }

  quantityAt(text: string, at: SourceRange, dimension: Dimension): Located<number> | undefined {
    const parsed = parseQuantity(text, dimension);
    if (parsed.kind === 'value') return located(parsed.value, at);
    if (parsed.kind === 'too-much') {
      this.problems.error('bad-quantity', at, `'${text}' is more than can be meant. Write at most \`${parsed.most}\`.`);
      return undefined;
    }
    const meant = parsed.instead === undefined ? '' : ` Did you mean \`${parsed.instead}\`?`;
    const units = spokenList(unitsOf(dimension).map((unit) => `\`${unit}\``));
    const message = `'${text}' is no ${SPOKEN[dimension]}. Write a number and its unit (${units}), for example \`${exampleOf(dimension)}\`.${meant}`;
    this.problems.error('bad-quantity', at, message, replacement(parsed.instead));
    return undefined;
  }

  count(setting: ValueNode | undefined): Located<number> | undefined {
    if (setting === undefined || typeof setting.value !== 'string') return undefined;
    return this.countAt(setting.value, placeOfValue(setting));
  }

  countAt(text: string, at: SourceRange): Located<number> | undefined {
    if (/^[0-9]{1,9}$/.test(text) && Number(text) > 0) return located(Number(text), at);
    this.problems.error(
      'bad-number',
      at,
      `'${text}' is no number that fits here. Write a whole number above zero, without a unit.`,
    );
    return undefined;
  }

  instant(text: unknown, at: SourceRange): Located<string> | undefined {
    if (typeof text !== 'string') return undefined;
    const parsed = parseInstant(text);
    if (parsed.kind === 'value') return located(parsed.value, at);
    this.problems.error('bad-date', at, `'${text}' ${WHY_NO_INSTANT[parsed.why]}`);
    return undefined;
  }

  yesOrNo(setting: ValueNode | undefined): Located<boolean> | undefined {
    const word = this.choice(setting, ['true', 'false']);
    return word && located(word.value === 'true', word.at);
  }

  choice<W extends string>(setting: ValueNode | undefined, words: readonly W[]): Located<W> | undefined {
    if (setting === undefined || typeof setting.value !== 'string' || setting.value === '') return undefined;
    return this.choiceAt(setting.value, placeOfValue(setting), words);
  }

  choiceAt<W extends string>(text: string, at: SourceRange, words: readonly W[]): Located<W> | undefined {
    const index = (words as readonly string[]).indexOf(text);
    const word = words[index];
    if (word !== undefined) return located(word, at);
    const meant = nearestChoice(text, words);
    const fits = spokenList(words.map((one) => `\`${one}\``));
    const hint = meant === undefined ? '' : ` Did you mean \`${meant}\`?`;
    this.problems.error('unknown-word', at, `'${text}' does not fit here. Write ${fits}.${hint}`, replacement(meant));
    return undefined;
  }

  /** Tells what a block lacks, unless somebody is just typing it. */
  missing(block: AstNode & { readonly settings: readonly AstNode[] }, key: string, why: string): void {
    if (block.settings.some((setting) => isStray(setting) && (setting.key ?? setting.word) === key)) return;
    this.problems.error('missing-setting', placeOfName(block), `\`${key}:\` is missing here. ${why}`);
  }
}

const SPOKEN: Readonly<Record<Dimension, string>> = {
  time: 'length of time',
  storage: 'amount of storage',
  rate: 'data rate',
};

const WHY_NO_INSTANT = {
  shape: 'is no date. Write a day, for example `2026-12-18`, or a time with its offset, `2026-12-05T20:00+01:00`.',
  'no-offset':
    'has no offset, so it means another moment in another place. Add `Z` for UTC, or an offset such as `+01:00`.',
  'no-such-day': 'does not exist in the calendar. Check year, month, day and time.',
} as const;

function replacement(text: string | undefined) {
  return text === undefined ? {} : { replacement: { title: `Write \`${text}\``, text } };
}

/** `Text` keeps its quotes while it is parsed, so that a missing one can be told. */
export function unquoted(text: string): string {
  if (!text.startsWith('"')) return text;
  return text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text.slice(1);
}
