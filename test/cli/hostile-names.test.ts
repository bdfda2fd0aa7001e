import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { inProcess } from './in-process.ts';

const example = join(import.meta.dirname, '../../examples/contoso-erp');
/** Each breaks out of something: of a log's line, of XML, of a workflow command, of a terminal. */
const NAMES = ['::error file=x::owned\nx%0A', ']]>&"<b>', 'c\u001b[2J\u0001', '\u202egnp'];
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f\u202e]/;

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
