import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AstUtils, Cancellation, type LangiumDocument, URI } from 'langium';
import type { File } from '../../language-server/src/generated/ast.ts';
import { EditedText } from '../../language-server/src/pieces/edited-text.ts';
import { editedTexts } from '../../language-server/src/pieces/edited-texts.ts';
import { piecesOf } from '../../language-server/src/pieces/piece.ts';
import { type Editor, openEditor } from '../support/editor.ts';

const FILES = {
  'site.failback': 'datastore gold {}\nappliance asr { datastores: gold }\n',
  'run.failback': `import "./site.failback"
runbook r { architecture: modernized }
vm a { os: linux  via: asr  datastore: gold }
// the second
vm b { os: linux  via: asr  datastore: gold }
vm c { os: linux  via: asr  datastore: gold }
wave w { machines: a, b, c }
`,
};

describe('an edit', () => {
  test('is seen all at once: text, tree and names', async () => {
    const { type, update, file, document } = await opened();
    const old = document('run.failback').textDocument;
    type('run.failback', 2, 3, 4, 'renamed');
    assert.equal(document('run.failback').textDocument, old);
    assert.equal(nameOf(file('run.failback').blocks[1]), 'a');
    await update('run.failback');
    assert.match(document('run.failback').textDocument.getText(), /vm renamed/);
    assert.equal(nameOf(file('run.failback').blocks[1]), 'renamed');
  });

  test('leaves every node of the blocks that it does not touch', async () => {
    const { type, update, file, document } = await opened();
    const before = [...file('run.failback').blocks];
    type('run.failback', 4, 3, 4, 'other');
    type('run.failback', 0, 0, 0, '\n// above all\n\n');
    await update('run.failback');
    const after = file('run.failback').blocks;
    assert.deepEqual(
      after.map((block, index) => block === before[index]),
      [true, true, false, true, true],
    );
    assert.equal(after[4]?.$cstNode?.range.start.line, 9);
    assert.equal(piecesOf(document('run.failback')).length, 7);
  });

  test('that comes with the whole text leaves them too', async () => {
    const { put, update, file } = await opened();
    const before = file('run.failback').blocks[1];
    put('run.failback', FILES['run.failback'].replace('vm c', 'vm c2'));
    await update('run.failback');
    assert.equal(file('run.failback').blocks[1], before);
    assert.equal(nameOf(file('run.failback').blocks[3]), 'c2');
  });

  test('that is cancelled is read with the next one', async () => {
    const { type, update, file } = await opened();
    const cancelled = new Cancellation.CancellationTokenSource();
    cancelled.cancel();
    type('run.failback', 2, 3, 4, 'a1');
    await assert.rejects(update('run.failback', cancelled.token));
    assert.equal(nameOf(file('run.failback').blocks[1]), 'a');
    type('run.failback', 5, 3, 4, 'c1');
    await update('run.failback');
    assert.deepEqual(file('run.failback').blocks.slice(1, 4).map(nameOf), ['a1', 'b', 'c1']);
  });

  test('is followed by what files that import it are told, and those that it imports', async () => {
    const { editor, type, update } = await opened();
    const codes = (): unknown[] => editor.diagnostics('run.failback').map(({ code }) => code);
    assert.ok(!codes().includes('unknown-name'));
    type('site.failback', 0, 10, 14, 'silver');
    await update('site.failback');
    assert.equal(codes().filter((code) => code === 'unknown-name').length, 3);
    type('run.failback', 0, 0, 24, '');
    await update('run.failback');
    assert.equal(codes().filter((code) => code === 'unknown-name').length, 6);
    type('run.failback', 0, 0, 0, 'import "./site.failback"');
    type('site.failback', 0, 10, 16, 'gold');
    await update('site.failback', undefined, 'run.failback');
    assert.ok(!codes().includes('unknown-name'));
  });

  test('is followed by definition, references, highlights and rename, in every file', async () => {
    const { editor, type, update, document } = await opened();
    type('site.failback', 0, 0, 0, '\n\n');
    type('run.failback', 0, 0, 0, '// first\n');
    type('run.failback', 1, 0, 0, 'vm d { datastore: GOLD }\n');
    await update('site.failback', undefined, 'run.failback');
    const { lsp } = editor.services;
    const site = document('site.failback');
    const run = document('run.failback');
    const params = { textDocument: { uri: site.uri.toString() }, position: { line: 2, character: 11 } };
    const found = await lsp.ReferencesProvider?.findReferences(site, {
      ...params,
      context: { includeDeclaration: true },
    });
    assert.deepEqual(
      found?.map(({ uri, range }) => `${uri.slice(uri.lastIndexOf('/') + 1)} ${range.start.line}`).sort(),
      ['run.failback 1', 'run.failback 4', 'run.failback 6', 'run.failback 7', 'site.failback 2', 'site.failback 3'],
    );
    const edit = await lsp.RenameProvider?.rename(site, { ...params, newName: 'g' });
    assert.equal(Object.values(edit?.changes ?? {}).flat().length, 6);
    const use = { textDocument: { uri: run.uri.toString() }, position: { line: 1, character: 19 } };
    const links = await lsp.DefinitionProvider?.getDefinition(run, use);
    assert.equal(links?.[0]?.targetSelectionRange.start.line, 2);
    assert.equal((await lsp.DocumentHighlightProvider?.getDocumentHighlight(run, use))?.length, 4);
  });

  test('of a file that is deleted is forgotten with it, and found when the file is there again', async () => {
    const { editor, put, update } = await opened();
    const { DocumentBuilder } = editor.services.shared.workspace;
    const codes = (): unknown[] => editor.diagnostics('run.failback').map(({ code }) => code);
    const site = URI.parse('memory:///site.failback');
    editor.services.shared.workspace.TextDocuments.delete(site);
    await DocumentBuilder.update([], [site]);
    // The file is still on the disk of this test, so the import is read again from there.
    assert.ok(!codes().includes('missing-import'));
    put('site.failback', 'appliance asr {}\n');
    await update('site.failback');
    assert.equal(codes().filter((code) => code === 'unknown-name').length, 3);
  });
});

interface Opened {
  readonly editor: Editor;
  document(path: string): LangiumDocument;
  file(path: string): File;
  /** Replaces characters of a line. */
  type(path: string, line: number, from: number, to: number, text: string): void;
  put(path: string, text: string): void;
  update(path: string, token?: Cancellation.CancellationToken, ...others: string[]): Promise<void>;
}

async function opened(): Promise<Opened> {
  const editor = openEditor(FILES);
  const { TextDocuments, LangiumDocuments, DocumentBuilder } = editor.services.shared.workspace;
  DocumentBuilder.updateBuildOptions = { validation: true };
  const uriOf = (path: string): URI => URI.parse(`memory:///${path}`);
  const document = (path: string): LangiumDocument => {
    const found = LangiumDocuments.getDocument(uriOf(path));
    if (found === undefined) throw new Error(`${path} is not open`);
    return found;
  };
  const put = (path: string, text: string): void => {
    TextDocuments.set(EditedText.of(uriOf(path).toString(), 'failback', 1, text));
  };
  for (const [path, text] of Object.entries(FILES)) {
    put(path, text);
    await DocumentBuilder.update([uriOf(path)], []);
  }
  return {
    editor,
    document,
    put,
    file: (path) => AstUtils.findRootNode(document(path).parseResult.value) as File,
    type(path, line, from, to, text) {
      const before = TextDocuments.get(uriOf(path));
      const range = { start: { line, character: from }, end: { line, character: to } };
      if (before !== undefined) TextDocuments.set(editedTexts.update(before, [{ range, text }], before.version + 1));
    },
    async update(path, token, ...others) {
      await DocumentBuilder.update([path, ...others].map(uriOf), [], token);
    },
  };
}

function nameOf(node: object | undefined): unknown {
  return node !== undefined && 'name' in node ? node.name : undefined;
}
