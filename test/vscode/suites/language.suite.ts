import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { LEAN_HEAP } from '../../../language-server/lean-heap.ts';
import { errorsOf, openVariant, placeOf, readText, retype, workspaceFile } from '../support/runbooks.ts';
import { commandOf, serverProcess } from '../support/server-process.ts';
import { until } from '../support/until.ts';

describe('a runbook in the editor', () => {
  it('gets an error where a name means nothing, and loses it when the name is mended', async () => {
    const document = await openVariant('broken.failback', (text) => text.replace('via: asr-app-01', 'via: asr-app-09'));
    const [error] = await until('an error at the unknown appliance', () => {
      const errors = errorsOf(document.uri).filter(({ message }) => message.includes('asr-app-09'));
      return errors.length > 0 && errors;
    });
    assert.equal(document.getText(error?.range), 'asr-app-09');

    await retype(document, 'asr-app-09', 'asr-app-01');
    await until('no error any more', () =>
      errorsOf(document.uri).every(({ message }) => !message.includes('asr-app-09')),
    );
  });

  it('is served by a process that keeps its heap lean', async function () {
    if (process.platform !== 'linux') this.skip();
    await openVariant('lean.failback', (text) => text);
    const command = commandOf(await until('a server', serverProcess));
    for (const option of LEAN_HEAP) assert.ok(command.includes(option), `${option} is not in: ${command.join(' ')}`);
  });

  it("leads from a rule's code to the rule's page", async () => {
    const document = await openVariant('linked.failback', (text) => text);
    const code = await until('a finding of a rule', () => {
      const [found] = vscode.languages
        .getDiagnostics(document.uri)
        .flatMap(({ code }) => (typeof code === 'object' && /^FB\d+$/.test(String(code.value)) ? [code] : []));
      return found;
    });
    const page = await vscode.workspace.openTextDocument(code.target);
    assert.match(page.getText(), new RegExp(`^# .*${code.value}`));
  });

  it('keeps the rest alive when one block is broken', async () => {
    const document = await openVariant('half-typed.failback', (text) =>
      text.replace('vm erp-batch {', 'vm erp-batch { os: '),
    );
    await until('a syntax error', () => errorsOf(document.uri).length > 0);
    const outline = await until('an outline', async () => {
      const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      return symbols && symbols.length > 0 && symbols;
    });
    const names = outline.flatMap((symbol) => [symbol.name, ...symbol.children.map(({ name }) => name)]).join(' ');
    assert.match(names, /erp-db-01/);
    assert.match(names, /front/, 'the last wave is still there');
  });

  it('explains a name on hover with its documentation, and runs no HTML or command of it', async () => {
    const document = await openVariant('hover.failback', (text) =>
      text.replace(
        '/// The application tier;',
        '/// The <img src=x onerror=alert(1)> [tier](command:workbench.action.quit);',
      ),
    );
    const hovers = await until('a hover', async () => {
      const found = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        placeOf(document, 'machines: erp-app, erp-batch', 11),
      );
      return found.length > 0 && found;
    });
    const contents = hovers.flatMap((hover) => hover.contents) as vscode.MarkdownString[];
    assert.match(contents.map(({ value }) => value).join('\n'), /share everything but one datastore/);
    for (const content of contents) {
      assert.notEqual(content.isTrusted, true);
      assert.notEqual(content.supportHtml, true);
    }
  });

  it('offers the datastores after the key', async () => {
    const document = await openVariant('completion.failback', (text) => text);
    const list = await until('completions', async () => {
      const found = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        placeOf(document, 'ds-gold'),
      );
      return found.items.length > 0 && found;
    });
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('ds-gold') && labels.includes('ds-silver'), labels.join(', '));
    assert.ok(!labels.includes('esx-01'), 'a host is no datastore');
  });

  it('formats into the one way a runbook is laid out', async () => {
    const formatted = await readText(workspaceFile('contoso-erp.failback'));
    const document = await openVariant('untidy.failback', (text) =>
      text.replace('  via: asr-app-01\n', '      via:   asr-app-01\n'),
    );
    const edits = await until('edits', async () => {
      const options = { tabSize: 2, insertSpaces: true };
      const found = await vscode.commands.executeCommand<vscode.TextEdit[]>(
        'vscode.executeFormatDocumentProvider',
        document.uri,
        options,
      );
      return found && found.length > 0 && found;
    });
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, edits);
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.getText(), formatted);
  });
});
