import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { openVariant, placeOf } from '../support/runbooks.ts';
import { until } from '../support/until.ts';

/** One of each family, as the editor itself asks for it. */
describe('what the editor offers beside the text', () => {
  it('shows the runbook’s lenses with commands that the extension has', async () => {
    const { uri } = await openVariant('lenses.failback', (text) => text);
    const titles = await until('lenses', async () => {
      const lenses = await ask<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 50);
      const found = lenses.flatMap(({ command }) => (command === undefined ? [] : [command]));
      return (
        found.some(({ title }) => title === 'Rehearse') && found.some(({ title }) => /machines?/.test(title)) && found
      );
    });
    const known = await vscode.commands.getCommands(true);
    for (const { command } of titles) assert.ok(known.includes(command), `there is no ${command}`);
  });

  it('opens the plan from its lens', async () => {
    const { uri } = await openVariant('lens-plan.failback', (text) => text);
    const plan = await vscode.commands.executeCommand<vscode.Uri>('failback.showPlan', uri.toString());
    assert.equal(plan?.scheme, 'failback-plan');
  });

  it('hints at what the defaults settle', async () => {
    const document = await openVariant('hints.failback', (text) => text);
    const hints = await until('hints', async () => {
      const all = new vscode.Range(0, 0, document.lineCount, 0);
      const found = await ask<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, all);
      return found.length > 0 && found;
    });
    assert.ok(hints.some(({ label }) => String(label).includes('via: asr-app-01')));
  });

  it('offers to declare a missing datastore in the site file', async () => {
    const document = await openVariant('missing.failback', (text) =>
      text.replace('datastore: ds-gold', 'datastore: ds-bronze'),
    );
    const titles = await until('a quick fix', async () => {
      const at = placeOf(document, 'ds-bronze');
      const actions = await ask<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new vscode.Range(at, at),
      );
      const found = actions.map(({ title }) => title);
      return found.some((title) => title.startsWith('Declare')) && found;
    });
    assert.ok(titles.includes('Declare `datastore ds-bronze` in amsterdam.site.failback'), titles.join(', '));
  });

  it('goes from wave to wave', async () => {
    const document = await openVariant('waves.failback', (text) => text);
    const [item] = await until('a wave', async () => {
      const found = await ask<vscode.CallHierarchyItem[]>(
        'vscode.prepareCallHierarchy',
        document.uri,
        placeOf(document, 'wave apps', 6),
      );
      return found.length > 0 && found;
    });
    assert.equal(item?.name, 'apps');
    const before = await ask<vscode.CallHierarchyIncomingCall[]>('vscode.provideIncomingCalls', item);
    assert.deepEqual(
      before.map(({ from }) => from.name),
      ['data'],
    );
  });

  it('colours by meaning, selects by meaning and folds', async () => {
    const document = await openVariant('colours.failback', (text) => text);
    const legend = await until('a legend', () =>
      ask<vscode.SemanticTokensLegend | undefined>('vscode.provideDocumentSemanticTokensLegend', document.uri),
    );
    assert.ok(legend.tokenModifiers.includes('irreversible'));
    const tokens = await ask<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', document.uri);
    assert.ok(tokens.data.length > 500);
    const [selection] = await ask<vscode.SelectionRange[]>('vscode.executeSelectionRangeProvider', document.uri, [
      placeOf(document, 'VLAN 210', 1),
    ]);
    // The editor puts ranges of its own between ours.
    const grown: string[] = [];
    for (let one = selection; one !== undefined; one = one.parent as vscode.SelectionRange)
      grown.push(document.getText(one.range));
    assert.ok(grown.includes('port-group: "VLAN 210"'), grown.slice(0, 4).join(' | '));
    const folds = await ask<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', document.uri);
    assert.ok(folds.length > 10);
  });

  it('leads from a name to what it stands for, across files, and back', async () => {
    const document = await openVariant('leads.failback', (text) => text);
    const at = placeOf(document, 'datastore: ds-gold', 12);
    const targets = async (command: string, where = at) =>
      (await ask<(vscode.Location | vscode.LocationLink)[]>(command, document.uri, where)).map((one) =>
        'targetUri' in one
          ? `${one.targetUri.path.split('/').at(-1)}:${one.targetRange.start.line}`
          : `${one.uri.path.split('/').at(-1)}:${one.range.start.line}`,
      );
    const [definition] = await until('a definition', async () => {
      const found = await targets('vscode.executeDefinitionProvider');
      return found.length > 0 && found;
    });
    assert.match(definition ?? '', /^amsterdam\.site\.failback:/);
    const [type] = await targets('vscode.executeTypeDefinitionProvider', placeOf(document, 'erp-app-01', 3));
    assert.equal(type, `leads.failback:${placeOf(document, 'vms erp-app').line}`);
    const used = await targets('vscode.executeImplementationProvider', placeOf(document, 'vm erp-batch', 5));
    assert.deepEqual(used, [`leads.failback:${placeOf(document, 'wave apps').line}`]);
    const references = await targets('vscode.executeReferenceProvider');
    assert.ok(references.includes(definition ?? '') && references.length > 3, references.join(' '));
    const highlights = await ask<vscode.DocumentHighlight[]>('vscode.executeDocumentHighlights', document.uri, at);
    assert.ok(highlights.length > 1);
    for (const { range } of highlights) assert.equal(document.getText(range), 'ds-gold');
    const symbols = await ask<vscode.SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', 'ds-gold');
    assert.ok(symbols.some(({ name }) => name === 'ds-gold'));
    const links = await ask<vscode.DocumentLink[]>('vscode.executeLinkProvider', document.uri);
    assert.ok(links.some(({ target }) => target?.path.endsWith('/amsterdam.site.failback')));
  });

  it('renames a name in both files', async () => {
    const document = await openVariant('renames.failback', (text) => text);
    const edit = await until('a rename', () =>
      ask<vscode.WorkspaceEdit | undefined>(
        'vscode.executeDocumentRenameProvider',
        document.uri,
        placeOf(document, 'datastore: ds-gold', 12),
        'ds-fast',
      ),
    );
    const files = edit.entries().map(([uri]) => uri.path.split('/').at(-1));
    assert.ok(files.includes('renames.failback') && files.includes('amsterdam.site.failback'), files.join(' '));
  });

  it('offers the reason for a risk that may be taken, behind what mends it', async () => {
    const document = await openVariant('risk.failback', (text) => text);
    const titles = await until('a risk', async () => {
      const at = placeOf(document, 'location: alternate', 12);
      const found = (
        await ask<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, new vscode.Range(at, at))
      ).map(({ title }) => title);
      return found.some((title) => title.startsWith('Accept the risk of FB145')) && found;
    });
    assert.ok(
      titles.every((title) => !/^Attest/.test(title)),
      titles.join(', '),
    );
  });

  it('counts places in a text of other line ends, tabs, emoji, letters from right to left and marks of their own', async () => {
    const document = await openVariant('letters.failback', (text) =>
      text.replace(/\n/g, '\r\n').replace('"ERP answers" {', '"💥 שרת é e\u0301" {\t'),
    );
    const at = placeOf(document, 'tcp: erp-web-01', 6);
    const links = await until('a definition', async () => {
      const found = await ask<(vscode.Location | vscode.LocationLink)[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        at,
      );
      return found.length > 0 && found;
    });
    const [link] = links;
    assert.ok(link !== undefined && 'targetSelectionRange' in link && link.originSelectionRange !== undefined);
    assert.equal(document.getText(link.originSelectionRange), 'erp-web-01');
    assert.equal(document.getText(link.targetSelectionRange), 'erp-web-01');
  });

  it('helps inside an approval', async () => {
    const document = await openVariant('help.failback', (text) => text);
    const at = placeOf(document, 'by: dr-lead }', 4);
    const help = await until('help', async () => {
      const found = await ask<vscode.SignatureHelp | undefined>(
        'vscode.executeSignatureHelpProvider',
        document.uri,
        at,
        ':',
      );
      return found?.signatures.length ? found : undefined;
    });
    assert.match(help.signatures[0]?.label ?? '', /^approve "…"/);
  });
});

async function ask<T>(command: string, ...what: readonly unknown[]): Promise<T> {
  return vscode.commands.executeCommand<T>(command, ...what);
}
