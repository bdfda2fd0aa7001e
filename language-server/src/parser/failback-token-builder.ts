import { DefaultTokenBuilder, type GrammarAST, RegExpUtils } from 'langium';
import type { TokenType } from './token.ts';
import { BLOCK_STARTS, PART_STARTS } from './token-kinds.ts';

/**
 * Keys are a kind of KEY and words of a fixed choice a kind of WORD, so that `Stray` takes any key and a name may be
 * `windows`. The words that begin blocks are neither: `segment-tokens.ts` decides by their place.
 */
export class FailbackTokenBuilder extends DefaultTokenBuilder {
  readonly #beginnings = new Map<string, RegExp>();

  protected override buildKeywordToken(
    keyword: GrammarAST.Keyword,
    terminals: TokenType[],
    caseless: boolean,
  ): TokenType {
    const token = super.buildKeywordToken(keyword, terminals, caseless);
    const category = categoryOf(keyword.value);
    const parent = terminals.find((terminal) => terminal.name === category);
    return parent === undefined ? token : { ...token, CATEGORIES: [parent] };
  }

  /** Langium makes the expression of a terminal anew for each keyword, which is two hundred times. */
  protected override findLongerAlt(keyword: GrammarAST.Keyword, terminals: TokenType[]): TokenType[] {
    return terminals.filter(({ PATTERN }) => {
      const source = PATTERN instanceof RegExp ? PATTERN.source : '';
      return source !== '' && (this.#beginningsOf(source).exec(keyword.value)?.[0] ?? '') !== '';
    });
  }

  /** Fits whatever a text that fits the terminal can begin with. */
  #beginningsOf(terminal: string): RegExp {
    const known = this.#beginnings.get(terminal);
    if (known !== undefined) return known;
    const beginnings = RegExpUtils.partialRegExp(`^${terminal}$`);
    this.#beginnings.set(terminal, beginnings);
    return beginnings;
  }
}

function categoryOf(keyword: string): 'KEY' | 'WORD' | undefined {
  if (keyword.endsWith(':')) return 'KEY';
  if (BLOCK_STARTS.has(keyword) || PART_STARTS.has(keyword)) return undefined;
  return /^\w/.test(keyword) ? 'WORD' : undefined;
}
