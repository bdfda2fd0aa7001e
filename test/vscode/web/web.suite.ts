import * as vscode from 'vscode';
import { until } from '../support/until.ts';

function assert(holds: unknown, message: string): asserts holds {
  if (!holds) throw new Error(message);
}

function at(path: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert(folder !== undefined, 'The workbench opened no folder.');
  return vscode.Uri.joinPath(folder.uri, path);
}

const RUNBOOK = 'contoso-erp.failback';

describe('failback in a browser', () => {
  it('is activated in a worker, without Node', async () => {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(at(RUNBOOK)));
    const extension = vscode.extensions.getExtension('failback.failback');
    await until('the extension', () => extension?.isActive);
    assert(typeof process === 'undefined' || process.versions?.node === undefined, 'This host has Node.');
  });

  it('reads imports and the inventory through the editor, so that rules find what only the estate tells', async () => {
    const findings = await until('findings', () => {
      const found = vscode.languages.getDiagnostics(at(RUNBOOK));
      return found.some(({ code }) => typeof code === 'object' && /^FB\d+$/.test(String(code.value))) && found;
    });
    assert(
      !findings.some(({ code }) => code === 'missing-file' || code === 'inventory-missing'),
      `Files were not found: ${findings.map(({ message }) => message).join('\n')}`,
    );
  });

  it('tells an unknown name as it is typed, and forgets it when it is mended', async () => {
    const document = await vscode.workspace.openTextDocument(at(RUNBOOK));
    const where = document.getText().indexOf('asr-app-01') + 'asr-app-01'.length;
    assert(where > 10, 'The example names no asr-app-01.');
    await insert(document, where, 'x');
    const misspelt = (): boolean =>
      vscode.languages.getDiagnostics(document.uri).some(({ message }) => message.includes("'asr-app-01x'"));
    await until('an error at the misspelt name', misspelt);
    await vscode.commands.executeCommand('undo');
    await until('no error any more', () => !misspelt());
  });

  it('completes, and leads to a declaration in another file', async () => {
    const document = await vscode.workspace.openTextDocument(at(RUNBOOK));
    const place = document.positionAt(document.getText().indexOf('asr-app-01'));
    const offered = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      place,
    );
    const names = offered.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert(names.includes('asr-app-01'), `Offered were: ${names.slice(0, 10).join(', ')}`);
    const [target] = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      place,
    );
    assert(target !== undefined, 'The name leads nowhere.');
    const uri = 'targetUri' in target ? target.targetUri : target.uri;
    assert(uri.path.endsWith('.site.failback'), `It leads to ${uri.path}.`);
  });

  it('shows the plan, and offers nothing that needs processes', async () => {
    const plan = await vscode.commands.executeCommand<vscode.Uri>('failback.showPlan', at(RUNBOOK));
    const text = (await vscode.workspace.openTextDocument(plan)).getText();
    assert(/reprotect/.test(text), `This is no plan:\n${text.slice(0, 300)}`);
    const commands = await vscode.commands.getCommands(true);
    assert(!commands.includes('failback.runPlan'), 'A run cannot start in a browser, and yet it is offered.');
  });
});

async function insert(document: vscode.TextDocument, offset: number, text: string): Promise<void> {
  const editor = await vscode.window.showTextDocument(document);
  const done = await editor.edit((change) => change.insert(document.positionAt(offset), text));
  assert(done, 'The edit was not taken.');
}
