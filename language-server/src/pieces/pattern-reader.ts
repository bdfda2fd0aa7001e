import type { LangiumParser } from 'langium';
import type { File } from '../generated/ast.ts';
import type { NameLinker } from '../names/name-linker.ts';
import type { FailbackLexingReport } from '../parser/failback-lexer.ts';
import type { TokenType } from '../parser/token.ts';
import { TokenScanner } from '../parser/token-scan.ts';
import { grow } from './grow.ts';
import { KnownPatterns } from './known-patterns.ts';
import { NO_ERRORS } from './moved-errors.ts';
import type { Pattern, TokenPlaces } from './pattern.ts';
import { type FoundPattern, patternOf } from './pattern-of.ts';
import type { PieceErrors, UsedName } from './piece.ts';
import type { PieceTree } from './piece-tree.ts';
import { TokenFinder } from './token-finder.ts';

/** A text as it was read, before there are any nodes. */
export interface Reading {
  readonly text: string;
  readonly pattern: Pattern;
  readonly finder: TokenFinder;
  readonly errors: PieceErrors;
  /** Until the next text is read. */
  readonly places: TokenPlaces;
}

/** What reading takes. */
export interface ReadingServices {
  readonly parser: {
    readonly LangiumParser: LangiumParser;
    readonly Lexer: { readonly definition: Readonly<Record<string, TokenType>> };
  };
  readonly references: { readonly Linker: NameLinker };
}

/**
 * Reads texts by the patterns of texts that were read before. Only what has other tokens than all that is known, or an
 * error, goes through Langium's parser.
 */
export class PatternReader {
  readonly #scanner: TokenScanner;
  readonly #finder: TokenFinder;
  readonly #parser: LangiumParser;
  readonly #linker: NameLinker;
  readonly #known = new KnownPatterns();

  constructor({ parser, references }: ReadingServices) {
    const types = parser.Lexer.definition;
    this.#scanner = new TokenScanner(types);
    this.#finder = new TokenFinder(new TokenScanner(types));
    this.#parser = parser.LangiumParser;
    this.#linker = references.Linker;
  }

  read(text: string): Reading {
    const finder = this.#finder;
    const scan = this.#scanner.scan(text);
    const known = scan && this.#known.find(scan);
    if (scan !== undefined && known !== undefined)
      return { text, pattern: known, finder, errors: NO_ERRORS, places: scan };
    const result = this.#parser.parse<File>(text);
    const errors = {
      lexer: result.lexerErrors,
      outline: (result.lexerReport as FailbackLexingReport).problems,
      parser: result.parserErrors,
    };
    const hasErrors = errors.lexer.length + errors.outline.length + errors.parser.length > 0;
    const found = patternOf(text, result.value, scan, hasErrors);
    const { pattern } = found;
    if (scan !== undefined && this.isLasting(found)) this.#known.add(scan, pattern);
    return { text, pattern, finder, errors, places: pattern.places ?? this.#scanner };
  }

  /** Whether other texts may be read by a pattern. */
  protected isLasting({ isGeneral }: FoundPattern): boolean {
    return isGeneral;
  }

  /** Makes the nodes that hang in a tree, and answers with the names that they use. Nothing else is read in between. */
  grow(tree: PieceTree, { places }: Reading): readonly UsedName[] {
    return grow(tree, places, this.#linker);
  }
}
