import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { inProcess } from './in-process.ts';

/** What is refused is refused with all that would have fitted, and with words about what was wanted. */
describe('words of refusals', () => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'failback-words-')));
  after(() => rmSync(home, { recursive: true, force: true }));

  it('a speed is a number or a word', async () => {
    const { err } = await inProcess(home, 'simulate', 'r.failback', '--speed', '-1');
    assert.match(err, /Write a number above 0, or `advance`\./);
  });

  for (const times of ['abc', '0'])
    it(`a number of times is 1 or more: ${times}`, async () => {
      const { err } = await inProcess(home, 'rehearse', 'r.failback', '--times', times);
      assert.match(err, /Write a whole number, 1 or more\./);
    });

  for (const command of ['install', 'uninstall'])
    it(`git ${command} needs a repository, and compares nothing`, async () => {
      const { code, err } = await inProcess(home, 'git', command);
      assert.equal(code, 2);
      assert.match(
        err,
        /is in no git repository, so there is no git to set up for runbooks\.\n.*begin one:\n {4}git init/,
      );
    });
});
