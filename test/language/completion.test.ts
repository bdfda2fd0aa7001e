import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { CompletionItem, CompletionList } from 'vscode-languageserver';
import { assertGolden } from '../support/assert-golden.ts';
import { atCursor, openEditor } from '../support/editor.ts';
import { fixtureFiles } from '../support/fixture-files.ts';

const EXAMPLE = new URL('../../examples/contoso-erp/', import.meta.url);
const INVENTORY = readFileSync(new URL('contoso-erp.inventory.json', EXAMPLE), 'utf8');
const SITE = readFileSync(new URL('amsterdam.site.failback', EXAMPLE), 'utf8');

/** Each fixture holds several places to complete at, apart by `---`; what is offered stands in the file beside it. */
describe('completion', () => {
  for (const { name, path, text } of fixtureFiles(import.meta.url, 'completion', '.failback')) {
    // What only a person who reads it can judge is drawn with its details; of the rest the labels tell enough.
    const draw = name === 'places' ? labels : details;
    test(name, async () => {
      const offered: string[] = [];
      for (const place of text.split(/^---\n/m)) {
        const list = await complete(place);
        const { position } = atCursor(place);
        const line = place.split('\n')[position.line];
        offered.push(`${line?.trim()}\n${draw(list.items) || '    nothing'}\n`);
      }
      assertGolden(offered.join('\n'), path.replace(/\.failback$/, '.txt'));
    });
  }

  test('the best hundred of ten thousand are offered, and the list says that there are more', async () => {
    const machines = Array.from({ length: 10_000 }, (_, index) => `vm m-${index} {}\n`).join('');
    const list = await complete(`${machines}wave w { machines: m-99| }\n`);
    assert.equal(list.isIncomplete, true);
    assert.equal(list.items.length, 100);
    assert.ok(list.items.every(({ label }) => label.startsWith('m-99')));
    const exact = await complete(`${machines}wave w { machines: m-998| }\n`);
    assert.equal(exact.isIncomplete, false);
    assert.deepEqual(labelsOf(exact).slice(0, 2), ['m-998', 'm-9980']);
  });

  test('what stands behind the word that is typed is left alone', async () => {
    const list = await complete('datastore gold {}\nvm a { datastore: go| }\n');
    const [item] = list.items;
    assert.deepEqual(item?.textEdit, {
      range: { start: { line: 1, character: 18 }, end: { line: 1, character: 20 } },
      newText: 'gold',
    });
  });

  test('a name of another file comes with its import', async () => {
    const list = await complete('import "./empty.failback"\nvm a { datastore: | }\n', {
      'empty.failback': '',
      'site/one.site.failback': 'datastore gold {}\n',
    });
    const gold = list.items.find(({ label }) => label === 'gold');
    assert.match(gold?.detail ?? '', /site\/one\.site\.failback/);
    assert.deepEqual(gold?.additionalTextEdits, [
      {
        range: { start: { line: 0, character: 25 }, end: { line: 0, character: 25 } },
        newText: '\nimport "./site/one.site.failback"',
      },
    ]);
  });
});

async function complete(place: string, others: Readonly<Record<string, string>> = {}): Promise<CompletionList> {
  const cursor = atCursor(place);
  const files = {
    'contoso.inventory.json': INVENTORY,
    'amsterdam.site.failback': SITE,
    'scripts/warm.ps1': '',
    ...others,
  };
  const editor = openEditor({ ...files, 'a.failback': cursor.text });
  for (const other of Object.keys(others)) await editor.open(other);
  const document = await editor.open('a.failback');
  const params = { textDocument: { uri: document.uri.toString() }, position: cursor.position };
  return (await editor.services.lsp.CompletionProvider?.getCompletion(document, params)) as CompletionList;
}

function labels(items: readonly CompletionItem[]): string {
  return items.length === 0 ? '' : `    ${items.map(({ label }) => label).join(' ')}`;
}

function details(items: readonly CompletionItem[]): string {
  return items
    .slice(0, 12)
    .map(({ label, detail, textEdit }) => {
      const text = textEdit?.newText ?? '';
      const inserted = text.includes('\n') ? `\n${text.replace(/^/gm, '        ')}` : '';
      return `    ${label}${detail === undefined ? '' : `  · ${detail}`}${inserted}`;
    })
    .join('\n');
}

function labelsOf({ items }: CompletionList): string[] {
  return items.map(({ label }) => label);
}
