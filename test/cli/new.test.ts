import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inProcess } from './in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'failback-new-'));
after(() => rmSync(folder, { recursive: true }));
const example = fileURLToPath(new URL('../../examples/contoso-erp/contoso-erp.inventory.json', import.meta.url));
cpSync(example, join(folder, 'captured.json'));

test('a first runbook is written beside its inventory, and can be checked and planned', async () => {
  const { code, out, err } = await inProcess(folder, 'new', '--from', 'captured.json', '--out', 'first.failback');
  assert.equal(code, 0, err);
  assert.equal(out, '');
  assert.match(err, /failback check first\.failback/);
  assert.match(readFileSync(join(folder, 'first.failback'), 'utf8'), /inventory: "captured\.json"/);
  assert.equal((await inProcess(folder, 'format', '--check', 'first.failback')).code, 0);
  const checked = await inProcess(folder, 'check', 'first.failback', '--as-of', 'capture');
  assert.equal(checked.code, 0, checked.out);
  const planned = await inProcess(folder, 'plan', 'first.failback', '--format', 'json');
  assert.equal(JSON.parse(planned.out).machines.length, 12);
});

test('without --out it goes to standard output, with the path from here', async () => {
  const { code, out, err } = await inProcess(join(folder, '..'), 'new', '--from', join(folder, 'captured.json'));
  assert.equal(code, 0, err);
  assert.match(out, new RegExp(`inventory: "${folder.split('/').at(-1)}/captured\\.json"`));
});

test('it writes over nothing, unless it is told to', async () => {
  const there = join(folder, 'there.failback');
  writeFileSync(there, '// mine\n');
  const refused = await inProcess(folder, 'new', '--from', 'captured.json', '--out', 'there.failback');
  assert.equal(refused.code, 2);
  assert.match(refused.err, /'there\.failback' is there already/);
  assert.equal(readFileSync(there, 'utf8'), '// mine\n');
  assert.equal(
    (await inProcess(folder, 'new', '--from', 'captured.json', '--out', 'there.failback', '--force')).code,
    0,
  );
  assert.match(readFileSync(there, 'utf8'), /^\/\/ Written by/);
});

test('what is no inventory gives no runbook', async () => {
  writeFileSync(join(folder, 'other.json'), '{}');
  const { code, err } = await inProcess(folder, 'new', '--from', 'other.json', '--out', 'none.failback');
  assert.equal(code, 2);
  assert.match(err, /is not a failback inventory/);
  assert.ok(!existsSync(join(folder, 'none.failback')));
});
