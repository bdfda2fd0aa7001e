import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { errorsOf, placeOf, readText, retype } from '../support/runbooks.ts';
import { until } from '../support/until.ts';

/** One workspace of two folders, each with a runbook, a site and an inventory of the same names. */
describe('a workspace of two folders', () => {
  const [one, two] = vscode.workspace.workspaceFolders ?? [];
  const within = (folder: vscode.WorkspaceFolder | undefined, name: string): vscode.Uri => {
    assert.ok(folder, 'the suite runs with two folders open');
    return vscode.Uri.joinPath(folder.uri, name);
  };

  it('is what this suite runs in', () => assert.equal(vscode.workspace.workspaceFolders?.length, 2));

  it('takes facts and names from the folder of the file', async () => {
    const inventory = within(two, 'contoso-erp.inventory.json');
    const seen = await readText(inventory);
    const other = seen.replaceAll('Windows Server 2019', 'Windows Server 2012');
    await vscode.workspace.fs.writeFile(inventory, new TextEncoder().encode(other));
    for (const [folder, system] of [
      [one, /Windows Server 2019/],
      [two, /Windows Server 2012/],
    ] as const) {
      const document = await vscode.workspace.openTextDocument(within(folder, 'contoso-erp.failback'));
      await vscode.window.showTextDocument(document);
      await until(`what was captured in ${folder?.name}`, async () => {
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          document.uri,
          placeOf(document, 'vm erp-db-01', 4),
        );
        const text = hovers.flatMap(({ contents }) => contents.map((part) => (part as vscode.MarkdownString).value));
        return /operating system: (.*)/.exec(text.join('\n'))?.[1]?.match(system);
      });
    }
  });

  it('keeps what is typed in one folder from the other', async () => {
    const runbooks = await Promise.all(
      [one, two].map((folder) => vscode.workspace.openTextDocument(within(folder, 'contoso-erp.failback'))),
    );
    const unknown = () =>
      runbooks.map(({ uri }) => errorsOf(uri).some(({ message }) => message.includes("'ds-gold'"))).join();
    const site = await vscode.workspace.openTextDocument(within(two, 'amsterdam.site.failback'));
    await retype(site, 'datastore ds-gold', 'datastore ds-lead');
    await until('an error in the second folder alone', () => unknown() === 'false,true');
    await retype(site, 'datastore ds-lead', 'datastore ds-gold');
    await until('no error', () => unknown() === 'false,false');
  });
});
