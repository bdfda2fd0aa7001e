import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { AstUtils, type LangiumDocument, URI } from 'langium';
import type { SemanticTokens, SemanticTokensDelta, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { formatText } from '../../language-server/src/format/format-text.ts';
import { nodesWithin } from '../../language-server/src/lower/nodes-within.ts';
import { readCaretFixture } from '../support/caret-fixture.ts';
import { type Editor, openEditor } from '../support/editor.ts';
import { fixtureFiles } from '../support/fixture-files.ts';
import { changesOf, FILES, type Step, steps } from './pieces/edits.ts';

/** Texts with all that the language has, and one in which names, groups and comments stand close together. */
const TEXTS = [
  FILES['a.failback'] ?? '',
  ...fixtureFiles(import.meta.url, 'lowering', '.failback')
    .filter(({ name }) => name.startsWith('everything'))
    .map(({ name, text }) => Object.values(readCaretFixture(text, name).files)[0] ?? ''),
];

/** Making an editor takes longer than asking it, so there is one. */
const editor = openEditor({ 'a.failback': '' });

describe('what a feature keeps of a file from edit to edit', () => {
  test('is what it answers of a file that was just opened', async () => {
    let kept = 0;
    const afterEdits = async (text: string, sitting: readonly Step[]): Promise<void> => {
      await editor.open('a.failback');
      let document = await editor.change('a.failback', text);
      let colours = await coloursOf(document);
      for (const [version, { edits }] of sitting.entries()) {
        const before = nodesOf(document);
        document = await editor.change('a.failback', changed(document.textDocument.getText(), edits, version));
        kept += nodesOf(document).filter((node) => before.includes(node)).length;
        const fresh = opened(document);
        assert.deepEqual(await answersOf(document), await answersOf(fresh));
        colours = await assertColoured(document, fresh, colours);
      }
    };
    await fc.assert(fc.asyncProperty(fc.constantFrom(...TEXTS), steps(1), afterEdits), { numRuns: 60 });
    assert.ok(kept > 100, `only ${kept} blocks were the same after an edit`);
  });

  test('a walk over a block meets the nodes that Langium meets', async () => {
    for (const text of TEXTS) {
      const { value } = opened(await editor.open('a.failback'), text).parseResult;
      assert.deepEqual(new Set(nodesWithin(value)), new Set(AstUtils.streamAst(value)));
    }
  });
});

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

async function answersOf(document: LangiumDocument): Promise<object> {
  const { lsp } = editor.services;
  const text = document.textDocument.getText();
  const params = { textDocument: { uri: document.uri.toString() } };
  const options = { tabSize: 2, insertSpaces: true };
  const edits = (await lsp.Formatter?.formatDocument(document, { ...params, options })) ?? [];
  assert.equal(applied(document, edits), formatText(text));
  return {
    symbols: await lsp.DocumentSymbolProvider?.getSymbols(document, params),
    folding: await lsp.FoldingRangeProvider?.getFoldingRanges(document, params),
    links: await lsp.DocumentLinkProvider?.getDocumentLinks(document, params),
    edits,
  };
}

function applied({ textDocument }: LangiumDocument, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(textDocument as TextDocument, [...edits]);
}

async function coloursOf(document: LangiumDocument): Promise<SemanticTokens> {
  const params = { textDocument: { uri: document.uri.toString() } };
  return (await providerOf(editor).semanticHighlight(document, params)) as SemanticTokens;
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
  assert.deepEqual(now, (await coloursOf(fresh)).data);
  const whole = await coloursOf(document);
  assert.deepEqual(whole.data, now);
  return whole;
}

function providerOf({ services }: Editor) {
  const { SemanticTokenProvider } = services.lsp;
  if (SemanticTokenProvider === undefined) throw new Error('This server has no semantic tokens.');
  return SemanticTokenProvider;
}
