import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { NameLinker } from '../../language-server/src/names/name-linker.ts';
import { type TokenScan, TokenScanner } from '../../language-server/src/parser/token-scan.ts';
import { cutText } from '../../language-server/src/pieces/cut-text.ts';
import { KnownPatterns } from '../../language-server/src/pieces/known-patterns.ts';
import type { Pattern } from '../../language-server/src/pieces/pattern.ts';
import { PatternReader } from '../../language-server/src/pieces/pattern-reader.ts';
import { PieceReader } from '../../language-server/src/pieces/piece-reader.ts';
import { PieceTree } from '../../language-server/src/pieces/piece-tree.ts';
import { TokenFinder } from '../../language-server/src/pieces/token-finder.ts';
import { TreeNodes } from '../../language-server/src/pieces/tree-nodes.ts';
import { readCaretFixture } from '../support/caret-fixture.ts';
import { fixtureFiles } from '../support/fixture-files.ts';
import { changesOf, FILES, steps } from './pieces/edits.ts';
import { EVERY_GROUP, GROUPS } from './pieces/long-groups.ts';
import { tokensOf, treeOf } from './pieces/picture.ts';
import { pictureOfPiece, pictureOfResult } from './pieces/piece-picture.ts';
import { type Faithfulness, rawTokens, variantOf } from './pieces/variants.ts';
import { readByLangium, Workspace } from './pieces/workspace.ts';

const { failback } = new Workspace();
const lexer = failback.parser.Lexer;

/** Pieces in every shape that the language has. */
const TEXTS: readonly string[] = [
  ...Object.values(FILES),
  ...Object.values(GROUPS),
  ...['lowering', 'problems'].flatMap((folder) =>
    fixtureFiles(import.meta.url, folder, '.failback').flatMap(({ text, name }) => [
      ...readCaretFixture(text, name).files.values(),
    ]),
  ),
  ...['contoso-branch', 'contoso-erp', 'recorded-vault'].flatMap((folder) =>
    fixtureFiles(import.meta.url, `../../examples/${folder}`, '.failback').map(({ text }) => text),
  ),
].flatMap((text) => {
  const { starts } = cutText(text);
  return starts.map((start, index) => text.slice(start, starts[index + 1]));
});

/** One that reads no group part by part, so that what it reads is what Langium reads of the text. */
function newReader(): PieceReader {
  return new PieceReader(failback, Number.POSITIVE_INFINITY);
}

const PIECE = fc.nat(TEXTS.length - 1).map((index) => TEXTS[index] ?? '');
const SEED = fc.nat(2 ** 31 - 1);

describe('tokens are found as the lexer makes them', () => {
  const scanner = new TokenScanner(lexer.definition);

  function assertScanned(text: string): void {
    const { tokens, hasErrors } = rawTokens(lexer, text);
    const isUnclosed = tokens.some(({ image }) => /^"[^"]*$/.test(image));
    const scan = scanner.scan(text);
    // It gives up where it must, and only there.
    assert.equal(scan === undefined, hasErrors || isUnclosed, JSON.stringify(text));
    if (scan === undefined) return;
    let line = 0;
    const expected = tokens.map(({ tokenType, startOffset, image, startLine = 0, startColumn = 0 }) => {
      const mark = ((tokenType.tokenTypeIdx ?? 0) << 2) | (startLine > line ? 2 : 0) | (startColumn === 1 ? 1 : 0);
      line = startLine;
      return [mark, startOffset, startOffset + image.length, startLine - 1, startColumn - 1];
    });
    const found = Array.from({ length: scan.count }, (_, at) => [
      ...[scan.marks[at], scan.starts[at], scan.ends[at], scan.lines[at], scan.characters[at]],
    ]);
    assert.deepEqual(found, expected, JSON.stringify(text));
  }

  test('in every piece and what is said otherwise', () => {
    for (const text of TEXTS) assertScanned(text);
    const faithful = fc.constantFrom<Faithfulness>('same tokens', 'a stranger', 'other lines');
    fc.assert(
      fc.property(PIECE, SEED, faithful, (text, seed, how) => assertScanned(variantOf(lexer, text, seed, how))),
      { seed: 1, numRuns: 3000 },
    );
  });

  test('whatever is typed', () => {
    const bits = fc.constantFrom(
      ...['vm', 'os:', 'a', '-', '.', ':', '"', '//', '/', '{', '}', ',', ' ', '\t', '\n', '\r', '\ufeff', '\u2028'],
      ...['1', '2026-12-18', 'T20:00', 'Z', '4 h', 'GB', '%', '_', 'ä', '§', 'delete-old-machine:', 'after-all', 'by'],
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 12 }), (text) => assertScanned(text.join(''))),
      { seed: 1, numRuns: 20_000 },
    );
    fc.assert(
      fc.property(steps(1, 3), (played) => {
        for (const { edits } of played)
          for (const { text } of changesOf(FILES['a.failback'] ?? '', edits)) assertScanned(text);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

/** Reads a text and then what is said otherwise, and compares both with what Langium reads. */
function assertReadAlike(reader: PieceReader, texts: readonly string[]): void {
  for (const text of texts) {
    const ours = JSON.stringify(pictureOfPiece(reader.read(text)));
    const theirs = JSON.stringify(pictureOfResult(readByLangium(text).parseResult as never));
    if (ours !== theirs) assert.fail(`${JSON.stringify(text)} is read as\n${ours}\nand should be\n${theirs}`);
  }
}

/** A text, and the same with other words; now and then something that is not the same. */
const SAID = fc
  .tuple(PIECE, fc.array(fc.tuple(SEED, fc.nat(5)), { minLength: 1, maxLength: 4 }))
  .map(([text, variants]) => [
    text,
    ...variants.map(([seed, kind]) => {
      const how = kind === 0 ? 'a stranger' : kind === 1 ? 'other lines' : 'same tokens';
      return variantOf(lexer, text, seed, how);
    }),
  ]);

describe('what is read by a pattern is what Langium reads', () => {
  for (const seed of [1, 2, Math.floor(Date.now() / 86_400_000)]) {
    test(`whatever names and values a text has (seed ${seed})`, () => {
      const reader = newReader();
      fc.assert(
        fc.property(SAID, (texts) => assertReadAlike(reader, texts)),
        { seed, numRuns: 400, interruptAfterTimeLimit: 20_000 },
      );
    });
  }

  test('in groups that are read part by part', () => {
    const inParts = new Workspace(EVERY_GROUP);
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(GROUPS)), SEED, (text, seed) => {
        const variant = variantOf(lexer, text, seed, 'same tokens');
        const [ours, theirs] = [inParts.open({ x: variant }).document('x'), readByLangium(variant)].map((one) =>
          JSON.stringify([treeOf(one.parseResult.value), tokensOf(one)]),
        );
        assert.equal(ours, theirs);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test('a sound text is parsed once, and its pattern serves all that say the same otherwise', (context) => {
    const parser = failback.parser.LangiumParser;
    const { parse } = parser;
    let parsed = 0;
    const reader = newReader();
    const sound = TEXTS.filter((text) => {
      const { lexer: lexed, outline, parser: told } = reader.read(text).errors;
      const isClosed = rawTokens(lexer, text).tokens.every(({ image }) => !/^"[^"]*$/.test(image));
      return lexed.length + outline.length + told.length === 0 && isClosed;
    });
    parser.parse = ((...given: Parameters<typeof parse>) => {
      parsed++;
      return parse.apply(parser, given);
    }) as typeof parse;
    try {
      for (const [index, text] of sound.entries()) {
        reader.read(text);
        assert.equal(parsed, 0, `${text} was parsed again`);
        reader.read(variantOf(lexer, text, index, 'same tokens'));
        assert.equal(parsed, 0, `${variantOf(lexer, text, index, 'same tokens')} was parsed`);
      }
    } finally {
      parser.parse = parse;
    }
    assert.ok(sound.length > 200, `only ${sound.length} texts`);
    context.diagnostic(`${sound.length} of ${TEXTS.length} texts`);
  });

  test('patterns that nobody asks for are forgotten, those that are asked for stay', () => {
    const known = new KnownPatterns();
    const scan = (hash: number) =>
      ({ count: 1000, hash: hash % 7, marks: new Int32Array(1000).fill(hash) }) as unknown as TokenScan;
    const patterns = Array.from({ length: 500 }, () => ({}) as Pattern);
    patterns.forEach((pattern, index) => {
      known.add(scan(index), pattern);
      assert.equal(known.find(scan(index)), pattern);
      assert.equal(known.find(scan(0)), patterns[0], 'the first is asked for each time');
    });
    const kept = patterns.filter((pattern, index) => known.find(scan(index)) === pattern);
    assert.ok(kept.length > 40 && kept.length < 120, `${kept.length} are kept`);
  });
});

describe('a concrete tree that is made when somebody asks', () => {
  test('has the same nodes for as long as one of them is held', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const { tree, blocks } = newReader().read('vm x { os: linux  nic { address: "a" } }\n');
    const [block] = blocks;
    assert.ok(tree !== undefined && block?.$cstNode !== undefined);
    const leaf = (block.$cstNode as unknown as { content: { content: object[] }[] }).content[0]?.content[0];
    await new Promise((resolve) => setImmediate(resolve));
    collect();
    assert.ok((block.$cstNode as unknown as { content: { content: object[] }[] }).content[0]?.content[0] === leaf);
  });
});

/** The comparison is worth something only if it finds faults. Each of these is one that is easily made. */
describe('the comparison with Langium finds', () => {
  const { scan } = TokenScanner.prototype;
  const { ownerOf } = PieceTree.prototype;
  const { inner } = TreeNodes.prototype;
  const { buildReference } = NameLinker.prototype;

  finds('line breaks that are taken for blanks', TokenScanner.prototype, 'scan', function (this: TokenScanner, text) {
    const found = scan.call(this, text);
    for (let at = 0; at < this.count; at++) this.marks[at] = (this.marks[at] ?? 0) & ~3;
    this.hash = this.marks.slice(0, this.count).reduce((sum, mark) => sum + mark, 0);
    return found;
  });

  const { find } = KnownPatterns.prototype;
  const ofLength = new Map<number, Pattern>();
  finds('a pattern for other tokens', KnownPatterns.prototype, 'find', function (this: KnownPatterns, scanned) {
    const found = find.call(this, scanned) ?? ofLength.get(scanned.count);
    if (found !== undefined) ofLength.set(scanned.count, found);
    return found;
  });

  finds('a pattern of a text with an error', PatternReader.prototype, 'isLasting' as never, (() => true) as never);

  finds('what one text says told of all', TokenScanner.prototype, 'keywordAt', () => 'x');

  const { placesIn } = TokenFinder.prototype;
  let last: TokenScan | undefined;
  finds('places in another text', TokenFinder.prototype, 'placesIn', function (this: TokenFinder, tree) {
    last ??= placesIn.call(this, tree);
    return last;
  });

  finds('a word that belongs to the node around', PieceTree.prototype, 'ownerOf', function (this: PieceTree, owner) {
    return ownerOf.call(this, this.pattern.nodes[owner]?.parent || owner);
  });

  finds('nodes that are made anew each time', TreeNodes.prototype, 'inner', function (this: TreeNodes, at) {
    return inner.call(new TreeNodes(this.tree), at);
  });

  finds(
    'a name that is told to stand elsewhere',
    NameLinker.prototype,
    'buildReference',
    function (this: NameLinker, node, property, written, text) {
      const moved = typeof written === 'number' ? written - 1 : written;
      return buildReference.call(this, node, property, moved, text);
    },
  );
});

function finds<T extends object, K extends keyof T & string>(what: string, owner: T, method: K, fault: T[K]): void {
  test(what, () => {
    const sound = Object.getOwnPropertyDescriptor(owner, method);
    if (sound === undefined) throw new Error(`There is no ${method} to plant a fault in.`);
    Object.defineProperty(owner, method, { value: fault, configurable: true, writable: true });
    try {
      const reader = newReader();
      assert.throws(
        () =>
          fc.assert(
            fc.property(SAID, (texts) => assertReadAlike(reader, texts)),
            { seed: 1, numRuns: 400, endOnFailure: true },
          ),
        /Property failed/,
      );
    } finally {
      Object.defineProperty(owner, method, sound);
    }
  });
}
