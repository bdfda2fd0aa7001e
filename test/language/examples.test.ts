import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { loadRunbook } from '../../language-server/src/load-runbook.ts';

const EXAMPLES = new URL('../../examples/', import.meta.url);

/** What people copy must be right. */
describe('the text of every example is without a problem', () => {
  const files = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.failback'),
  );
  for (const file of files) {
    test(file, async () => {
      const loaded = await loadRunbook(new URL(file, EXAMPLES).href, (uri) =>
        readFile(new URL(uri), 'utf8').catch(() => undefined),
      );
      assert.deepEqual(
        loaded.problems.map(({ at, message }) => `${at.uri}:${at.start.line + 1} ${message}`),
        [],
      );
      assert.equal(
        loaded.runbook === undefined,
        file.includes('.site.'),
        'a file with a runbook block is a runbook, a site file is none',
      );
    });
  }
});

test('a file that is not there is told, not thrown', async () => {
  const { runbook, problems, documents } = await loadRunbook('file:///nowhere.failback', async () => undefined);
  assert.equal(runbook, undefined);
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['missing-file'],
  );
  assert.deepEqual(documents, []);
});

test('two runbooks are read at the same time without touching each other', async () => {
  const text = (name: string): string =>
    `runbook ${name} { architecture: modernized }\nvm ${name}-1 {}\nwave w { machines: ${name}-1 }\n`;
  const names = Array.from({ length: 8 }, (_, index) => `r${index}`);
  const later = async (name: string): Promise<string> => {
    await new Promise((resolve) => setImmediate(resolve));
    return text(name);
  };
  const loaded = await Promise.all(names.map((name) => loadRunbook('file:///same.failback', () => later(name))));
  assert.deepEqual(
    loaded.map(({ runbook }) => runbook?.machines.map((machine) => machine.name)),
    names.map((name) => [`${name}-1`]),
  );
});
