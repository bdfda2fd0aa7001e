/** A runbook is written by whoever opens a pull request: what it points at must not be told by the machine that reads it. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { inProcess } from './in-process.ts';

const SECRET = 'hunter2';
/** Windows has neither pipes nor devices among its files. */
const unix = { skip: process.platform === 'win32' && 'no such files on Windows' };

describe('files that a runbook points at', () => {
  let home: string;
  const file = (name: string) => join(home, name);
  const runbook = (head: string, settings = '') =>
    `${head}\nrunbook r { architecture: modernized ${settings} }\nvm a { os: linux }\nwave w { machines: a }\n`;

  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'failback-foreign-')));
    mkdirSync(file('repository'));
    writeFileSync(file('passwords'), `root: ${SECRET}\n`);
    writeFileSync(file('beside.failback'), `root: ${SECRET}\nvault ${SECRET} {}\n`);
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('no line of an imported file that is no runbook is told', async () => {
    writeFileSync(file('r.failback'), runbook('import "./passwords"'));
    const { code, out, err } = await inProcess(home, 'check', 'r.failback');
    assert.equal(code, 1);
    assert.match(out, /'\.\/passwords' is not read: what can be imported is a file whose name ends in `\.failback`/);
    assert.ok(!`${out}${err}`.includes(SECRET));
  });

  for (const text of [`root:${SECRET}`, `{ "a": ${SECRET} }`, `{ "a": "${SECRET}`, `["${SECRET}" "x"]`, `"${SECRET}`]) {
    it(`no piece of an inventory that is no JSON is told: ${text.replace(SECRET, '…')}`, async () => {
      writeFileSync(file('facts'), text);
      writeFileSync(file('r.failback'), runbook('', 'inventory: "facts"'));
      const { code, err } = await inProcess(home, 'check', 'r.failback');
      assert.equal(code, 2);
      assert.match(
        err,
        /The inventory 'facts' is not JSON(: it (breaks at line 1, character \d+|ends too early))?\.\n/,
      );
      assert.ok(!err.includes(SECRET.slice(0, 4)), err);
    });
  }

  it('a folder that is imported is told at its import, and hinders no other file', async () => {
    mkdirSync(file('folder.failback'));
    writeFileSync(file('r.failback'), runbook('import "./folder.failback"'));
    writeFileSync(file('s.failback'), 'vault v {\n');
    const { code, out } = await inProcess(home, 'check', 'r.failback', 's.failback');
    assert.equal(code, 1);
    assert.match(out, /r\.failback:1:8 error There is no file '\.\/folder\.failback' beside this one/);
    assert.match(out, /s\.failback:1:1 error/);
  });

  it('a pipe that is imported is not waited for', unix, async () => {
    execFileSync('mkfifo', [file('pipe.failback')]);
    writeFileSync(file('r.failback'), runbook('import "./pipe.failback"'));
    const { out } = await inProcess(home, 'check', 'r.failback');
    assert.match(out, /There is no file '\.\/pipe\.failback' beside this one/);
  });

  it('a device is no inventory', unix, async () => {
    writeFileSync(file('r.failback'), runbook(''));
    const { code, err } = await inProcess(home, 'check', 'r.failback', '--inventory', '/dev/zero');
    assert.equal(code, 2);
    assert.match(err, /'\/dev\/zero' is a device, and a file is wanted\./);
  });

  it('an inventory whose version stands in quotes is told so', async () => {
    writeFileSync(file('facts.json'), '{ "schema": "failback/inventory", "version": "1" }');
    writeFileSync(file('r.failback'), runbook('', 'inventory: "facts.json"'));
    const { err } = await inProcess(home, 'check', 'r.failback');
    assert.match(err, /does not say which version it has: its "version" is no number\./);
  });

  it('a review reads nothing beside the repository, nor in its .git, nor through a link', async () => {
    const repository = file('repository');
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: repository, stdio: 'pipe' });
    const commit = () => {
      git('add', '-A');
      git('-c', 'user.name=Dana', '-c', 'user.email=dana@contoso.example', 'commit', '-q', '-m', 'A change');
    };
    git('init', '-q', '-b', 'main');
    const path = join(repository, 'r.failback');
    writeFileSync(path, runbook(''));
    commit();
    git('checkout', '-q', '-b', 'change');
    writeFileSync(join(repository, '.git/token.failback'), `root: ${SECRET}\n`);
    symlinkSync(file('beside.failback'), join(repository, 'link.failback'));
    for (const [imported, inventory] of [
      ['../beside.failback', '../passwords'],
      ['./link.failback', './link.failback'],
      ['./.git/token.failback', './.git/token.failback'],
    ]) {
      writeFileSync(path, runbook(`import "${imported}"`, `inventory: "${inventory}"`));
      commit();
      const { out, err } = await inProcess(repository, 'review', '--sarif', 'found.sarif', '--base', 'main');
      assert.match(out, /There is no file '[^']+' beside this one/);
      const sarif = readFileSync(join(repository, 'found.sarif'), 'utf8');
      for (const told of [out, err, sarif]) assert.ok(!told.includes(SECRET), told);
    }
  });
});
