import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { inProcess } from './in-process.ts';

const example = join(import.meta.dirname, '../../examples/contoso-erp');

describe('failback diff', () => {
  let home: string;
  const runbook = () => join(home, 'erp/contoso-erp.failback');

  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'failback-diff-')));
    cpSync(example, join(home, 'erp'), { recursive: true });
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('compares what is checked out with a revision, by meaning', async () => {
    commitAll(home);
    change(runbook(), 'hold: 24 h', 'hold: 1 h');
    const { code, out } = await inProcess(home, 'diff', 'HEAD', '--as-of', 'capture');
    assert.equal(code, 0);
    assert.match(out, /^contoso-erp: 1 change of meaning \(1 serious\)/);
    assert.match(out, /The waiting time before commit was 24 h and is 1 h\./);
    assert.equal((await inProcess(home, 'diff', 'HEAD', '--exit-code')).code, 1);
  });

  it('compares a branch with where it began, not with what others did since', async () => {
    commitAll(home);
    git(home, 'checkout', '-q', '-b', 'shorter-soak');
    change(runbook(), 'hold: 24 h', 'hold: 1 h');
    commitAll(home);
    git(home, 'checkout', '-q', 'main');
    change(runbook(), 'backup: within 24 h', 'backup: within 48 h');
    commitAll(home);
    const since = await inProcess(home, 'diff', 'main...shorter-soak', '--as-of', 'capture');
    assert.doesNotMatch(since.out, /backup/);
    const whole = await inProcess(home, 'diff', 'main..shorter-soak', '--as-of', 'capture');
    assert.match(whole.out, /The backup before commit was no older than 2 d and is no older than 24 h/);
  });

  it('finds a runbook again in another file and folder', async () => {
    commitAll(home);
    mkdirSync(join(home, 'sites/ams'), { recursive: true });
    renameSync(join(home, 'erp'), join(home, 'sites/ams/erp'));
    renameSync(join(home, 'sites/ams/erp/contoso-erp.failback'), join(home, 'sites/ams/erp/erp.failback'));
    const { out } = await inProcess(home, 'diff', 'HEAD', '--as-of', 'capture');
    // All of its texts are the same, wherever they lie.
    assert.match(out, /^contoso-erp: nothing is different/);
  });

  it('takes the only runbook for the same one under another name', async () => {
    commitAll(home);
    change(runbook(), 'runbook contoso-erp {', 'runbook contoso-mail {');
    const { out } = await inProcess(home, 'diff', 'HEAD', '--as-of', 'capture');
    assert.match(out, /The name of the runbook was 'contoso-erp' and is 'contoso-mail'\./);
  });

  it('says which runbooks are new and which are gone', async () => {
    cpSync(join(home, 'erp'), join(home, 'other'), { recursive: true });
    commitAll(home);
    change(runbook(), 'runbook contoso-erp {', 'runbook contoso-mail {');
    renameSync(runbook(), join(home, 'erp/mail.failback'));
    const { out } = await inProcess(home, 'diff', 'HEAD');
    assert.match(out, /^contoso-mail: a new runbook \(12 machines in 3 waves, up to 4\.1 TiB to move, plan \w{12}\)$/m);
    assert.match(out, /^contoso-erp: the runbook is gone \(12 machines/m);
  });

  it('tells a broken text, shows the others, and ends with 1', async () => {
    cpSync(join(home, 'erp'), join(home, 'other'), { recursive: true });
    commitAll(home);
    change(join(home, 'other/contoso-erp.failback'), 'hold: 24 h', 'hold: 1 h');
    change(runbook(), 'architecture: modernized', 'architecture: modernised');
    const { code, out } = await inProcess(home, 'diff', 'HEAD');
    assert.equal(code, 1);
    assert.match(
      out,
      /contoso-erp: cannot be compared, for its text is broken\.\nerp\/contoso-erp\.failback \(the working tree\):5:17: 'modernised' does not fit here/,
    );
    assert.match(out, /The waiting time before commit was 24 h and is 1 h/);
  });

  it('takes a runbook whose first word is broken for a broken runbook, not for one that is gone', async () => {
    commitAll(home);
    cpSync(runbook(), join(home, 'erp/second.failback'));
    change(runbook(), 'runbook contoso-erp {', 'runbok contoso-erp {');
    const { code, out } = await inProcess(home, 'diff', 'HEAD');
    assert.equal(code, 1);
    assert.match(out, /erp\/contoso-erp\.failback: cannot be compared, for its text is broken\./);
    const files = await inProcess(home, 'diff', 'erp/second.failback', 'erp/contoso-erp.failback');
    assert.equal(files.code, 1);
    assert.match(files.out, /cannot be compared, for its text is broken/);
  });

  it('names the file that is broken where it is one that the runbook imports', async () => {
    commitAll(home);
    change(join(home, 'erp/amsterdam.site.failback'), 'policy: "replicate-24h"', 'polcy: "replicate-24h"');
    const { code, out } = await inProcess(home, 'diff', 'HEAD');
    assert.equal(code, 1);
    assert.match(out, /^erp\/amsterdam\.site\.failback:7:3: /m);
  });

  it('compares two files, and says as JSON what it found', async () => {
    const other = join(home, 'erp/next.failback');
    writeFileSync(other, readFileSync(runbook(), 'utf8').replace('on-failure: hold', 'on-failure: continue'));
    const { out } = await inProcess(home, 'diff', runbook(), other, '--as-of', 'capture', '--format', 'json');
    const [compared] = JSON.parse(out) as [{ kind: string; review: { changes: { risk: string; kind: string }[] } }];
    assert.equal(compared.kind, 'compared');
    assert.deepEqual(
      compared.review.changes.map(({ risk, kind }) => [risk, kind]),
      [
        ['serious', 'group'],
        ['serious', 'group'],
      ],
    );
  });

  it('writes Markdown in which no name from a runbook becomes markup', async () => {
    const other = join(home, 'erp/next.failback');
    const approval = 'approve "ERP owner confirms the data"';
    writeFileSync(other, readFileSync(runbook(), 'utf8').replace(approval, 'approve "<img src=x> | [me](http://x)"'));
    const { out } = await inProcess(home, 'diff', runbook(), other, '--format', 'markdown', '--as-of', 'capture');
    assert.match(out, /^## contoso-erp: 2 changes of meaning/);
    assert.doesNotMatch(out, /[^\\]<img|[^\\]\[me/);
  });

  for (const [what, args, message] of [
    ['a revision that is none', ['no-such-branch'], /'no-such-branch' is neither a file or folder here nor a revision/],
    ['an option in the place of a revision', ['--', '--output=x'], /'--output=x' is neither a file or folder/],
    ['a revision beside a file', ['HEAD', 'erp/contoso-erp.failback'], /failback diff HEAD --only FILE/],
    ['a revision beside a folder', ['main', '.'], /'\.' is a file or folder here, and 'main' is none/],
    ['a file that is not there', ['gone.failback', 'erp'], /There is no file or folder 'gone\.failback'/],
  ] as const)
    it(`refuses ${what}`, async () => {
      commitAll(home);
      const { code, err } = await inProcess(home, 'diff', ...args);
      assert.equal(code, 2);
      assert.match(err, message);
    });

  it('compares the runbook of one file only, for an editor, and names its places', async () => {
    cpSync(join(home, 'erp'), join(home, 'other'), { recursive: true });
    commitAll(home);
    change(runbook(), 'hold: 24 h', 'hold: 1 h');
    change(runbook(), 'machines: erp-web, erp-report', 'machines: erp-report');
    change(join(home, 'other/contoso-erp.failback'), 'hold: 24 h', 'hold: 2 h');
    const { code, out } = await inProcess(
      home,
      'diff',
      'HEAD',
      '--only',
      'erp/contoso-erp.failback',
      '--format',
      'json',
      '--as-of',
      'capture',
    );
    assert.equal(code, 0);
    const [only, ...others] = JSON.parse(out);
    assert.deepEqual([only.file, only.kind, others], ['erp/contoso-erp.failback', 'compared', []]);
    const lineOf = (text: string) =>
      readFileSync(runbook(), 'utf8')
        .split('\n')
        .findIndex((line) => line.includes(text));
    const hold = only.review.changes.find(({ says }: { says: string }) => says.includes('waiting time'));
    assert.equal(hold.at.start.line, lineOf('hold: 1 h'));
    const moved = only.review.changes.find(({ says }: { says: string }) => says.includes('from wave'));
    // Three machines on one line of the group, so each has a place of its own there.
    assert.deepEqual(
      [moved.at, ...moved.elsewhere].map(({ start }) => start.line),
      [1, 2, 3].map(() => lineOf('erp-web-01, erp-web-02')),
    );
    const { code: none, err } = await inProcess(home, 'diff', 'HEAD', '--only', 'erp/amsterdam.site.failback');
    assert.equal(none, 2);
    assert.match(err, /'erp\/amsterdam\.site\.failback' is no runbook of what is compared/);
  });

  it('tells that the place of a machine that is gone is one of the old text', async () => {
    const other = join(home, 'erp/other.failback');
    const fewer = readFileSync(runbook(), 'utf8')
      .replace(/vm erp-batch \{[^}]*\}/, '')
      .replace('erp-app, erp-batch', 'erp-app');
    writeFileSync(other, fewer);
    const { out } = await inProcess(home, 'diff', runbook(), other, '--format', 'json', '--as-of', 'capture');
    const { changes } = JSON.parse(out)[0].review;
    const gone = changes.find(({ says }: { says: string }) => says.includes('erp-batch does not come home'));
    assert.equal(gone.inOldText, true);
    assert.ok(changes.every((change: { inOldText?: boolean }) => change === gone || change.inOldText === undefined));
  });

  it('writes both plans for an editor to lay side by side, and the reason where a text is broken', async () => {
    commitAll(home);
    change(runbook(), 'hold: 24 h', 'hold: 1 h');
    const plans = async () =>
      JSON.parse((await inProcess(home, 'diff', 'HEAD', '--format', 'plans', '--as-of', 'capture')).out);
    const [{ file, before, after }] = await plans();
    assert.equal(file, 'erp/contoso-erp.failback');
    assert.match(before, /^Failback contoso-erp, CHG-4471 .*[\s\S]*hold +24 h/);
    assert.match(after, /hold +1 h/);
    change(runbook(), 'architecture: modernized', 'architecture: modernised');
    const [broken] = await plans();
    assert.equal(broken.before, before);
    assert.match(broken.after, /^There is no plan, for the text is broken\./);
  });

  describe('of runbooks in a submodule', () => {
    const books = () => join(home, 'outer/books');
    const outer = () => join(home, 'outer');

    beforeEach(() => {
      commitAll(join(home, 'erp'));
      mkdirSync(outer());
      writeFileSync(join(outer(), 'README.md'), 'Everything of Contoso');
      commitAll(outer());
      git(outer(), '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', join(home, 'erp'), 'books');
      commitAll(outer());
      change(join(books(), 'contoso-erp.failback'), 'hold: 24 h', 'hold: 2 h');
    });

    it('compares what is checked out in it with what the outer revision names', async () => {
      const { out } = await inProcess(outer(), 'diff', 'HEAD', '--as-of', 'capture');
      assert.match(out, /^contoso-erp: 1 change of meaning \(1 serious\)/);
      assert.match(out, /was 24 h and is 2 h/);
    });

    it('compares two outer revisions by what they name of it, from its folder too', async () => {
      commitAll(books());
      commitAll(outer());
      const { out } = await inProcess(outer(), 'diff', 'HEAD~1..HEAD', '--as-of', 'capture');
      assert.match(out, /The waiting time before commit was 24 h and is 2 h\./);
      const inside = await inProcess(books(), 'diff', 'HEAD~1..HEAD', '--as-of', 'capture');
      assert.match(inside.out, /The waiting time before commit was 24 h and is 2 h\./);
    });

    it('reads a site file in it that a runbook outside imports', async () => {
      cpSync(join(books(), 'contoso-erp.failback'), join(outer(), 'erp.failback'));
      change(join(outer(), 'erp.failback'), './amsterdam', './books/amsterdam');
      change(join(outer(), 'erp.failback'), '"contoso-erp.inv', '"books/contoso-erp.inv');
      git(books(), 'checkout', '-q', '--', '.');
      git(books(), 'rm', '-q', 'contoso-erp.failback');
      commitAll(books());
      commitAll(outer());
      change(join(outer(), 'erp.failback'), 'hold: 2 h', 'hold: 1 h');
      const { out, err } = await inProcess(outer(), 'diff', 'HEAD', '--as-of', 'capture');
      assert.match(out, /^contoso-erp: 1 change of meaning \(1 serious\)/, err);
    });

    it('says that a commit of it was not fetched, and does not call its runbooks new', async () => {
      commitAll(books());
      commitAll(outer());
      const shallow = join(home, 'clone');
      git(home, '-c', 'protocol.file.allow=always', 'clone', '-q', outer(), shallow);
      git(shallow, 'submodule', '-q', 'init');
      git(home, 'clone', '-q', join(home, 'erp'), join(shallow, 'books'));
      const { code, err } = await inProcess(shallow, 'diff', 'HEAD');
      assert.equal(code, 2);
      assert.match(err, /the submodule 'books' is at [0-9a-f]{12}, and that commit was not fetched/);
    });
  });

  it('says that there is no repository', async () => {
    const { code, err } = await inProcess(home, 'diff', 'main');
    assert.equal(code, 2);
    assert.match(err, /is in no git repository/);
  });
});

function commitAll(folder: string): void {
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'add', '-A');
  git(folder, '-c', 'user.name=Dana', '-c', 'user.email=dana@contoso.example', 'commit', '-q', '-m', 'A change');
}

function git(folder: string, ...args: readonly string[]): void {
  execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
}

function change(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  assert.ok(text.includes(from));
  writeFileSync(file, text.replace(from, to));
}
