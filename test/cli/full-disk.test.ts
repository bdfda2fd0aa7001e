import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Desk, type Finished, finished } from './cli-process.ts';

const desk = new Desk('examples/recorded-vault');
after(() => desk.clear());
const program = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const withoutLimits = { skip: process.platform === 'win32' && 'Windows knows neither these limits nor /dev/full.' };

/** With files of so many blocks of 512 bytes at most: a write behind that is refused, as on a disk that is full. */
function withRoomFor(blocks: number, ...args: readonly string[]): Promise<Finished> {
  const script = 'trap "" XFSZ; ulimit -f "$1"; shift; exec "$@"';
  const words = ['-c', script, 'sh', String(blocks), process.execPath, program, ...args];
  return finished(spawn('sh', words, { cwd: desk.folder, env: desk.env, stdio: ['ignore', 'pipe', 'pipe'] }));
}

const plan = ['plan', 'recorded-vault.failback', '--as-of', 'capture'] as const;

test('a plan that does not fit leaves the one that stood there, and no draft', withoutLimits, async () => {
  const whole = await desk.failback(...plan, '--out', 'p.json');
  assert.equal(whole.code, 0, whole.err);
  const before = readFileSync(join(desk.folder, 'p.json'));
  assert.ok(before.length > 5000);
  const { code, err } = await withRoomFor(8, ...plan, '--out', 'p.json');
  assert.deepEqual(
    [code, err],
    [
      2,
      "failback: 'p.json' cannot be written: it would be larger than a file may be there (EFBIG). What stood in it before stands in it still.\n  Name a file on another disk, or raise the limit of this account.\n",
    ],
  );
  assert.deepEqual(readFileSync(join(desk.folder, 'p.json')), before);
  assert.deepEqual(
    readdirSync(desk.folder).filter((name) => name.includes('draft')),
    [],
  );
});

test('nothing is left of a file that was not there before', withoutLimits, async () => {
  const { code, err } = await withRoomFor(8, ...plan, '--out', 'other.json');
  assert.equal(code, 2);
  assert.match(
    err,
    /^failback: 'other\.json' cannot be written: it would be larger than a file may be there \(EFBIG\)\.\n/,
  );
  assert.deepEqual(
    readdirSync(desk.folder).filter((name) => name.startsWith('other')),
    [],
  );
});

test('a full disk is called one', { skip: process.platform !== 'linux' && 'Only Linux has /dev/full.' }, async () => {
  const { code, err } = await desk.failback(...plan, '--out', '/dev/full');
  assert.deepEqual(
    [code, err],
    [
      2,
      "failback: '/dev/full' cannot be written: the disk is full (ENOSPC).\n  Make room on it, or name a file on another disk, and try again.\n",
    ],
  );
});

test('a link stays a link, and a file keeps its rights', withoutLimits, async () => {
  mkdirSync(join(desk.folder, 'plans'));
  writeFileSync(join(desk.folder, 'plans', 'real.json'), 'old', { mode: 0o640 });
  symlinkSync('plans/real.json', join(desk.folder, 'linked.json'));
  const { code, err } = await desk.failback(...plan, '--out', 'linked.json');
  assert.equal(code, 0, err);
  const { mode, size } = statSync(join(desk.folder, 'plans', 'real.json'));
  assert.equal(mode & 0o777, 0o640);
  assert.ok(size > 5000);
  assert.deepEqual(readdirSync(join(desk.folder, 'plans')), ['real.json']);
});

test('a run that does not fit is not begun, and nothing is left of it', withoutLimits, async () => {
  const { code, err } = await withRoomFor(8, 'run', 'recorded-vault.failback', '--simulate');
  assert.equal(code, 2, err);
  assert.match(err, /^failback: The disk under '.*home' is full, so the run could not be laid down there\./);
  assert.deepEqual(readdirSync(join(desk.folder, 'home', 'runs')), []);
});
