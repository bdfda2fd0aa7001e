import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passwordsOnStdin } from '../../cli/capture/passwords-on-stdin.ts';
import { asInput } from '../../extension/features/capture/as-input.ts';
import { isForPeople, readCaptureLine, sayProgress } from '../../extension/features/capture/capture-progress.ts';
import { PasswordStore } from '../../extension/features/capture/password-store.ts';
import { refusedPasswords, sayCaptured } from '../../extension/features/capture/say-captured.ts';

test('lines of progress are read, and everything else is a word to people', () => {
  const line = readCaptureLine('{"kind":"progress","what":"protected items","done":120,"of":4000}');
  assert.ok(line?.kind === 'progress');
  assert.equal(sayProgress(line), 'protected items, 120 of 4,000');
  assert.equal(sayProgress({ kind: 'progress', what: 'vc-ams: signing in' }), 'vc-ams: signing in');
  for (const text of ['failback: no.', '{', '{"kind":"other"}', '{"kind":"progress"}', '[]', 'null', '"x"'])
    assert.ok(isForPeople(text), text);
  assert.ok(!isForPeople('  '));
});

const sections = [
  { section: 'items', entries: 1 },
  { section: 'siteMachines', entries: 1200 },
];

test('a capture that saw everything is told in one sentence and its news', () => {
  const seen = { kind: 'captured', out: 'x', sections, notCaptured: [] } as const;
  assert.deepEqual(sayCaptured({ ...seen, sections: [...sections], notCaptured: [] }, 'x.json', true), {
    severity: 'information',
    text: "Captured 1 protected item and 1,200 machines of the site. 'x.json' shows what changed.",
    details: [],
  });
  assert.match(
    sayCaptured({ ...seen, sections: [...sections], notCaptured: [] }, 'x.json', false).text,
    /Nothing changed in 'x\.json' but the times\.$/,
  );
});

test('what could not be read is told with its reason, the first in short and all of it in the log', () => {
  const notCaptured = [
    {
      what: "the site as 'vc-ams' shows it",
      reason: "'vc-ams' (vc-ams:443) does not take the account 'a'.\nCheck it.",
    },
    { what: 'locks', reason: 'forbidden' },
  ];
  const captured = { kind: 'captured' as const, out: 'x', sections: [...sections], notCaptured };
  const { severity, text, details } = sayCaptured(captured, 'x.json', true);
  assert.equal(severity, 'warning');
  assert.match(text, /The site as 'vc-ams' shows it: 'vc-ams' .* the account 'a'\. And 1 part more\.$/);
  assert.deepEqual(details.length, 2);
  assert.match(details[0] ?? '', /^Not captured: the site .*Check it\.$/);
  assert.deepEqual(refusedPasswords(captured), ['vc-ams']);
});

test('passwords are kept apart by address and account, and only whose they are is kept in the open', async () => {
  const secrets = new Map<string, string>();
  const memory = new Map<string, unknown>();
  const store = new PasswordStore(
    {
      get: async (key) => secrets.get(key),
      store: async (key, value) => void secrets.set(key, value),
      delete: async (key) => void secrets.delete(key),
    },
    {
      get: <T>(key: string, otherwise: T) => (memory.get(key) as T | undefined) ?? otherwise,
      update: async (key, value) => void memory.set(key, value),
    },
  );
  const one = { address: 'vc.example', account: 'capture@vsphere.local' };
  const other = { ...one, address: 'vc2.example' };
  await store.keep(one, 'geheim');
  await store.keep({ ...one, address: 'VC.example' }, 'geheimer');
  await store.keep(other, 'secret');
  assert.equal(await store.find(one), 'geheimer');
  assert.equal(await store.find({ ...one, account: 'root' }), undefined);
  assert.equal(store.owners().length, 2);
  assert.doesNotMatch(JSON.stringify([...memory]), /geheim|secret/);
  await store.forget(one);
  assert.equal(await store.find(one), undefined);
  assert.deepEqual(store.owners(), [other]);
});

test('passwords reach the command line as it reads them, whatever they hold', () => {
  const passwords = new Map([
    ['vc-ams', 'a=b "c" \\ ü'],
    ['esx-1', ' '],
  ]);
  assert.deepEqual(passwordsOnStdin(asInput(passwords), ['vc-ams', 'esx-1']), passwords);
  assert.deepEqual(
    passwordsOnStdin(asInput(new Map([['vc-ams', 'vc-ams=x']])), ['vc-ams']),
    new Map([['vc-ams', 'vc-ams=x']]),
  );
});
