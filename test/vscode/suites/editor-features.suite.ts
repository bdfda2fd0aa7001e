import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { errorsOf, openVariant, placeOf, readText, retype, workspaceFile } from '../support/runbooks.ts';
import { until } from '../support/until.ts';

const LAYOUT = { tabSize: 2, insertSpaces: true };
const QUICK = vscode.CodeActionKind.QuickFix;

/** What `features.suite.ts` and `language.suite.ts` leave: each feature as the editor's own command asks for it. */
describe('the editor’s commands, on a runbook', () => {
  it('tell in one file what is typed in another', async () => {
    const { site, runbook } = await openBesideSite('across.failback', 'elsewhere.site.failback');
    const unknown = () => errorsOf(runbook.uri).some(({ message }) => message.includes("'ds-gold'"));
    const document = await vscode.workspace.openTextDocument(site);
    await vscode.window.showTextDocument(document);
    await retype(document, 'datastore ds-gold', 'datastore ds-lead');
    await until('the name to be missing in the runbook', unknown);
    await retype(document, 'datastore ds-lead', 'datastore ds-gold');
    await until('the name to be known again', () => !unknown());
  });

  it('follow a file that is renamed with its imports', async () => {
    const { site, runbook } = await openBesideSite('follows.failback', 'before.site.failback');
    await until('the outline', () => outline(runbook.uri));
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(site, workspaceFile('after.site.failback'));
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until('the import of the new name', () => runbook.getText().includes('import "./after.site.failback"'));
  });

  it('serve a file that was never saved', async () => {
    const content = 'vm alone { os: linux }\nwave w {\n  machines: alone\n  after: nobody\n}\n';
    const document = await vscode.workspace.openTextDocument({ language: 'failback', content });
    await vscode.window.showTextDocument(document);
    assert.ok(document.isUntitled);
    const [error] = await until('an error', () => {
      const found = errorsOf(document.uri).filter(({ message }) => message.includes("'nobody'"));
      return found.length > 0 && found;
    });
    assert.equal(document.getText(error?.range), 'nobody');
    const at = placeOf(document, 'machines: alone', 11);
    const edit = await ask<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', document.uri, at, 'other');
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.match(document.getText(), /^vm other \{[\s\S]*machines: other\n/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('edit a name and its uses at once', async () => {
    const document = await openVariant('names-at-once.failback', (text) => text);
    const found = await until('linked ranges', async () => {
      const at = placeOf(document, 'vm erp-batch', 5);
      const linked = await ask<{ readonly ranges: readonly Numbered[] } | undefined>(
        '_executeLinkedEditingProvider',
        document.uri,
        at,
      );
      return linked !== undefined && linked !== null && linked.ranges.length > 1 && linked.ranges;
    });
    for (const range of found) assert.equal(document.getText(rangeOf(range)), 'erp-batch');
  });

  it('format a block at its brace, and a range alone', async () => {
    const untidy = '\nvm untidy{os:linux}\n\nvm other{os:linux}\n';
    const document = await openVariant('on-type.failback', (text) => `${text}${untidy}`);
    const behind = placeOf(document, 'vm untidy{os:linux}', 'vm untidy{os:linux}'.length);
    const typed = await until('edits on type', () =>
      edits('vscode.executeFormatOnTypeProvider', document, behind, '}', LAYOUT),
    );
    assert.equal(tidied(document, typed), document.getText().replace('untidy{os:linux}', 'untidy { os: linux }'));
    const line = new vscode.Range(placeOf(document, 'vm other'), placeOf(document, 'vm other', 8));
    const ranged = await until('edits of a range', () =>
      edits('vscode.executeFormatRangeProvider', document, line, LAYOUT),
    );
    assert.equal(tidied(document, ranged), document.getText().replace('other{os:linux}', 'other { os: linux }'));
  });

  it('mend all of a kind from one of them, and all words on request', async () => {
    const document = await openVariant('kinds.failback', (text) =>
      text.replaceAll('datastore: ds-silver', 'datastroe: ds-silver').replace('modernized', 'modernised'),
    );
    const at = placeOf(document, 'datastroe', 2);
    const all = await until('a fix for all', () => action(document, at, QUICK, /^Fix all \d+ of this kind/));
    assert.ok(await vscode.workspace.applyEdit(all));
    assert.doesNotMatch(document.getText(), /datastroe/);
    assert.match(document.getText(), /modernised/, 'another kind is left alone');
    const source = vscode.CodeActionKind.SourceFixAll;
    const rest = await until('a fix for all words', () => action(document, at, source, /^Fix all words/));
    assert.ok(await vscode.workspace.applyEdit(rest));
    assert.match(document.getText(), /architecture: modernized/);
  });

  it('write a quantity in another unit', async () => {
    const document = await openVariant('units.failback', (text) => text);
    const at = placeOf(document, 'hold: 24 h', 7);
    const edit = await until('another unit', () =>
      action(document, at, vscode.CodeActionKind.RefactorRewrite, /^Write `1 d`$/),
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.match(document.getText(), /hold: 1 d\n/);
  });

  it('put the acceptance of a risk into the runbook, with a reason to write', async () => {
    const document = await openVariant('accepts.failback', (text) => text);
    const at = placeOf(document, 'location: alternate', 12);
    const edit = await until('an acceptance', () => action(document, at, QUICK, /^Accept the risk of FB145/));
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.match(document.getText(), /accept \{\n {4}rule: FB145\n {4}machines: erp-report\n {4}because: "/);
  });

  it('take the captured value in place of a wrong one', async () => {
    const document = await openVariant('wrong-os.failback', (text) =>
      text.replace('os: windows "Windows Server 2019"', 'os: linux "Ubuntu 22.04"'),
    );
    const at = placeOf(document, 'os: linux', 5);
    const edit = await until('the captured value', () => action(document, at, QUICK, /^Take the captured value/));
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.match(document.getText(), /vm erp-db-01 \{\n {2}os: windows "Windows Server 2019"\n/);
  });

  it('mark without colour what cannot be taken back, in the whole and in a range', async () => {
    const document = await openVariant('marks.failback', (text) => text);
    const { tokenTypes, tokenModifiers } = await until('a legend', () =>
      ask<vscode.SemanticTokensLegend | undefined>('vscode.provideDocumentSemanticTokensLegend', document.uri),
    );
    const { data } = await ask<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', document.uri);
    const bit = 1 << tokenModifiers.indexOf('irreversible');
    const marked = tokensIn(document, data).filter(({ modifiers }) => (modifiers & bit) !== 0);
    assert.ok(
      marked.some(({ text }) => text === 'commit'),
      marked.map(({ text }) => text).join(' '),
    );
    assert.ok(marked.every(({ type }) => type < tokenTypes.length));
    const lines = new vscode.Range(placeOf(document, 'before reprotect'), placeOf(document, 'defaults vm'));
    const ranged = await ask<vscode.SemanticTokens>('vscode.provideDocumentRangeSemanticTokens', document.uri, lines);
    const numbers = `${ranged.data.length} of ${data.length} numbers`;
    assert.ok(ranged.data.length > 0 && ranged.data.length < data.length / 2, numbers);
  });

  it('rank what is captured, with what decides between it', async () => {
    const document = await openVariant('ranks.failback', (text) => text);
    const items = await until('completions', async () => {
      const at = placeOf(document, 'datastore: ds-gold', 11);
      const list = await ask<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, at);
      return list.items.some(({ label }) => typeof label === 'object' && label.description) && list.items;
    });
    const described = items.map(({ label }) => (typeof label === 'object' ? label.description : undefined));
    assert.ok(
      described.some((text) => /TiB free of/.test(text ?? '')),
      described.join(', '),
    );
  });

  it('offer whole blocks of machines that are in the vault and not in the runbook', async () => {
    const document = await openVariant('blocks.failback', (text) =>
      text.replace(/vm erp-batch \{[^}]*\}/, 'vm ').replace('erp-app, erp-batch', 'erp-app'),
    );
    const block = await until('a block', async () => {
      const at = placeOf(document, 'vm \n', 3);
      const list = await ask<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, at);
      return list.items.find(({ label }) => (typeof label === 'string' ? label : label.label) === 'erp-batch');
    });
    const text = block.insertText instanceof vscode.SnippetString ? block.insertText.value : String(block.insertText);
    assert.match(text, /os: windows/);
  });
});

/** A variant of the runbook with a copy of the site file to itself, under another name. */
async function openBesideSite(name: string, siteName: string) {
  const site = workspaceFile(siteName);
  const text = await readText(workspaceFile('amsterdam.site.failback'));
  await vscode.workspace.fs.writeFile(site, new TextEncoder().encode(text));
  const runbook = await openVariant(name, (whole) => whole.replace('./amsterdam.site.failback', `./${siteName}`));
  return { site, runbook };
}

/** A range as the editor counts within itself, from 1. */
interface Numbered {
  readonly startLineNumber: number;
  readonly startColumn: number;
  readonly endLineNumber: number;
  readonly endColumn: number;
}

function rangeOf({ startLineNumber, startColumn, endLineNumber, endColumn }: Numbered): vscode.Range {
  return new vscode.Range(startLineNumber - 1, startColumn - 1, endLineNumber - 1, endColumn - 1);
}

async function ask<T>(command: string, ...what: readonly unknown[]): Promise<T> {
  return vscode.commands.executeCommand<T>(command, ...what);
}

async function outline(uri: vscode.Uri): Promise<readonly vscode.DocumentSymbol[] | false> {
  const found = await ask<vscode.DocumentSymbol[] | undefined>('vscode.executeDocumentSymbolProvider', uri);
  return found !== undefined && found.length > 0 && found;
}

async function edits(command: string, { uri }: vscode.TextDocument, ...what: readonly unknown[]) {
  const found = await ask<vscode.TextEdit[] | undefined>(command, uri, ...what);
  return found !== undefined && found.length > 0 && found;
}

/** The edit of the action with such a title, once it is offered at a place. */
async function action(document: vscode.TextDocument, at: vscode.Position, kind: vscode.CodeActionKind, title: RegExp) {
  const range = new vscode.Range(at, at);
  const command = 'vscode.executeCodeActionProvider';
  const found = await ask<vscode.CodeAction[]>(command, document.uri, range, kind.value, 99);
  return found.find((one) => title.test(one.title))?.edit;
}

/** The text with the edits made, without making them. */
function tidied(document: vscode.TextDocument, found: readonly vscode.TextEdit[]): string {
  return found
    .toSorted((one, other) => document.offsetAt(other.range.start) - document.offsetAt(one.range.start))
    .reduce(
      (text, { range, newText }) =>
        text.slice(0, document.offsetAt(range.start)) + newText + text.slice(document.offsetAt(range.end)),
      document.getText(),
    );
}

function tokensIn(document: vscode.TextDocument, data: Uint32Array) {
  const tokens: { readonly text: string; readonly type: number; readonly modifiers: number }[] = [];
  let [line, character] = [0, 0];
  for (let index = 0; index < data.length; index += 5) {
    const [down = 0, right = 0, length = 0, type = 0, modifiers = 0] = data.subarray(index, index + 5);
    [line, character] = [line + down, down === 0 ? character + right : right];
    tokens.push({
      text: document.getText(new vscode.Range(line, character, line, character + length)),
      type,
      modifiers,
    });
  }
  return tokens;
}
