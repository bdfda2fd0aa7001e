import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { type LangiumDocument, URI } from 'langium';
import type {
  CodeAction,
  Location,
  LocationLink,
  Position,
  Range,
  SelectionRange,
  SemanticTokensDelta,
  TextEdit,
} from 'vscode-languageserver';
import { linkedEditingRanges } from '../../language-server/src/features/linked-editing.ts';
import { selectionRanges } from '../../language-server/src/features/selection-ranges.ts';
import { formatText } from '../../language-server/src/format/format-text.ts';
import { assertGolden } from '../support/assert-golden.ts';
import { atCursor, type Editor, openEditor } from '../support/editor.ts';
import { fixtureFiles } from '../support/fixture-files.ts';

const EXAMPLE = new URL('../../examples/contoso-erp/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, EXAMPLE), 'utf8');
const FILES = {
  'amsterdam.site.failback': read('amsterdam.site.failback'),
  'contoso.inventory.json': read('contoso-erp.inventory.json'),
  'contoso-erp.inventory.json': read('contoso-erp.inventory.json'),
};

interface Asked {
  readonly editor: Editor;
  readonly document: LangiumDocument;
  readonly position: Position;
}

/** What each feature answers at the cursor, as text. */
const FEATURES: Readonly<Record<string, (asked: Asked) => Promise<string>>> = {
  async fixes({ editor, document, position }) {
    const diagnostics = editor.diagnostics('a.failback').filter(({ range }) => range.start.line === position.line);
    const params = {
      textDocument: { uri: document.uri.toString() },
      range: { start: position, end: position },
      context: { diagnostics },
    };
    const actions = ((await editor.services.lsp.CodeActionProvider?.getCodeActions(document, params)) ??
      []) as CodeAction[];
    return actions.map((action) => `${action.title}\n${drawEdits(action.edit?.changes ?? {})}`).join('\n');
  },
  async 'fix-all'({ editor, document, position }) {
    const context = { diagnostics: [], only: ['source.fixAll'] };
    const params = {
      textDocument: { uri: document.uri.toString() },
      range: { start: position, end: position },
      context,
    };
    const [action] = ((await editor.services.lsp.CodeActionProvider?.getCodeActions(document, params)) ??
      []) as CodeAction[];
    return apply(document.textDocument.getText(), Object.values(action?.edit?.changes ?? {}).flat());
  },
  async 'go-to'({ editor, document, position }) {
    const { lsp } = editor.services;
    const params = { textDocument: { uri: document.uri.toString() }, position };
    const type = (await lsp.TypeProvider?.getTypeDefinition(document, params)) as LocationLink[];
    const used = (await lsp.ImplementationProvider?.getImplementation(document, params)) as LocationLink[];
    return `type: ${type.map(drawLink).join(' ') || 'none'}\nused by: ${used.map(drawLink).join(' ') || 'none'}`;
  },
  async hierarchy({ editor, document, position }) {
    const provider = editor.services.lsp.CallHierarchyProvider;
    const params = { textDocument: { uri: document.uri.toString() }, position };
    const [item] = (await provider?.prepareCallHierarchy(document, params)) ?? [];
    if (item === undefined) return 'nothing';
    const before = (await provider?.incomingCalls({ item })) ?? [];
    const after = (await provider?.outgoingCalls({ item })) ?? [];
    const names = (items: readonly { readonly name: string }[]): string =>
      items.map(({ name }) => name).join(', ') || 'nothing';
    return `before '${item.name}': ${names(before.map(({ from }) => from))}\nbehind it: ${names(after.map(({ to }) => to))}`;
  },
  async selection({ document, position }) {
    const lines: string[] = [];
    let selection: SelectionRange | undefined = selectionRanges(document, [position])[0];
    for (; selection !== undefined; selection = selection.parent)
      lines.push(JSON.stringify(document.textDocument.getText(selection.range)));
    return lines.join('\n');
  },
  async linked({ editor, document, position }) {
    const found = linkedEditingRanges(document, position, editor.services.references.References);
    return found?.ranges.map(({ start }) => `${start.line}:${start.character}`).join(' ') ?? 'nothing';
  },
  async folding({ editor, document, position }) {
    const params = { textDocument: { uri: document.uri.toString() }, position };
    const ranges = (await editor.services.lsp.FoldingRangeProvider?.getFoldingRanges(document, params)) ?? [];
    return ranges.map(({ startLine, endLine, kind = 'block' }) => `${startLine}-${endLine} ${kind}`).join('\n');
  },
  async 'on-type'({ editor, document, position }) {
    const ch = position.character === 0 ? '\n' : '}';
    const options = { tabSize: 2, insertSpaces: true };
    const params = { textDocument: { uri: document.uri.toString() }, position, ch, options };
    const edits = (await editor.services.lsp.Formatter?.formatDocumentOnType(document, params)) ?? [];
    return apply(document.textDocument.getText(), edits);
  },
  async signature({ editor, document, position }) {
    const params = { textDocument: { uri: document.uri.toString() }, position };
    const help = await editor.services.lsp.SignatureHelp?.provideSignatureHelp(document, params);
    const [signature] = help?.signatures ?? [];
    const [start = 0, end = 0] = (signature?.parameters?.[help?.activeParameter ?? 0]?.label ?? []) as [number, number];
    return signature === undefined ? 'nothing' : `${signature.label}\n${' '.repeat(start)}${'^'.repeat(end - start)}`;
  },
  async hints({ editor, document }) {
    const plans = editor.services.workspace.Plans;
    plans.of(editor.services.workspace.Analysis.latest(document));
    const params = {
      textDocument: { uri: document.uri.toString() },
      range: { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } },
    };
    const provider = editor.services.lsp.InlayHintProvider;
    editor.services.shared.workspace.ConfigurationProvider.initialize({ capabilities: {} } as never);
    await editor.services.shared.workspace.ConfigurationProvider.initialized({} as never);
    const hints = (await provider?.getInlayHints(document, params)) ?? [];
    const lenses = (await editor.services.lsp.CodeLensProvider?.provideCodeLens(document, params)) ?? [];
    return [
      ...hints.map(({ position, label }) => `${position.line}: ${String(label)}`),
      ...lenses.map(({ range, command }) => `${range.start.line}: [${command?.title}]`),
    ].join('\n');
  },
  async hover({ editor, document, position }) {
    const params = { textDocument: { uri: document.uri.toString() }, position };
    const hover = await editor.services.lsp.HoverProvider?.getHoverContent(document, params);
    return (hover?.contents as { value: string } | undefined)?.value ?? 'nothing';
  },
};

/** A fixture is named for its feature and holds several texts with a cursor, apart by `---`. */
describe('features', () => {
  for (const { name, path, text } of fixtureFiles(import.meta.url, 'features', '.failback')) {
    test(name, async () => {
      const answers: string[] = [];
      for (const place of text.split(/^---\n/m)) {
        const cursor = atCursor(place);
        const editor = openEditor({
          ...FILES,
          'other.site.failback': 'datastore ds-other {}\n',
          'a.failback': cursor.text,
        });
        await editor.open('other.site.failback');
        const document = await editor.open('a.failback');
        const answer = await FEATURES[name]?.({ editor, document, position: cursor.position });
        const line = place.split('\n')[cursor.position.line]?.trim();
        answers.push(`=== ${line}\n${answer || 'nothing'}\n`);
      }
      assertGolden(answers.join('\n'), path.replace(/\.failback$/, '.txt'));
    });
  }

  test('the fixes of a whole file come at once, however much is wrong in it', async () => {
    const machines = Array.from({ length: 150 }, (_, number) => `vm m-${number} { datastore: lost }\n`).join('');
    const editor = openEditor({ 'a.failback': `runbook r { architecture: modernized }\n${machines}` });
    const document = await editor.open('a.failback');
    const { Analysis } = editor.services.workspace;
    const latest = Analysis.latest(document);
    let asked = 0;
    const counted = Object.create(latest ?? null, {
      assessment: {
        get: () => {
          asked += 1;
          return latest?.assessment;
        },
      },
    });
    Analysis.latest = () => counted;
    const params = {
      textDocument: { uri: document.uri.toString() },
      range: { start: { line: 0, character: 0 }, end: { line: 200, character: 0 } },
      context: { diagnostics: [...editor.diagnostics('a.failback')] },
    };
    const actions = (await editor.services.lsp.CodeActionProvider?.getCodeActions(document, params)) ?? [];
    assert.ok(actions.length > 300);
    assert.equal(asked, 1, 'all findings were gathered more than once');
  });

  test('imports and inventories follow a renamed file, a moved one takes its paths along', async () => {
    const text =
      'import "./amsterdam.site.failback"\nrunbook r { architecture: modernized  inventory: "contoso.inventory.json" }\n';
    const editor = openEditor({ ...FILES, 'a.failback': text });
    await editor.open('a.failback');
    const rename = async (from: string, to: string): Promise<string> => {
      const files = [{ oldUri: `memory:///${from}`, newUri: `memory:///${to}` }];
      const handler = editor.services.shared.lsp.FileOperationHandler;
      const edit = await handler?.willRenameFiles?.({ files });
      return apply(text, edit?.changes?.[URI.parse('memory:///a.failback').toString()] ?? []);
    };
    assert.equal(
      await rename('amsterdam.site.failback', 'sites/ams.failback'),
      text.replace('./amsterdam.site.failback', './sites/ams.failback'),
    );
    assert.equal(
      await rename('contoso.inventory.json', 'seen.json'),
      text.replace('contoso.inventory.json', 'seen.json'),
    );
    assert.equal(
      await rename('a.failback', 'books/a.failback'),
      text.replace('./amsterdam', '../amsterdam').replace('contoso.inv', '../contoso.inv'),
    );
    assert.equal(await rename('unrelated.txt', 'other.txt'), text);
  });

  test('symbols of the workspace: the nearest first', async () => {
    const editor = openEditor({ 'a.failback': 'vm erp-db {}\nvm db {}\nvms g { web-db-1 }\ndatastore gold {}\n' });
    await editor.open('a.failback');
    const found = (await editor.services.shared.lsp.WorkspaceSymbolProvider?.getSymbols({ query: 'db' })) ?? [];
    assert.deepEqual(
      found.map(({ name, location }) => [name, (location as Location).range.start.line]),
      [
        ['db', 1],
        ['erp-db', 0],
        ['web-db-1', 2],
      ],
    );
  });

  test('the delta of semantic tokens, applied, is the full answer; an edit sends the colours of its block only', async () => {
    const block = (index: number, os: string): string => `vm m-${index} { os: ${os}  location: original }\n`;
    const text = (os: string, lines = ''): string =>
      lines + Array.from({ length: 200 }, (_, index) => block(index, index === 100 ? os : 'linux')).join('');
    const editor = openEditor({ 'a.failback': text('linux') });
    let document = await editor.open('a.failback');
    const provider = editor.services.lsp.SemanticTokenProvider!;
    const textDocument = { uri: document.uri.toString() };
    for (const changed of [text('windows'), text('windows', '\n\n'), text('x', '\n'), text('linux')]) {
      const before = await provider.semanticHighlight(document, { textDocument });
      document = await editor.change('a.failback', changed);
      const delta = await provider.semanticHighlightDelta(document, {
        textDocument,
        previousResultId: before.resultId ?? '',
      });
      const data = [...before.data];
      for (const { start, deleteCount, data: inserted = [] } of (delta as SemanticTokensDelta).edits ?? [])
        data.splice(start, deleteCount, ...inserted);
      const full = await provider.semanticHighlight(document, { textDocument });
      assert.deepEqual(data, full.data);
    }
    const { resultId } = await provider.semanticHighlight(document, { textDocument });
    const same = await provider.semanticHighlightDelta(document, { textDocument, previousResultId: resultId ?? '' });
    assert.deepEqual((same as SemanticTokensDelta).edits, []);
    const range = { start: { line: 50, character: 0 }, end: { line: 51, character: 0 } };
    const { data } = await provider.semanticHighlightRange(document, { textDocument, range });
    assert.equal(data[0], 50);
    assert.ok(data.length <= 3 * 30, `${data.length} numbers for two lines`);
  });

  test('what cannot be taken back, and what passes it without approval, is marked without colour', async () => {
    const text = `runbook r {
  architecture: modernized
  before reprotect { without-approval "nobody is at work" }
  before failover { approve "yes" { by: dana } }
  before commit { approve "yes" { by: dana } }
}
person dana { }
vm a { delete-old-machine: true }
`;
    const editor = openEditor({ 'a.failback': text });
    const document = await editor.open('a.failback');
    const provider = editor.services.lsp.SemanticTokenProvider!;
    const { data } = await provider.semanticHighlight(document, { textDocument: { uri: document.uri.toString() } });
    const { tokenModifiers } = provider.semanticTokensOptions.legend;
    const marked: string[] = [];
    let [line, character] = [0, 0];
    for (let index = 0; index < data.length; index += 5) {
      const [down = 0, right = 0, length = 0, , modifiers = 0] = data.slice(index, index + 5);
      [line, character] = [line + down, down === 0 ? character + right : right];
      for (const [bit, name] of tokenModifiers.entries())
        if ((modifiers & (1 << bit)) !== 0 && /irreversible|unguarded/.test(name))
          marked.push(`${text.split('\n')[line]?.slice(character, character + length)} ${name}`);
    }
    assert.deepEqual(marked, [
      'reprotect irreversible',
      'without-approval unguarded',
      'commit irreversible',
      'delete-old-machine: irreversible',
      'true irreversible',
    ]);
  });

  test('formatting what the editor has read is formatting its text', async () => {
    const options = { tabSize: 2, insertSpaces: true };
    for (const { text } of fixtureFiles(import.meta.url, 'formatting', '.in.failback').concat(
      fixtureFiles(import.meta.url, 'lowering', '.failback'),
    )) {
      const messy = text.replaceAll('  ', '   ');
      const editor = openEditor({ 'a.failback': messy });
      const document = await editor.open('a.failback');
      for (let times = 0; times < 2; times++) {
        const edits =
          (await editor.services.lsp.Formatter?.formatDocument(document, { textDocument: { uri: '' }, options })) ?? [];
        assert.equal(apply(messy, edits), formatText(messy));
      }
    }
  });
});

function drawLink({ targetUri, targetSelectionRange: { start } }: LocationLink): string {
  return `${targetUri.slice(targetUri.lastIndexOf('/') + 1)}:${start.line}:${start.character}`;
}

function drawEdits(changes: Readonly<Record<string, readonly TextEdit[]>>): string {
  return Object.entries(changes)
    .flatMap(([uri, edits]) =>
      edits.map(
        ({ range, newText }) =>
          `    ${uri.slice(uri.lastIndexOf('/') + 1)} ${drawRange(range)}: ${JSON.stringify(newText)}`,
      ),
    )
    .join('\n');
}

function drawRange({ start, end }: Range): string {
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}

function apply(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split('\n');
  const offsetOf = ({ line, character }: Position): number =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, Math.min(character, lines[line]?.length ?? 0));
  return edits
    .toSorted((one, other) => offsetOf(other.range.start) - offsetOf(one.range.start))
    .reduce(
      (all, { range, newText }) => all.slice(0, offsetOf(range.start)) + newText + all.slice(offsetOf(range.end)),
      text,
    );
}
