import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { inProcess } from './in-process.ts';

const SITE = 'vault weu { name: "dr-weu" }\nvm db { os: linux }\nvm app { os: linux }\n';

describe('failback check of several runbooks', () => {
  let home: string;

  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'failback-claims-')));
    writeFileSync(join(home, 'site.failback'), SITE);
    write('one', 'db');
    write('two', 'db');
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const write = (name: string, machine: string) =>
    writeFileSync(
      join(home, `${name}.failback`),
      `import "./site.failback"\nrunbook ${name} { architecture: modernized  vault: weu }\nwave w { machines: ${machine} }\n`,
    );
  const claims = async (...files: readonly string[]) => {
    const { out } = await inProcess(home, 'check', '--format', 'json', ...files);
    const { files: checked } = JSON.parse(out) as { files: { problems: { code: string; message: string }[] }[] };
    return checked.map(({ problems }) =>
      problems.flatMap(({ code, message }) =>
        code === 'claimed-twice' ? [message.slice(0, message.indexOf(','))] : [],
      ),
    );
  };

  it('tells in both a machine that both move', async () => {
    assert.deepEqual(await claims('one.failback', 'two.failback'), [
      ["'db' is moved by the runbook 'two' too"],
      ["'db' is moved by the runbook 'one' too"],
    ]);
    assert.equal((await inProcess(home, 'check', 'one.failback', 'two.failback')).code, 1);
  });

  it('tells nothing of one alone, of one that is named twice, or where each moves its own', async () => {
    assert.deepEqual(await claims('one.failback', 'site.failback'), [[], []]);
    assert.deepEqual(await claims('one.failback', 'one.failback'), [[], []]);
    write('two', 'app');
    assert.deepEqual(await claims('one.failback', 'two.failback'), [[], []]);
  });
});
