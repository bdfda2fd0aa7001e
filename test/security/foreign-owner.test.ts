/** What belongs to somebody else: root gives its own away, and everybody else looks at what is root's. */

import assert from 'node:assert/strict';
import { chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { FailbackError } from '../../core/failback-error.ts';
import { post, waiting } from '../../executor/journal/inbox.ts';
import { readPrivateBytes } from '../../executor/journal/read-private.ts';
import { inboxFolder } from '../../executor/journal/run-directory.ts';
import { refuseForeign } from '../../executor/journal/run-home.ts';

const POSIX = { skip: process.platform === 'win32' && 'Windows keeps others out by the access list of the profile.' };
const isRoot = userInfo().uid === 0;
const SOMEBODY = 65_534;

const refused = (code: string) => (error: unknown) =>
  error instanceof FailbackError && error.code === code && /belongs to another user \(uid \d+\)/.test(error.message);

describe('what belongs to another user', POSIX, () => {
  const folder = mkdtempSync(join(tmpdir(), 'failback-foreign-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** A folder that only its owner can enter, and a file in it; both given away. */
  function givenAway(): { readonly theirs: string; readonly file: string } {
    if (!isRoot) return { theirs: '/', file: realpathSync('/etc/hosts') };
    const theirs = join(folder, 'theirs');
    const file = join(folder, 'said');
    mkdirSync(theirs, { mode: 0o700 });
    writeFileSync(file, 'said', { mode: 0o600 });
    for (const path of [theirs, file]) chownSync(path, SOMEBODY, SOMEBODY);
    return { theirs, file };
  }

  it('is no folder of a run, no home, and no file that a run reads, whoever asks: root too', async () => {
    const { theirs, file } = givenAway();
    await assert.rejects(refuseForeign(theirs), refused('run-not-private'));
    await assert.rejects(refuseForeign(theirs, 'home'), refused('run-not-private'));
    await assert.rejects(readPrivateBytes(file), refused('file-not-private'));
  });

  it('is no command in the inbox, and the run says whose it is', {
    skip: !isRoot && 'Only root can give a file away.',
  }, async () => {
    const run = { id: 'r', directory: join(folder, 'run') };
    mkdirSync(run.directory, { mode: 0o700 });
    const id = await post(run, { kind: 'approve', step: 'gate', who: 'dana' });
    assert.equal((await waiting(run))[0]?.command?.kind, 'approve');
    chownSync(join(inboxFolder(run), `${id}.json`), SOMEBODY, SOMEBODY);
    const [entry] = await waiting(run);
    assert.equal(entry?.command, undefined);
    assert.match(entry?.trouble ?? '', /belongs to another user \(uid 65534\)/);
  });
});
