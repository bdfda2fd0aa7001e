import { DefaultLexerErrorMessageProvider, LangiumParserErrorMessageProvider } from 'langium';
import { spokenList } from '../vocabulary/spoken-list.ts';
import type { Token, TokenType } from './token.ts';

/** What the parser says, in sentences: what it found, and what fits there. */
export class SyntaxMessages extends LangiumParserErrorMessageProvider {
  override buildMismatchTokenMessage(options: { expected: TokenType; actual: Token }): string {
    if (options.expected.name !== '}') {
      return `${found(options.actual)} does not fit here: ${spoken(options.expected)} is expected.`;
    }
    const isValue = /^(WORD|NUMBER|QUANTITY)$/.test(options.actual.tokenType.name);
    const hint = isValue ? ' If it belongs to what stands before it, put it into double quotes.' : '';
    return `${found(options.actual)} does not fit here: another setting or \`}\` is expected.${hint}`;
  }

  override buildNoViableAltMessage(options: {
    expectedPathsPerAlt: TokenType[][][];
    actual: Token[];
    previous: Token;
  }): string {
    const first = options.expectedPathsPerAlt.flatMap((paths) => paths.flatMap((path) => path.slice(0, 1)));
    const expected = [...new Set(withoutTolerated(first).map(spoken))];
    const after = options.previous.image ? ` after '${options.previous.image}'` : '';
    return `${found(options.actual[0])} does not fit${after}: ${spokenList(expected)} is expected.`;
  }

  override buildEarlyExitMessage(options: { actual: Token[]; previous: Token }): string {
    return `${found(options.actual[0])} does not fit after '${options.previous.image}': something is missing there.`;
  }

  override buildNotAllInputParsedMessage(options: { firstRedundant: Token }): string {
    return `${found(options.firstRedundant)} does not fit here. Remove it, or check the line above for what is missing.`;
  }
}

/** What the lexer says about characters that begin nothing. */
export class CharacterMessages extends DefaultLexerErrorMessageProvider {
  override buildUnexpectedCharactersMessage(text: string, offset: number, length: number): string {
    const what = text.slice(offset, offset + length);
    const habit = HABITS.find(([begin]) => what.startsWith(begin))?.[1];
    if (habit !== undefined) return `'${what}' has no meaning here. ${habit}`;
    if (/^[\p{L}\p{M}]/u.test(what))
      return `'${what}' has no meaning here: a name holds letters from a to z, digits, '-', '_' and '.' only. What it is called elsewhere is a text in double quotes, in \`name:\` or \`item:\`.`;
    return `'${what}' has no meaning here. Put a text into double quotes; a name holds letters, digits, '-', '_' and '.' only.`;
  }
}

/** Values tolerate any word so that lowering can tell what is wrong with it; what is really expected is the rest. */
function withoutTolerated(types: readonly TokenType[]): readonly TokenType[] {
  const wanted = types.filter((type) => type.name !== 'WORD' && type.name !== 'NUMBER');
  return wanted.length > 0 ? wanted : types;
}

/** What people bring from other languages, and how it is said in this one. */
const HABITS: readonly (readonly [string, string])[] = [
  ['/*', 'A comment begins with `//` and ends with its line.'],
  ['*/', 'A comment begins with `//` and ends with its line.'],
  ['#', 'A comment begins with `//`.'],
  [';', 'Settings stand in lines of their own, or two spaces apart.'],
  ['[', 'A list is written without brackets: `machines: a, b`.'],
  [']', 'A list is written without brackets: `machines: a, b`.'],
  ['=', 'A key stands with its colon: `os: linux`.'],
  [':', 'A key stands right before its colon (`os: linux`), and a time has no space: `2026-12-05T20:00+01:00`.'],
  ["'", 'A text stands in double quotes.'],
];

function found(token: Token | undefined): string {
  // A block always gets its last brace, so only an import can be read to its end: the end of its line.
  if (token === undefined || token.tokenType.name === 'EOF' || token.image === '') return 'The end of the line';
  return token.isInsertedInRecovery ? 'The end of the block' : `'${token.image}'`;
}

const SPOKEN: Readonly<Record<string, string>> = {
  WORD: 'a name',
  NUMBER: 'a number',
  STRING: 'a text in double quotes',
  QUANTITY: 'a number with its unit (`4 h`)',
  DATE: 'a date (`2026-12-18`)',
  DATE_TIME: 'a time with its offset (`2026-12-05T20:00+01:00`)',
  KEY: 'a key with its colon',
  EOF: 'the end of the file',
};

function spoken(type: TokenType): string {
  return SPOKEN[type.name] ?? `\`${type.name}\``;
}
