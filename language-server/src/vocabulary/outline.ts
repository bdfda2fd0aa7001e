import { type Grammar, GrammarAST } from 'langium';
import { FailbackGrammar } from '../generated/grammar.ts';

/** What may stand behind a key. */
export type ValueShape =
  | { readonly kind: 'choice'; readonly rule: string; readonly words: readonly string[] }
  | { readonly kind: 'reference'; readonly to: string }
  | { readonly kind: 'text' | 'quantity' | 'count' | 'instant' | 'other' };

/** A `key: value` as the grammar has it. */
export interface SettingShape {
  readonly kind: 'setting';
  /** Name of its rule, for example `OsSetting`. */
  readonly rule: string;
  readonly key: string;
  readonly value: ValueShape;
  readonly isList: boolean;
}

/** A block, at the top of a file or within another one. */
export interface BlockShape {
  readonly kind: 'block';
  readonly rule: string;
  readonly word: string;
  /** What stands between the word and the brace. */
  readonly header: 'name' | 'title' | 'stage' | 'nothing';
  readonly hasBody: boolean;
  readonly settings: ReadonlyMap<string, SettingShape>;
  readonly blocks: ReadonlyMap<string, BlockShape>;
}

let outline: ReadonlyMap<string, BlockShape> | undefined;

/** Every block of the language by its rule's name, read from the grammar, so that nothing here is typed twice. */
export function languageOutline(): ReadonlyMap<string, BlockShape> {
  outline ??= new OutlineReader(FailbackGrammar()).blocks();
  return outline;
}

class OutlineReader {
  readonly #rules: ReadonlyMap<string, GrammarAST.ParserRule>;

  constructor(grammar: Grammar) {
    this.#rules = new Map(grammar.rules.filter(GrammarAST.isParserRule).map((rule) => [rule.name, rule]));
  }

  blocks(): ReadonlyMap<string, BlockShape> {
    const blocks = [...this.#rules.keys()].filter((name) => this.#isBlock(name)).map((name) => this.#block(name));
    return new Map(blocks.map((block) => [block.rule, block]));
  }

  #isBlock(name: string): boolean {
    const keywords = this.#keywords(name);
    const [first = ''] = keywords;
    return (
      !first.endsWith(':') &&
      /^\w/.test(first) &&
      (keywords.includes('{') || name === 'WithoutApproval') &&
      name !== 'Member'
    );
  }

  #block(name: string): BlockShape {
    const [word = ''] = this.#keywords(name);
    const parts = this.#parts(name);
    const settings = parts.flatMap((part) => this.#settings(part));
    const blocks = parts.filter((part) => this.#isBlock(part)).flatMap((part) => this.#nested(part));
    return {
      kind: 'block',
      rule: name,
      word,
      header: this.#header(name),
      hasBody: this.#keywords(name).includes('{'),
      settings: new Map(settings.map((setting) => [setting.key, setting])),
      blocks: new Map(blocks.map((block) => [block.word, block])),
    };
  }

  /** `Moment` is two words: before and after. */
  #nested(name: string): BlockShape[] {
    const block = this.#block(name);
    return name === 'Moment' ? ['before', 'after'].map((word) => ({ ...block, word })) : [block];
  }

  #header(name: string): BlockShape['header'] {
    const assigned = new Set(this.#assignments(name).map((assignment) => assignment.feature));
    if (assigned.has('stage')) return 'stage';
    if (assigned.has('title') || assigned.has('because') || name === 'Disk') return 'title';
    return assigned.has('name') ? 'name' : 'nothing';
  }

  /** The rules that the body's list of settings offers. */
  #parts(name: string): string[] {
    const body = this.#assignments(name).find((assignment) => /^(settings|items|blocks)$/.test(assignment.feature));
    const choice = body && GrammarAST.isRuleCall(body.terminal) ? body.terminal.rule.$refText : undefined;
    const rule = choice === undefined ? undefined : this.#rules.get(choice);
    if (rule === undefined) return [];
    return nodesOf(rule.definition)
      .filter(GrammarAST.isRuleCall)
      .map((call) => call.rule.$refText);
  }

  #settings(name: string): SettingShape[] {
    const [first = ''] = this.#keywords(name);
    if (!first.endsWith(':')) return [];
    const values = this.#assignments(name);
    const value = values.find((one) => /^(value|values|family|from|machine)$/.test(one.feature));
    const terminal = value?.terminal;
    const rule = GrammarAST.isRuleCall(terminal) ? terminal.rule.$refText : '';
    const shape = { kind: 'setting', rule: name, value: this.#value(rule), isList: value?.operator === '+=' } as const;
    return [{ ...shape, key: first.slice(0, -1) }];
  }

  #value(rule: string): ValueShape {
    const simple = { Text: 'text', Quantity: 'quantity', Count: 'count', Instant: 'instant' } as const;
    const kind = simple[rule as keyof typeof simple];
    if (kind !== undefined) return { kind };
    const definition = this.#rules.get(rule)?.definition;
    const nodes = definition === undefined ? [] : nodesOf(definition);
    const reference = nodes.find(GrammarAST.isCrossReference);
    if (reference !== undefined) return { kind: 'reference', to: reference.type.$refText };
    const words = nodes.filter(GrammarAST.isKeyword).map((keyword) => keyword.value);
    return words.length > 0 ? { kind: 'choice', rule, words } : { kind: 'other' };
  }

  #keywords(name: string): string[] {
    const definition = this.#rules.get(name)?.definition;
    return definition === undefined
      ? []
      : nodesOf(definition)
          .filter(GrammarAST.isKeyword)
          .map((keyword) => keyword.value);
  }

  #assignments(name: string): GrammarAST.Assignment[] {
    const definition = this.#rules.get(name)?.definition;
    return definition === undefined ? [] : nodesOf(definition).filter(GrammarAST.isAssignment);
  }
}

function nodesOf(element: GrammarAST.AbstractElement): GrammarAST.AbstractElement[] {
  const nested: GrammarAST.AbstractElement[] = [];
  if (GrammarAST.isGroup(element) || GrammarAST.isAlternatives(element)) nested.push(...element.elements);
  if (GrammarAST.isAssignment(element)) nested.push(element.terminal);
  return [element, ...nested.flatMap(nodesOf)];
}
