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
