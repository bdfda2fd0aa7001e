import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { inProcess } from './in-process.ts';

const example = join(import.meta.dirname, '../../examples/contoso-erp');
/** Each breaks out of something: of a log's line, of XML, of a workflow command, of a terminal. */
const NAMES = ['::error file=x::owned\nx%0A', ']]>&"<b>', 'c\u001b[2J\u0001', '\u202egnp'];
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f\u202e]/;

const HOSTILE = 'boot\u001b[2K\u001b]0;owned\u0007\u009b1m\r\u202egnp';

for (const [command, ...more] of [
  ['check', '--fail-on', 'unknown'],
  ['plan'],
  ['plan', '--format', 'mermaid'],
  ['plan', '--format', 'markdown'],
  ['diff', '--format', 'pretty'],
] as const)
  test(`no word of a runbook or of a captured fact reaches a terminal as more than text: ${[command, ...more].join(' ')}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'failback-hostile-'));
    try {
      cpSync(example, folder, { recursive: true });
      const rewrite = (file: string, change: (text: string) => string) =>
        writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')));
      const escaped = JSON.stringify(HOSTILE).slice(1, -1);
      rewrite('contoso-erp.inventory.json', (text) =>
        text.replaceAll('Fits the datastore', escaped).replaceAll('vc-ams', `vc-ams${escaped}`),
      );
      rewrite('contoso-erp.failback', (text) =>
        text
          .replaceAll('ERP owner confirms the data', HOSTILE.replace('\r', ''))
          .replaceAll('/// Bring', `/// ${HOSTILE.replace('\r', '')} Bring`),
      );
      rewrite('amsterdam.site.failback', (text) =>
        text.replaceAll('Dana Vermeer', `Dana ${HOSTILE.replace('\r', '')}`),
      );
      const before = command === 'diff' ? [join(example, 'contoso-erp.failback')] : [];
      const { code, out, err } = await inProcess(folder, command, ...before, 'contoso-erp.failback', ...more);
      assert.ok(code < 2, err);
      assert.doesNotMatch(out, CONTROLS);
      assert.match(out, /\\u(\{1b\}|#123;1b#125;)/, 'it is written out');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

for (const format of ['github', 'junit', 'sarif', 'json', 'pretty'])
  test(`no name of a file breaks out of ${format}`, { skip: process.platform === 'win32' }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'failback-hostile-'));
    try {
      cpSync(example, folder, { recursive: true });
      for (const name of NAMES) {
        const file = `${name}.failback`;
        renameSync(join(folder, 'contoso-erp.failback'), join(folder, file));
        // Without captured facts that are fresh there is something to say of each.
        const { code, out } = await inProcess(folder, 'check', file, '--format', format, '--fail-on', 'unknown');
        assert.ok(code < 2);
        // In JSON a character that turns the direction of writing is data, and no control character is left bare.
        assert.doesNotMatch(format === 'json' || format === 'sarif' ? out.replaceAll('\u202e', '') : out, CONTROLS);
        if (format === 'github')
          for (const line of out.trim().split('\n')) assert.match(line, /^::(error|warning|notice) file=/);
        if (format === 'junit') assert.doesNotMatch(out, /]]>|"<b>|&"/);
        if (format === 'sarif' || format === 'json') JSON.parse(out);
        renameSync(join(folder, file), join(folder, 'contoso-erp.failback'));
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
