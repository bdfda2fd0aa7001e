import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Desk } from './cli-process.ts';
import { inProcess } from './in-process.ts';

/** What is refused is refused with all that would have fitted, and with words about what was wanted. */
describe('words of refusals', () => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'failback-words-')));
  after(() => rmSync(home, { recursive: true, force: true }));

  it('a speed is a number or a word', async () => {
    const { err } = await inProcess(home, 'simulate', 'r.failback', '--speed', '-1');
    assert.match(err, /Write a number above 0, or `advance`\./);
  });

  it('a speed at which time runs past all dates is refused before a run is made', async () => {
    const { code, err } = await inProcess(home, 'run', 'r.failback', '--simulate', '--speed', '1e99');
    assert.equal(code, 2);
    assert.match(err, /Write a number up to 1000000, or `advance`, which skips all waiting\./);
  });

  it('a port is a number that there is', async () => {
    const { code, err } = await inProcess(home, 'simulate', 'r.failback', '--port', '99999');
    assert.equal(code, 2);
    assert.match(err, /Write a whole number up to 65535; 0 lets the system choose\./);
  });

  it('a port that something else has is told, and the process ends', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const desk = new Desk('examples/recorded-vault');
    const { code, err } = await desk.failback('simulate', 'recorded-vault.failback', '--port', String(port));
    other.close();
    desk.clear();
    assert.equal(code, 2);
    assert.equal(
      err,
      `failback: The simulated estate cannot be served on port ${port}: something else listens there (EADDRINUSE).\n  Name another port, or leave it out and let the system choose.\n`,
    );
  });

  it('an answer in advance that fits no gate is refused with those there are, and no run is made', async () => {
    const desk = new Desk('examples/recorded-vault');
    const { code, err } = await desk.failback('run', 'recorded-vault.failback', '--simulate', '--approve', 'onyl=me');
    const { out } = await desk.failback('runs', '--format', 'json');
    desk.clear();
    assert.equal(code, 2);
    assert.match(err, /^failback: 'onyl' is no gate of this plan, nor a wave that has one/);
    assert.match(
      err,
      /^ {4}--approve all=me\n {4}--approve only=me\n {4}--approve only\/before-reprotect\/approve=me$/m,
    );
    assert.deepEqual(JSON.parse(out).runs, []);
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
