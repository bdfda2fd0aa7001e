import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Desk } from './cli-process.ts';

/** What nobody should type and everybody does. Each ends with 1 or 2, a few plain lines on stderr, and nothing on stdout. */
const refused: readonly (readonly string[])[] = [
  [],
  ['chekc', 'two-machines.failback'],
  ['init'],
  ['apply', 'two-machines.failback'],
  ['check'],
  ['check', 'nothere.failback'],
  ['check', '.'],
  ['check', 'two-machines.failback', '--format', 'xml'],
  ['check', 'two-machines.failback', '--as-of', 'yesterday'],
  ['check', 'two-machines.failback', '--inventory', 'nothere.json'],
  ['check', 'two-machines.failback', '--inventory', 'other-version.json'],
  ['check', 'two-machines.failback', '--inventory', 'not-json.json'],
  ['plan', 'broken.failback'],
  ['plan', 'site.failback'],
  ['plan', 'two-machines.failback', '--until', 'replicated', '--from', 'cutover'],
  ['run', 'two-machines.failback'],
  ['run', 'two-machines.failback', '--simulate'],
  ['run', 'two-machines.failback', '--speed', '100'],
  ['run', 'two-machines.failback', '--approve', 'all=me'],
  ['run', 'two-machines.failback', '--simulate', '--fault', 'nonsense'],
  ['run', 'two-machines.failback', '--simulate', '--approve', 'nonsense'],
  ['run', 'two-machines.failback', '--simulator', 'http://127.0.0.1:1'],
  ['run', 'two-machines.failback', '--simulator', 'nowhere'],
  ['run', 'not-json.json', '--simulate'],
  ['run', 'tampered.plan.json', '--simulate'],
  ['run', 'moved.plan.json', '--simulate'],
  ['status', 'nothing'],
  ['approve'],
  ['resume', 'nothing'],
  ['retry', 'nothing'],
  ['report', 'nothing', '--format', 'html'],
  ['explain', 'FB999'],
  ['simulate'],
  ['execute', 'nowhere'],
];

const desk = new Desk();

before(async () => {
  writeFileSync(join(desk.folder, 'other-version.json'), '{ "schema": "failback/inventory", "version": 99 }');
  writeFileSync(join(desk.folder, 'not-json.json'), '{ "schema": ');
  await desk.failback('plan', 'two-machines.failback', '--out', 'plan.json');
  const plan = readFileSync(join(desk.folder, 'plan.json'), 'utf8');
  writeFileSync(join(desk.folder, 'tampered.plan.json'), plan.replace('Close the shop', 'Open the shop'));
  // A plan of yesterday's runbook: since then somebody moved a machine to another datastore.
  const text = readFileSync(join(desk.folder, 'two-machines.failback'), 'utf8');
  writeFileSync(join(desk.folder, 'moved.failback'), text);
  await desk.failback('plan', 'moved.failback', '--out', 'moved.plan.json');
  writeFileSync(join(desk.folder, 'moved.failback'), text.replace('wave all {', 'wave all { at-most: 1 machines '));
});

after(() => desk.clear());

test('what cannot be done is refused in plain words, with an exit code, and without a stack trace', async () => {
  const told: string[] = [];
  // Four at a time: each is a process of its own.
  for (let index = 0; index < refused.length; index += 4) {
    const few = refused.slice(index, index + 4);
    const ended = await Promise.all(few.map((args) => desk.failback(...args)));
    for (const [at, { code, out, err }] of ended.entries()) {
      const line = `failback ${few[at]?.join(' ')}`.trim();
      assert.equal(out, '', `${line} keeps stdout clean`);
      assert.ok(code === 1 || code === 2, `${line} ends with ${code}`);
      assert.doesNotMatch(err, /^\s+at .*[:(]|node:internal|\.ts:\d/m, line);
      told.push(`$ ${line}\n${err.replaceAll(desk.folder, 'DESK').replace(/\b[0-9a-f]{12}\b/g, 'HASH')}exit ${code}\n`);
    }
  }
  const file = new URL('expected/refusals.txt', import.meta.url);
  const text = told.join('\n');
  if (process.env.UPDATE !== undefined) writeFileSync(file, text);
  assert.equal(text, readFileSync(file, 'utf8'));
});

test('noise instead of a runbook is told with its place', async () => {
  writeFileSync(
    join(desk.folder, 'noise.failback'),
    Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * 7919) % 128)),
  );
  const { code, err } = await desk.failback('plan', 'noise.failback');
  assert.equal(code, 2);
  assert.match(err, /^failback: noise\.failback:\d+:\d+: /);
  assert.doesNotMatch(err.replaceAll('\n', ''), /\p{Cc}/u, 'control characters of the file do not reach the terminal');
});

test('a file that is not UTF-8 is refused and stays as it is; a byte order mark does no harm', async () => {
  const text = readFileSync(join(desk.folder, 'two-machines.failback'), 'utf8');
  const wide = Buffer.from(`\ufeff${text}`, 'utf16le');
  writeFileSync(join(desk.folder, 'wide.failback'), wide);
  writeFileSync(join(desk.folder, 'latin.failback'), Buffer.from('// Gr\u00fc\u00dfe\n', 'latin1'));
  writeFileSync(join(desk.folder, 'marked.failback'), `\ufeff${text}`);
  for (const [file, said] of [
    ['wide.failback', /looks like UTF-16/],
    ['latin.failback', /is not a text in UTF-8\./],
  ] as const)
    for (const command of ['check', 'plan', 'format']) {
      const { code, out, err } = await desk.failback(command, file);
      assert.deepEqual({ code, out }, { code: 2, out: '' }, `${command} ${file}`);
      assert.match(err, said);
    }
  assert.deepEqual(readFileSync(join(desk.folder, 'wide.failback')), wide);
  assert.equal((await desk.failback('format', '--check', 'marked.failback')).code, 0);
});

test('a path that the system refuses is told as such, and is no bug', async () => {
  writeFileSync(join(desk.folder, 'a-file'), '');
  for (const [env, args, said] of [
    [{}, ['plan', 'two-machines.failback', '--out', '.'], /it is a folder, and a file is wanted \(EISDIR\)/],
    [{}, ['plan', 'two-machines.failback', '--out', 'no/plan.json'], /no such file or folder \(ENOENT\)/],
    [
      { FAILBACK_HOME: join(desk.folder, 'a-file') },
      ['run', 'two-machines.failback', '--simulate', '--inventory', 'facts.json'],
      /'.*a-file' is to be a folder for runs, and there, or on the way there, is a file/,
    ],
  ] as const) {
    const example = new URL('../../examples/contoso-erp/contoso-erp.inventory.json', import.meta.url);
    writeFileSync(join(desk.folder, 'facts.json'), readFileSync(example));
    const own = new Desk();
    Object.assign(own.env, env);
    const { code, err } = await own.failback(
      ...args.map((arg) => (arg === 'facts.json' ? join(desk.folder, arg) : arg)),
    );
    own.clear();
    assert.equal(code, 2, err);
    assert.match(err, said);
  }
});
