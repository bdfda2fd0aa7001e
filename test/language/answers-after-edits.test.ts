import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { AstUtils, type LangiumDocument, URI } from 'langium';
import type {
  DocumentLinkProvider,
  DocumentSymbolProvider,
  FoldingRangeProvider,
  Formatter,
  SemanticTokenProvider,
} from 'langium/lsp';
import type { SemanticTokens, SemanticTokensDelta, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { FailbackDocumentLinks } from '../../language-server/src/features/document-links.ts';
import { FailbackDocumentSymbols } from '../../language-server/src/features/document-symbols.ts';
import { FailbackFolding } from '../../language-server/src/features/folding.ts';
import { FailbackFormatting } from '../../language-server/src/features/formatting.ts';
import { selectionRanges } from '../../language-server/src/features/selection-ranges.ts';
import { FailbackSemanticTokens } from '../../language-server/src/features/semantic-tokens.ts';
import { formatText } from '../../language-server/src/format/format-text.ts';
import { nodesWithin } from '../../language-server/src/lower/nodes-within.ts';
import { bytesOf } from '../../language-server/src/wire/answer-bytes.ts';
import { together } from '../../language-server/src/wire/answer-encoder.ts';
import { readCaretFixture } from '../support/caret-fixture.ts';
import { openEditor } from '../support/editor.ts';
import { fixtureFiles } from '../support/fixture-files.ts';
import { FAULTS, formatterOf, providerOf } from './answers-after-edits/faults.ts';
import { changesOf, FILES, keystrokes, type Step, steps } from './pieces/edits.ts';

/** Texts with all that the language has, one in which names, groups and comments stand close together, and one with a group that is read line by line. */
const TEXTS = [
  FILES['a.failback'] ?? '',
  longGroup(),
  ...fixtureFiles(import.meta.url, 'lowering', '.failback')
    .filter(({ name }) => name.startsWith('everything'))
    .map(({ name, text }) => Object.values(readCaretFixture(text, name).files)[0] ?? ''),
];

/** Making an editor takes longer than asking it, so there is one. */
const editor = openEditor({ 'a.failback': '' });

describe('what a feature keeps of a file from edit to edit', () => {
  test('is what it answers of a file that was just opened', async () => {
    let kept = 0;
    const afterEdits = sitting((count) => {
      kept += count;
    });
    await fc.assert(afterEdits, { numRuns: 120 });
    assert.ok(kept > 500, `only ${kept} blocks were the same after an edit`);
  });

  describe('so a fault in what is kept is seen:', () => {
    for (const [fault, plant] of Object.entries(FAULTS))
      test(fault, async (t) => {
        plant(t, editor);
        const { failed } = await fc.check(sitting(), { numRuns: 400, endOnFailure: true });
        assert.ok(failed, 'nobody saw it');
      });
  });

  test('a walk over a block meets the nodes that Langium meets', async () => {
    for (const text of TEXTS) {
      const { value } = opened(await editor.open('a.failback'), text).parseResult;
      assert.deepEqual(new Set(nodesWithin(value)), new Set(AstUtils.streamAst(value)));
    }
  });
});

/** Edits of one text, and after each all answers beside those of the same text opened anew. */
function sitting(count: (kept: number) => void = () => undefined) {
  const edits = fc.oneof(steps(1), keystrokes(1));
  return fc.asyncProperty(fc.constantFrom(...TEXTS), edits, fc.nat(10_000), async (text, all, share) => {
    await editor.open('a.failback');
    let document = await editor.change('a.failback', text);
    let colours = await coloursOf(document);
    await answersOf(document, share);
    for (const [version, { edits }] of all.entries()) {
      const before = new Set(nodesOf(document));
      document = await editor.change('a.failback', changed(document.textDocument.getText(), edits, version));
      count(nodesOf(document).filter((node) => before.has(node)).length);
      const fresh = opened(document);
      // By providers that have not seen anything yet: a fault that both share would answer both alike.
      assert.deepEqual(await answersOf(document, share), await answersOf(fresh, share, newProviders()));
      colours = await assertColoured(document, fresh, colours);
    }
  });
}

function longGroup(): string {
  const members = Array.from({ length: 70 }, (_, number) => `  n${number} { datastore: gold }`);
  return `runbook r { architecture: modernized }\nvms g {\n  os: linux\n${members.join('\n')}\n}\nwave w { machines: g }\n`;
}

/** The same text as a document of its own: none of its nodes were seen before. */
function opened(
  { textDocument, uri }: Pick<LangiumDocument, 'textDocument' | 'uri'>,
  text = textDocument.getText(),
): LangiumDocument {
  return editor.services.shared.workspace.LangiumDocumentFactory.fromString(text, URI.parse(`${uri}`));
}

function nodesOf({ parseResult }: LangiumDocument): readonly unknown[] {
  return (parseResult.value as { blocks?: readonly unknown[] }).blocks ?? [];
}

function changed(text: string, edits: Step['edits'], version: number): string {
  const document = TextDocument.create('memory:///x', 'failback', version, text);
  return TextDocument.update(document, changesOf(text, edits), version + 1).getText();
}

interface Providers {
  readonly symbols: DocumentSymbolProvider;
  readonly folding: FoldingRangeProvider;
  readonly links: DocumentLinkProvider;
  readonly formatter: Formatter;
  readonly colours: SemanticTokenProvider;
}

function newProviders(): Providers {
  const { services } = editor;
  return {
    symbols: new FailbackDocumentSymbols(services.shared.lsp.NodeKindProvider),
    folding: new FailbackFolding(),
    links: new FailbackDocumentLinks(() => undefined),
    formatter: new FailbackFormatting(() => services.parser),
    colours: new FailbackSemanticTokens(),
  };
}

function providersInUse(): Providers {
  const { DocumentSymbolProvider, FoldingRangeProvider, DocumentLinkProvider } = editor.services.lsp;
  assert.ok(DocumentSymbolProvider && FoldingRangeProvider && DocumentLinkProvider);
  return {
    symbols: DocumentSymbolProvider,
    folding: FoldingRangeProvider,
    links: DocumentLinkProvider,
    formatter: formatterOf(editor),
    colours: providerOf(editor),
  };
}

async function answersOf(
  document: LangiumDocument,
  share: number,
  { symbols, folding, links, formatter, colours } = providersInUse(),
): Promise<object> {
  const text = document.textDocument.getText();
  const params = { textDocument: { uri: document.uri.toString() } };
  const options = { tabSize: 2, insertSpaces: true };
  const edits = (await formatter.formatDocument(document, { ...params, options })) ?? [];
  const position = document.textDocument.positionAt(Math.floor((share / 10_000) * text.length));
  const range = { start: position, end: { line: position.line + 5, character: 0 } };
  assert.equal(applied(document, edits), formatText(text));
  return {
    symbols: asWritten(await symbols.getSymbols(document, params)),
    folding: asWritten(await folding.getFoldingRanges(document, params)),
    links: await links.getDocumentLinks(document, params),
    edits,
    selection: selectionRanges(document, [position]),
    colours: ((await colours.semanticHighlightRange(document, { ...params, range })) as SemanticTokens).data,
  };
}

/** What is sent where bytes are sent says the same as the answer, character by character. */
function asWritten<T>(answer: T): T {
  const bytes = bytesOf(answer);
  assert.ok(bytes !== undefined, 'a large answer has bytes of its own');
  assert.equal(new TextDecoder().decode(together(bytes)), JSON.stringify(answer));
  return answer;
}

function applied({ textDocument }: LangiumDocument, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(textDocument as TextDocument, [...edits]);
}

async function coloursOf(document: LangiumDocument, provider = providerOf(editor)): Promise<SemanticTokens> {
  const params = { textDocument: { uri: document.uri.toString() } };
  return asWritten((await provider.semanticHighlight(document, params)) as SemanticTokens);
}

/** What changed, put into what was, is the whole; and the whole is what a new file has. */
async function assertColoured(
  document: LangiumDocument,
  fresh: LangiumDocument,
  { data, resultId = '' }: SemanticTokens,
): Promise<SemanticTokens> {
  const params = { textDocument: { uri: document.uri.toString() }, previousResultId: resultId };
  const delta = (await providerOf(editor).semanticHighlightDelta(document, params)) as SemanticTokensDelta;
  const now = [...data];
  for (const { start, deleteCount, data: inserted = [] } of delta.edits) now.splice(start, deleteCount, ...inserted);
  assert.deepEqual(now, (await coloursOf(fresh, new FailbackSemanticTokens())).data);
  const whole = await coloursOf(document);
  assert.deepEqual(whole.data, now);
  return whole;
}
