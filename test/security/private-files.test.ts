import assert from 'node:assert/strict';
import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { refuseInsecure } from '../../cli/runs/refuse-insecure.ts';
import { FailbackError } from '../../core/failback-error.ts';
import { post, waiting } from '../../executor/journal/inbox.ts';
import { readPrivateBytes } from '../../executor/journal/read-private.ts';
import { inboxFolder } from '../../executor/journal/run-directory.ts';
import { makeHome, makePrivate, refuseForeign } from '../../executor/journal/run-home.ts';

const POSIX = { skip: process.platform === 'win32' };
const code = (wanted: string) => (error: unknown) => error instanceof FailbackError && error.code === wanted;

describe('what a run reads is its owner’s alone', POSIX, () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'failback-private-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('refuses a home that is a file, or lies in one, with a sentence', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    await assert.rejects(makeHome(file), code('home-unusable'));
    await assert.rejects(makeHome(join(file, 'below')), code('home-unusable'));
  });

  it('takes a home that is a link, and no run that is one', async () => {
    const real = join(folder, 'real');
    mkdirSync(real, { mode: 0o700 });
    symlinkSync(real, join(folder, 'link'));
    await makeHome(join(folder, 'link'));
    await assert.rejects(makePrivate(join(folder, 'link')), code('run-not-private'));
  });

  it('refuses the folder of a run that others may look into or write to', async () => {
    const run = join(folder, 'run');
    mkdirSync(run, { mode: 0o700 });
    await refuseForeign(run);
    for (const mode of [0o750, 0o705, 0o720, 0o702]) {
      chmodSync(run, mode);
      await assert.rejects(refuseForeign(run), code('run-not-private'), mode.toString(8));
    }
  });

  it('reads a plain file, and no link, no second name, no other’s, nothing that is too long', async () => {
    const file = join(folder, 'plain');
    writeFileSync(file, 'said', { mode: 0o600 });
    assert.equal((await readPrivateBytes(file)).toString(), 'said');
    await assert.rejects(readPrivateBytes(file, 3), code('file-not-private'));
    symlinkSync(file, join(folder, 'soft'));
    await assert.rejects(readPrivateBytes(join(folder, 'soft')), code('file-not-private'));
    await assert.rejects(readPrivateBytes(folder), code('file-not-private'));
    chmodSync(file, 0o620);
    await assert.rejects(readPrivateBytes(file), code('file-not-private'));
    chmodSync(file, 0o600);
    linkSync(file, join(folder, 'hard'));
    await assert.rejects(readPrivateBytes(file), code('file-not-private'));
  });

  it('takes no command from the inbox that somebody else could have written, and says why', async () => {
    const run = { id: 'r', directory: join(folder, 'with-inbox') };
    mkdirSync(run.directory, { mode: 0o700 });
    const id = await post(run, { kind: 'pause', who: 'dana' });
    assert.equal((await waiting(run))[0]?.command?.kind, 'pause');
    chmodSync(join(inboxFolder(run), `${id}.json`), 0o666);
    const [open] = await waiting(run);
    assert.equal(open?.command, undefined);
    assert.match(open?.trouble ?? '', /others may write to it/);
    writeFileSync(join(inboxFolder(run), '0.json'), JSON.stringify({ kind: 'pause', who: 'x'.repeat(70_000) }), {
      mode: 0o600,
    });
    assert.match((await waiting(run)).find((entry) => entry.id === '0')?.trouble ?? '', /larger than/);
  });
});

it('nothing real is done where every certificate is believed', () => {
  assert.throws(() => refuseInsecure({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }), code('tls-not-verified'));
  refuseInsecure({ NODE_TLS_REJECT_UNAUTHORIZED: '1' });
  refuseInsecure({});
});
