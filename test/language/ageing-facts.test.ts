import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it, mock } from 'node:test';
import { openEditor } from '../support/editor.ts';

const read = (name: string) => readFileSync(new URL(`../../examples/contoso-erp/${name}`, import.meta.url), 'utf8');
const FILES = ['contoso-erp.failback', 'amsterdam.site.failback', 'contoso-erp.inventory.json'];
const RUN = 'contoso-erp.failback';

it('facts that grow too old while nobody types are told as soon as they are', async () => {
  const { capturedAt } = JSON.parse(read('contoso-erp.inventory.json')) as { capturedAt: string };
  const now = new Date(Date.parse(capturedAt) + 60_000);
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const editor = openEditor(Object.fromEntries(FILES.map((name) => [name, read(name)])), now);
    const { Analysis, Diagnostics } = editor.services.workspace;
    const document = await editor.open(RUN);
    const before = JSON.stringify(editor.diagnostics(RUN));
    // What ages first may be advice, which nobody is told of; after the longest time to live all that counted is told.
    for (let round = 0; round < 40 && JSON.stringify(editor.diagnostics(RUN)) === before; round += 1) {
      const lasts = Analysis.lastsFor(document);
      assert.ok(lasts !== undefined, 'some facts age');
      const later = Math.max(lasts + 1, 1000);
      const told = new Promise<void>((resolve) => Diagnostics.onSettled(() => resolve()));
      now.setTime(now.getTime() + later);
      mock.timers.tick(later);
      mock.timers.tick(1500);
      await told;
    }
    assert.ok(JSON.stringify(editor.diagnostics(RUN)) !== before);
  } finally {
    mock.timers.reset();
  }
});
