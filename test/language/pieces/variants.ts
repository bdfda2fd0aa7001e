import { DefaultLexer, type Lexer } from 'langium';
import type { Token } from '../../../language-server/src/parser/token.ts';

/** Tokens and comments as the lexer makes them, before anything is cut into blocks. */
export function rawTokens(lexer: Lexer, text: string): { tokens: Token[]; hasErrors: boolean } {
  const { tokens, hidden, errors } = DefaultLexer.prototype.tokenize.call(lexer, text);
  const all = [...tokens, ...hidden].sort((one, other) => one.startOffset - other.startOffset);
  return { tokens: all, hasErrors: errors.length > 0 };
}

/** Other texts for tokens of the same type. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  WORD: ['x', 'other-1', 'db.prod_7', 'vmx', '_', '10.0.0.1', 'a'.repeat(30), '7up', 'Windows'],
  NUMBER: ['7', '007', '3.25', '1000000'],
  QUANTITY: ['5 GB', '24h', '1.5\tTB', '10 %', '3 weeks'],
  STRING: ['""', '"// no { comment"', '"os:"', '"ä 💥"', '"a text of more than thirteen characters"'],
  DATE: ['2026-12-18', '0001-01-01'],
  DATE_TIME: ['2026-12-05T20:00+01:00', '2026-01-01T00:00:00Z'],
  KEY: ['foo:', 'x.y-z:', '_:', 'Os:'],
  COMMENT: ['//', '// vm x {', '/// told', '// "'],
};

const STRANGERS = [
  ...Object.values(OTHERS).flat(),
  '{',
  '}',
  ',',
  'vm',
  'os:',
  'linux',
  'nic',
  'by',
  '"',
  'x-',
  '§',
  '',
];

/** Where a variant keeps to the tokens of its text, and where it does not. */
export type Faithfulness = 'same tokens' | 'a stranger' | 'other lines';

/** The same text said otherwise: other names, other values, other blanks. `seed` says which. */
export function variantOf(lexer: Lexer, text: string, seed: number, faithful: Faithfulness): string {
  const chance = new Chance(seed);
  const { tokens } = rawTokens(lexer, text);
  const stranger = faithful === 'a stranger' ? chance.below(tokens.length) : -1;
  let end = 0;
  let written = '';
  for (const [index, token] of tokens.entries()) {
    const gap = text.slice(end, token.startOffset);
    written += faithful === 'other lines' && chance.below(12) === 0 ? chance.oneOf(GAPS) : otherGap(gap, chance);
    const others = OTHERS[token.tokenType.name];
    const other = others === undefined || chance.below(3) === 0 ? token.image : chance.oneOf(others);
    written += index === stranger ? chance.oneOf(STRANGERS) : other;
    end = token.startOffset + token.image.length;
  }
  return written + text.slice(end);
}

const GAPS = [' ', '\n', '\n  ', '\r\n', '\r', '\t', '\n\n', ''];

/** Blanks that stand for the same: a line break stays one, and what stands at the beginning of its line stays there. */
function otherGap(gap: string, chance: Chance): string {
  if (gap === '') return '';
  const blanks = chance.oneOf([' ', '  ', '\t', '\u00a0']);
  if (!/[\r\n]/.test(gap)) return blanks;
  const lines = chance.oneOf(['\n', '\r\n', '\r', '\n\n', ' \n', '\n \t\n']);
  return /[\r\n]$/.test(gap) ? lines : lines + blanks;
}

/** Numbers that follow from a seed. */
class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  oneOf<T>(some: readonly T[]): T {
    return some[this.below(some.length)] as T;
  }
}
