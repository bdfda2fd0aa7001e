import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const example = fileURLToPath(new URL('../../examples/contoso-erp/contoso-erp.failback', import.meta.url));
const program = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

describe('failback git, with git itself', () => {
  let home: string;
  const file = () => join(home, 'erp.failback');
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Dana', '-c', 'user.email=dana@contoso.example', ...args], {
      cwd: home,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  const failback = (...args: readonly string[]) =>
    execFileSync(process.execPath, [program, ...args], { cwd: home, encoding: 'utf8', stdio: 'pipe' });
  const change = (from: string, to: string) => {
    const text = readFileSync(file(), 'utf8');
    assert.ok(text.includes(from));
    writeFileSync(file(), text.replace(from, to));
  };

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "failback git's "));
    copyFileSync(example, file());
    git('init', '-q', '-b', 'main');
    failback('git', 'install');
    git('add', '-A');
    git('commit', '-q', '-m', 'A runbook');
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('shows a change as what it means for machines and waves', () => {
    change('  datastore: ds-silver\n\n  erp-web-01', '  datastore: ds-gold\n\n  erp-web-01');
    const lines = git('diff').split('\n');
    assert.ok(lines.includes('-machine erp-web-02 › datastore: ds-silver'));
    assert.ok(lines.includes('+machine erp-web-02 › datastore: ds-gold'));
    git('commit', '-q', '-a', '-m', 'Another datastore');
    assert.match(git('log', '-p', '-1'), /^\+machine erp-web-03 › datastore: ds-gold$/m);
  });

  it('shows nothing of a change that means nothing', () => {
    change('    hold: 24 h\n', '    // A day and a night.\n    hold:   24h\n');
    assert.doesNotMatch(git('diff'), /^[-+][^-+]/m);
  });

  it('merges what two people did to one wave', () => {
    git('checkout', '-q', '-b', 'fewer');
    change('at-most: 4 machines', 'at-most: 2 machines');
    git('commit', '-q', '-a', '-m', 'Fewer at once');
    git('checkout', '-q', 'main');
    change('  machines: erp-app, erp-batch\n', '  machines: erp-app\n');
    git('commit', '-q', '-a', '-m', 'The batch server stays');
    git('merge', '-q', 'fewer', '-m', 'Both');
    assert.match(readFileSync(file(), 'utf8'), /machines: erp-app\n {2}at-most: 2 machines/);
  });

  it('leaves a conflict to people where both decided otherwise', () => {
    git('checkout', '-q', '-b', 'longer');
    change('hold: 24 h', 'hold: 48 h');
    git('commit', '-q', '-a', '-m', 'Longer');
    git('checkout', '-q', 'main');
    change('hold: 24 h', 'hold: 12 h');
    git('commit', '-q', '-a', '-m', 'Shorter');
    assert.throws(
      () => git('merge', 'longer'),
      (error: { readonly stdout: string }) => error.stdout.includes('CONFLICT'),
    );
    assert.match(readFileSync(file(), 'utf8'), /^<<<<<<< ours\nhold: 12 h\n=======\nhold: 48 h\n>>>>>>> theirs$/m);
    assert.match(git('status', '--short'), /^UU erp\.failback$/m);
  });

  it('is set up once, however often, and can be taken out', () => {
    const attributes = readFileSync(join(home, '.gitattributes'), 'utf8');
    failback('git', 'install');
    assert.equal(readFileSync(join(home, '.gitattributes'), 'utf8'), attributes);
    assert.match(git('config', 'merge.failback.driver'), /git merge %O %A %B %P/);
    failback('git', 'uninstall');
    assert.throws(() => git('config', 'merge.failback.driver'));
  });
});
