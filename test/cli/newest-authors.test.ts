import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, test } from 'node:test';
import { newestAuthors } from '../../cli/approve/newest-authors.ts';

const scratch = mkdtempSync(join(tmpdir(), 'failback-authors-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

/** A repository in which anybody can commit under a name. */
function repository(name: string) {
  const root = join(scratch, name);
  mkdirSync(root, { recursive: true });
  const git = (who: string, ...args: readonly string[]) =>
    execFileSync('git', ['-c', `user.name=${who}`, '-c', `user.email=${who}@contoso.example`, ...args], {
      cwd: root,
      stdio: 'pipe',
      encoding: 'utf8',
    });
  const commit = (who: string, files: Readonly<Record<string, string>>) => {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(root, file), text);
    git(who, 'add', '-A');
    git(who, 'commit', '-q', '-m', `By ${who}`);
  };
  git('nobody', 'init', '-q', '-b', 'main');
  return { root, git, commit };
}

test('whoever changed a file last is named, of each file, and nobody who changed it before', async () => {
  const { root, commit } = repository('plain');
  commit('anna', { 'one.failback': '1', 'two.failback': '1', 'three.failback': '1' });
  commit('bert', { 'two.failback': '2' });
  commit('carl', { 'two.failback': '3', 'umlaut é [1].failback': '1' });
  const authors = async (...names: readonly string[]) =>
    [...(await newestAuthors(names.map((name) => join(root, name))))].sort();
  assert.deepEqual(await authors('one.failback', 'two.failback'), ['anna@contoso.example', 'carl@contoso.example']);
  assert.deepEqual(await authors('umlaut é [1].failback'), ['carl@contoso.example']);
  assert.deepEqual(await authors('three.failback', 'not-there.failback'), ['anna@contoso.example']);
  writeFileSync(join(root, 'never-committed.failback'), '1');
  assert.deepEqual(await authors('never-committed.failback'), []);
  assert.deepEqual(await newestAuthors([join(scratch, 'outside.failback')]), []);
});

test('a change that a merge threw away names nobody', async () => {
  const { root, git, commit } = repository('merged');
  commit('anna', { 'one.failback': '1', 'two.failback': '1' });
  git('anna', 'checkout', '-q', '-b', 'side');
  commit('bert', { 'one.failback': 'by bert' });
  git('anna', 'checkout', '-q', 'main');
  commit('carl', { 'two.failback': '2' });
  git('dora', 'merge', '-q', '-s', 'ours', '-m', 'Keep ours', 'side');
  const found = await newestAuthors([join(root, 'one.failback'), join(root, 'two.failback')]);
  assert.deepEqual([...found].sort(), ['anna@contoso.example', 'carl@contoso.example']);
});

test('a merge that wrote something of its own names who merged', async () => {
  const { root, git, commit } = repository('mended');
  commit('anna', { 'one.failback': '1' });
  git('anna', 'checkout', '-q', '-b', 'side');
  commit('bert', { 'one.failback': 'by bert' });
  git('anna', 'checkout', '-q', 'main');
  commit('carl', { 'one.failback': 'by carl' });
  assert.throws(() => git('dora', 'merge', '-q', 'side'));
  commit('dora', { 'one.failback': 'by both' });
  assert.deepEqual(await newestAuthors([join(root, 'one.failback')]), ['dora@contoso.example']);
});

test('a file of a submodule is asked of the submodule', async () => {
  const site = repository('site');
  site.commit('sven', { 'amsterdam.site.failback': '1' });
  const { root, git, commit } = repository('super');
  commit('anna', { 'one.failback': '1' });
  git('anna', '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', site.root, 'site');
  commit('bert', {});
  const found = await newestAuthors([join(root, 'one.failback'), join(root, 'site/amsterdam.site.failback')]);
  assert.deepEqual([...found].sort(), ['anna@contoso.example', 'sven@contoso.example']);
});

test('forty files cost as many processes as one', async (t) => {
  if (process.platform === 'win32') return t.skip('The stand-in for git is a shell script.');
  const { root, commit } = repository('many');
  const names = Array.from({ length: 40 }, (_, number) => `f${number}.failback`);
  commit('anna', Object.fromEntries(names.map((name) => [name, '1'])));
  commit('bert', { 'f7.failback': '2' });
  const bin = join(scratch, 'bin');
  const log = join(scratch, 'asked');
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  mkdirSync(bin);
  writeFileSync(join(bin, 'git'), `#!/bin/sh\necho asked >> '${log}'\nexec '${real}' "$@"\n`);
  chmodSync(join(bin, 'git'), 0o755);
  const path = process.env.PATH;
  process.env.PATH = [bin, path].join(delimiter);
  try {
    const found = await newestAuthors(names.map((name) => join(root, name)));
    assert.deepEqual([...found].sort(), ['anna@contoso.example', 'bert@contoso.example']);
  } finally {
    process.env.PATH = path;
  }
  assert.ok(existsSync(log), 'the stand-in was asked');
  assert.equal(readFileSync(log, 'utf8').trim().split('\n').length, 3);
});
