import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { CompletionList } from 'vscode-languageserver';
import { assertGolden } from '../support/assert-golden.ts';
import { atCursor, openEditor } from '../support/editor.ts';
import { fixtureFiles } from '../support/fixture-files.ts';

const INVENTORY = readFileSync(
  new URL('../../examples/contoso-erp/contoso-erp.inventory.json', import.meta.url),
  'utf8',
);

/** Each fixture holds several places to complete at, apart by `---`; what is offered stands in the file beside it. */
describe('completion', () => {
  for (const { name, path, text } of fixtureFiles(import.meta.url, 'completion', '.failback')) {
    test(name, async () => {
      const offered: string[] = [];
      for (const place of text.split(/^---\n/m)) {
        const cursor = atCursor(place);
        const editor = openEditor({ 'a.failback': cursor.text, 'contoso.inventory.json': INVENTORY });
        const document = await editor.open('a.failback');
        const params = { textDocument: { uri: document.uri.toString() }, position: cursor.position };
        const list = (await editor.services.lsp.CompletionProvider?.getCompletion(document, params)) as CompletionList;
        const line = place.split('\n')[cursor.position.line];
        offered.push(`${line?.trim()}\n    ${list.items.map((item) => item.label).join(' ') || 'nothing'}\n`);
      }
      assertGolden(offered.join('\n'), path.replace(/\.failback$/, '.txt'));
    });
  }
});
