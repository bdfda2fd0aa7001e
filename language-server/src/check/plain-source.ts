import { GrammarAST } from 'langium';
import { FailbackGrammar } from '../generated/grammar.ts';
import { BARE_ALLOWED } from './check-texts.ts';

/**
 * Whether nothing about quotes can be wrong in the text of some blocks, and nothing in it is documented: no `///`, each quote
 * closed on its line with something to see before it, a quote behind each key that asks for a text. Ten thousand machines of which that is known need no look
 * at their tokens. What only looks otherwise, in a comment for example, is looked at token by token.
 */
export function isPlainSource(source: string): boolean {
  return !source.includes('///') && closesItsQuotes(source) && quotesItsTexts(source);
}

function closesItsQuotes(source: string): boolean {
  for (let at = source.indexOf('"'); at >= 0; at = source.indexOf('"', at + 1)) {
    const closing = source.indexOf('"', at + 1);
    if (closing < 0) return false;
    let isSeen = false;
    for (let between = at + 1; between < closing; between++) {
      const code = source.charCodeAt(between);
      if (code === LINE_FEED || code === CARRIAGE_RETURN) return false;
      isSeen ||= code > 0x20 && code < 0x7f;
    }
    if (!isSeen) return false;
    at = closing;
  }
  return true;
}

function quotesItsTexts(source: string): boolean {
  const { all, ofLists } = textKeys();
  for (let colon = source.indexOf(':'); colon >= 0; colon = source.indexOf(':', colon + 1)) {
    let behind = colon + 1;
    while (isSpace(source.charCodeAt(behind))) behind++;
    const key = source.charCodeAt(behind) === QUOTE ? undefined : keyBefore(source, colon);
    if (key !== undefined && all.has(key)) return false;
  }
  return ofLists.every((key) => !source.includes(`${key}:`));
}

function keyBefore(source: string, colon: number): string {
  let start = colon;
  while (start > 0 && isOfKey(source.charCodeAt(start - 1))) start--;
  return source.slice(start, colon);
}

interface TextKeys {
  /** Keys behind which a text stands in quotes. */
  readonly all: ReadonlySet<string>;
  /** Those behind which several may stand. */
  readonly ofLists: readonly string[];
}

let known: TextKeys | undefined;

function textKeys(): TextKeys {
  known ??= readTextKeys();
  return known;
}

function readTextKeys(): TextKeys {
  const all = new Set<string>();
  const ofLists: string[] = [];
  for (const { name, definition } of FailbackGrammar().rules.filter(GrammarAST.isParserRule)) {
    const [key, value] = GrammarAST.isGroup(definition) ? definition.elements : [];
    if (!GrammarAST.isKeyword(key) || !GrammarAST.isAssignment(value) || BARE_ALLOWED.has(name)) continue;
    if (!GrammarAST.isRuleCall(value.terminal) || value.terminal.rule.$refText !== 'Text') continue;
    const word = key.value.slice(0, -1);
    if (value.operator === '+=') ofLists.push(word);
    all.add(word);
  }
  return { all, ofLists };
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0 || code === 0xfeff;
}

/** Letters, digits, `_`, `.` and `-`, as in the terminal `KEY`. */
function isOfKey(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2d ||
    code === 0x2e ||
    code === 0x5f
  );
}
