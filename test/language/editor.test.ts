import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { CodeAction, Diagnostic, Hover, Position, TextEdit } from 'vscode-languageserver';
import { CancellationToken } from 'vscode-languageserver';
import { type Editor, openEditor } from '../support/editor.ts';

const EXAMPLE = new URL('../../examples/contoso-erp/', import.meta.url);
const RUNBOOK = readFileSync(new URL('contoso-erp.failback', EXAMPLE), 'utf8');
const SITE = readFileSync(new URL('amsterdam.site.failback', EXAMPLE), 'utf8');
const INVENTORY = readFileSync(new URL('contoso-erp.inventory.json', EXAMPLE), 'utf8');

const FILES = {
  'contoso-erp.failback': RUNBOOK,
  'amsterdam.site.failback': SITE,
  'contoso-erp.inventory.json': INVENTORY,
};

describe('diagnostics', () => {
  test('the example has no error, right after its capture', async () => {
    const editor = openEditor(FILES);
    await editor.open('contoso-erp.failback');
    const errors = editor.diagnostics('contoso-erp.failback').filter(({ severity }) => severity === 1);
    assert.deepEqual(
      errors.map(({ message }) => message),
      [],
    );
  });

  test('an old capture makes its rules unknown, never silent', async () => {
    const editor = openEditor(FILES, new Date('2027-11-23T09:05:00Z'));
    await editor.open('contoso-erp.failback');
    const diagnostics = editor.diagnostics('contoso-erp.failback');
    const unknown = diagnostics.filter(({ code, severity }) => code === 'unknown-facts' && severity === 3);
    assert.ok(unknown.length > 0);
    assert.match(String(unknown[0]?.message), /prerequisites are unknown here/);
    assert.match(String(unknown[0]?.message), /failback capture/);
  });

  test('what only a guest can tell is one faint mark on a machine, however many rules ask', async () => {
    const editor = openEditor(FILES);
    await editor.open('contoso-erp.failback');
    const unknown = editor
      .diagnostics('contoso-erp.failback')
      .filter(({ code, message }) => code === 'unknown-facts' || /cannot be ruled out/.test(String(message)));
    const guests = unknown.filter(({ message }) => /FB017/.test(String(message)));
    assert.ok(guests.length >= 12, `${guests.length} machines`);
    assert.ok(guests.every(({ severity, message }) => severity === 4 && /FB137/.test(String(message))));
    const places = unknown.map(({ range }) => JSON.stringify(range));
    assert.equal(new Set(places).size, places.length, 'a place is marked more than once');
  });

  for (const [what, inventory, code] of [
    ['missing', undefined, 'inventory-missing'],
    ['cut off', INVENTORY.slice(0, 500), 'inventory-unreadable'],
    ['of another version', INVENTORY.replace('"version": 1', '"version": 99'), 'inventory-version'],
    ['no inventory', '{}', 'inventory-invalid'],
  ] as const) {
    test(`an inventory that is ${what} is told on its line, with what to do`, async () => {
      const { 'contoso-erp.inventory.json': _, ...texts } = FILES;
      const editor = openEditor(
        inventory === undefined ? texts : { ...texts, 'contoso-erp.inventory.json': inventory },
      );
      await editor.open('contoso-erp.failback');
      const told = editor
        .diagnostics('contoso-erp.failback')
        .filter((one) => String(one.code).startsWith('inventory-'));
      assert.deepEqual(
        told.map((one) => [one.code, one.range.start.line]),
        [[code, lineOf(RUNBOOK, 'inventory:')]],
      );
      assert.match(String(told[0]?.message), /\n.*(Capture|Point|update)/i);
    });
  }

  test('a finding about the site is told in the site file, on behalf of the runbook that imports it', async () => {
    const files = { ...FILES, 'amsterdam.site.failback': SITE.replace('type: vmfs', 'type: nfs') };
    const editor = openEditor(files);
    await editor.open('contoso-erp.failback');
    await editor.open('amsterdam.site.failback');
    const codes = editor.diagnostics('amsterdam.site.failback').map(({ code }) => code);
    assert.ok(
      codes.some((code) => /^FB\d{3}$/.test(String(code))),
      `found only ${codes.join(', ') || 'nothing'}`,
    );
  });

  test('a runbook is checked again when a file that it imports changes', async () => {
    const editor = openEditor(FILES);
    await editor.open('contoso-erp.failback');
    await editor.change('amsterdam.site.failback', SITE.replace('datastore ds-gold', 'datastore ds-platinum'));
    const codes = editor.diagnostics('contoso-erp.failback').map(({ code }) => code);
    assert.ok(codes.includes('unknown-name'));
    await editor.change('amsterdam.site.failback', SITE);
    assert.ok(!editor.diagnostics('contoso-erp.failback').some(({ code }) => code === 'unknown-name'));
  });

  test('each rule leads to its page', async () => {
    const editor = openEditor(FILES, new Date('2027-11-23T09:05:00Z'));
    await editor.open('contoso-erp.failback');
    const rules = editor.diagnostics('contoso-erp.failback').filter(({ code }) => /^FB/.test(String(code)));
    assert.ok(rules.length > 0);
    for (const { code, codeDescription } of rules) assert.equal(codeDescription?.href, `docs/rules/${code}.md`);
  });
});

describe('fixes', () => {
  test('a misspelt word, key and name are mended by their fixes', async () => {
    const text =
      'runbook r { architecture: modernised }\nvm a { datstore: gold  via: aplliance }\nappliance appliance {}\ndatastore gold {}\nwave w { machines: a }\n';
    const mended = await applyFixes(text);
    assert.equal(
      mended,
      text.replace('modernised', 'modernized').replace('datstore', 'datastore').replace('aplliance', 'appliance'),
    );
  });

  test('a quote that is open or missing is closed', async () => {
    const text = 'runbook r {\n  architecture: modernized\n  change: "CHG-1\n  inventory: r.json\n}\n';
    assert.equal(await applyFixes(text), text.replace('"CHG-1', '"CHG-1"').replace('r.json', '"r.json"'));
  });

  async function applyFixes(text: string): Promise<string> {
    const editor = openEditor({ 'a.failback': text });
    const document = await editor.open('a.failback');
    const params = {
      textDocument: { uri: document.uri.toString() },
      range: wholeOf(text),
      context: { diagnostics: [...editor.diagnostics('a.failback')] },
    };
    const actions = (await editor.services.lsp.CodeActionProvider?.getCodeActions(document, params)) as CodeAction[];
    return applied(
      text,
      actions
        .filter(({ isPreferred }) => isPreferred)
        .flatMap((action) => Object.values(action.edit?.changes ?? {}).flat()),
    );
  }
});

describe('names', () => {
  test('a definition is found in the imported file', async () => {
    const { editor, at } = await opened();
    const links = await editor.services.lsp.DefinitionProvider?.getDefinition(
      at('asr-app-01').document,
      at('asr-app-01').params,
    );
    assert.match(links?.[0]?.targetUri ?? '', /amsterdam\.site\.failback$/);
    assert.equal(links?.[0]?.targetSelectionRange.start.line, lineOf(SITE, 'appliance asr-app-01'));
  });

  test('all references to a machine are found, whatever their case', async () => {
    const { editor, at } = await opened(
      RUNBOOK.replace('machines: erp-db-01, erp-db-02\n  window', 'machines: ERP-DB-01, erp-db-02\n  window'),
    );
    const { document, params } = at('erp-db-01 {');
    const found = await editor.services.lsp.ReferencesProvider?.findReferences(document, {
      ...params,
      context: { includeDeclaration: true },
    });
    assert.equal(found?.length, 3);
  });

  test('a member of a group is renamed wherever it is named', async () => {
    const { editor, at } = await opened(
      RUNBOOK.replace('machines: erp-app, erp-batch', 'machines: erp-app, Erp-App-05, erp-batch'),
    );
    const { document, params } = at('erp-app-05 {');
    const edit = await editor.services.lsp.RenameProvider?.rename(document, { ...params, newName: 'erp-app-5' });
    const edits = Object.values(edit?.changes ?? {}).flat();
    const renamed = applied(document.textDocument.getText(), edits);
    assert.equal(edits.length, 2);
    assert.match(renamed, /erp-app-5 \{ datastore/);
    assert.match(renamed, /machines: erp-app, erp-app-5, erp-batch/);
  });

  test('what would be no name is refused', async () => {
    const { editor, at } = await opened();
    const { document, params } = at('erp-app-05 {');
    await assert.rejects(
      async () => editor.services.lsp.RenameProvider?.rename(document, { ...params, newName: 'two words' }),
      /is no name/,
    );
  });
});

describe('hover', () => {
  for (const [where, shown] of [
    ['asr-app-01', /The replication appliance in rack B7[\s\S]*reprotect-agent: Normal/],
    ['erp-db-01 {', /via: asr-app-01 \(from `defaults vm`\)[\s\S]*state: UnplannedFailoverCommitted/],
    ['location:', /Whether the old machine is still there/],
    ['original', /only the delta travels/],
    ['FB140', /^# FB140/],
    ['reprotect {', /powers off the old machine/],
    ['vms erp-app', /share their settings/],
    ['hold: 24', /Waits this long/],
  ] as const) {
    test(where, async () => {
      const { editor, at } = await opened();
      const { document, params } = at(where);
      const hover = (await editor.services.lsp.HoverProvider?.getHoverContent(document, params)) as Hover | undefined;
      assert.match((hover?.contents as { value: string } | undefined)?.value ?? 'nothing', shown);
    });
  }
});

describe('the rest of a document', () => {
  test('outline: groups hold their members, runbook and waves their moments', async () => {
    const { editor, at } = await opened();
    const { document, params } = at('runbook');
    const symbols = (await editor.services.lsp.DocumentSymbolProvider?.getSymbols(document, params)) ?? [];
    const outline = symbols.map(({ name, children }) =>
      [name, ...(children ?? []).map((child) => child.name)].join(' '),
    );
    assert.deepEqual(outline, [
      'contoso-erp before reprotect before commit',
      'defaults vm',
      'erp-db-01',
      'erp-db-02',
      'erp-app erp-app-01 erp-app-02 erp-app-03 erp-app-04 erp-app-05',
      'erp-web erp-web-01 erp-web-02 erp-web-03',
      'erp-batch',
      'erp-report',
      'erp',
      'data before failover',
      'apps before failover',
      'front before failover after failover',
      'after-all',
    ]);
  });

  test('folding: every block of several lines', async () => {
    const { editor, at } = await opened();
    const { document, params } = at('runbook');
    const ranges = (await editor.services.lsp.FoldingRangeProvider?.getFoldingRanges(document, params)) ?? [];
    const openings = RUNBOOK.split('\n').flatMap((line, index) => (line.endsWith('{') ? [index] : []));
    assert.deepEqual(
      openings.filter((line) => !ranges.some((range) => range.startLine === line)),
      [],
    );
  });

  test('links: imports and the inventory', async () => {
    const { editor, at } = await opened();
    const { document, params } = at('runbook');
    const links = (await editor.services.lsp.DocumentLinkProvider?.getDocumentLinks(document, params)) ?? [];
    assert.deepEqual(
      links.map(({ target }) => target),
      ['memory:/amsterdam.site.failback', 'memory:/contoso-erp.inventory.json'],
    );
  });

  test('formatting a range leaves other blocks alone', async () => {
    const { editor } = await opened('vm a{os:linux}\n\nvm b{os:linux}\n');
    const document = await editor.open('contoso-erp.failback');
    const options = { tabSize: 2, insertSpaces: true };
    const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 5 } };
    const edits =
      (await editor.services.lsp.Formatter?.formatDocumentRange(document, {
        textDocument: { uri: '' },
        range,
        options,
      })) ?? [];
    assert.equal(applied(document.textDocument.getText(), edits), 'vm a{os:linux}\n\nvm b { os: linux }\n');
  });

  test('colours: keys, choices, names and what they stand for', async () => {
    const { editor } = await opened(
      'runbook r { architecture: modernized }\nvm a { datastore: gold }\ndatastore gold {}\n',
    );
    const document = await editor.open('contoso-erp.failback');
    const provider = editor.services.lsp.SemanticTokenProvider;
    const { data = [] } =
      (await provider?.semanticHighlight(
        document,
        { textDocument: { uri: document.uri.toString() } },
        CancellationToken.None,
      )) ?? {};
    const types = provider?.semanticTokensOptions?.legend.tokenTypes ?? [];
    assert.deepEqual(coloured(document.textDocument.getText(), data, types), [
      'runbook keyword',
      'architecture: property',
      'modernized enumMember',
      'vm keyword',
      'a variable',
      'datastore: property',
      'gold class',
      'datastore keyword',
      'gold class',
    ]);
  });
});

describe('whatever is typed', () => {
  test('no feature throws', async () => {
    const edit = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      remove: fc.nat(30),
      insert: fc.constantFrom('{', '}', '"', ' vm x {', 'os: ', '\n', ',', '§', ''),
    });
    const editor = openEditor(FILES);
    await editor.open('contoso-erp.failback');
    await fc.assert(
      fc.asyncProperty(
        fc.array(edit, { minLength: 1, maxLength: 5 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (edits, where) => {
          const text = edits.reduce((all, { at, remove, insert }) => {
            const offset = Math.floor(at * all.length);
            return all.slice(0, offset) + insert + all.slice(offset + remove);
          }, RUNBOOK);
          const document = await editor.change('contoso-erp.failback', text);
          const params = {
            textDocument: { uri: document.uri.toString() },
            position: document.textDocument.positionAt(Math.floor(where * text.length)),
          };
          const { lsp } = editor.services;
          await lsp.CompletionProvider?.getCompletion(document, params);
          await lsp.HoverProvider?.getHoverContent(document, params);
          await lsp.DefinitionProvider?.getDefinition(document, params);
          await lsp.DocumentSymbolProvider?.getSymbols(document, params);
          await lsp.FoldingRangeProvider?.getFoldingRanges(document, params);
          await lsp.SemanticTokenProvider?.semanticHighlight(document, params, CancellationToken.None);
          await lsp.Formatter?.formatDocument(document, { ...params, options: { tabSize: 2, insertSpaces: true } });
        },
      ),
      { numRuns: 60 },
    );
  });
});

async function opened(text = RUNBOOK): Promise<{
  editor: Editor;
  at: (place: string) => {
    document: Awaited<ReturnType<Editor['open']>>;
    params: { textDocument: { uri: string }; position: Position };
  };
}> {
  const editor = openEditor({ ...FILES, 'contoso-erp.failback': text });
  const document = await editor.open('contoso-erp.failback');
  const at = (place: string) => {
    const offset = text.indexOf(place);
    assert.ok(offset >= 0, `the text has no '${place}'`);
    return {
      document,
      params: {
        textDocument: { uri: document.uri.toString() },
        position: document.textDocument.positionAt(offset + 1),
      },
    };
  };
  return { editor, at };
}

function coloured(text: string, data: readonly number[], types: readonly string[]): string[] {
  const lines = text.split('\n');
  const found: string[] = [];
  let line = 0;
  let character = 0;
  for (let index = 0; index < data.length; index += 5) {
    const [down = 0, right = 0, length = 0, type = 0] = data.slice(index, index + 4);
    character = down > 0 ? right : character + right;
    line += down;
    found.push(`${lines[line]?.slice(character, character + length)} ${types[type]}`);
  }
  return found;
}

function applied(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split('\n');
  const offsetOf = ({ line, character }: Position): number =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, character);
  const sorted = edits.toSorted((a, b) => offsetOf(b.range.start) - offsetOf(a.range.start));
  return sorted.reduce(
    (all, { range, newText }) => all.slice(0, offsetOf(range.start)) + newText + all.slice(offsetOf(range.end)),
    text,
  );
}

function lineOf(text: string, what: string): number {
  return text.slice(0, text.indexOf(what)).split('\n').length - 1;
}

function wholeOf(text: string): Diagnostic['range'] {
  return { start: { line: 0, character: 0 }, end: { line: text.split('\n').length, character: 0 } };
}
