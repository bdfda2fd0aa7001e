import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { hardDisk } from '../../executor/journal/disk.ts';
import { takeLease } from '../../executor/journal/lease.ts';
import { removeOldLeases } from '../../executor/journal/old-leases.ts';
import { systemProcesses } from '../../executor/journal/processes.ts';
import { leaseFolder, type RunHandle } from '../../executor/journal/run-directory.ts';

function bareRun(t: { after(act: () => void): void }): RunHandle {
  const directory = mkdtempSync(join(tmpdir(), 'failback-old-leases-'));
  t.after(() => rmSync(directory, { recursive: true }));
  return { id: 'bare', directory };
}

const epochs = (run: RunHandle) =>
  [...new Set(readdirSync(leaseFolder(run)).map((name) => Number.parseInt(name, 10)))].sort(
    (one, other) => one - other,
  );

test('a folder in which leases come and go for years keeps the newest, and some before it', async (t) => {
  const run = bareRun(t);
  for (let start = 1; start <= 120; start += 1) {
    const lease = await takeLease(run);
    assert.equal(lease.epoch, start, 'no epoch is given out twice, though old ones are gone');
    await removeOldLeases(run, lease.epoch);
    await lease.release();
  }
  assert.deepEqual([epochs(run).at(0), epochs(run).at(-1), epochs(run).length], [70, 120, 51]);
});

test('what is no lease stays where it is', async (t) => {
  const run = bareRun(t);
  await (await takeLease(run)).release();
  writeFileSync(join(leaseFolder(run), 'notes.txt'), '');
  writeFileSync(join(leaseFolder(run), 'draft-1-x'), '');
  await removeOldLeases(run, 1000);
  assert.deepEqual(readdirSync(leaseFolder(run)).sort(), ['draft-1-x', 'notes.txt']);
});

test('who saw the folder before its epoch came, went and was removed gets nothing, and leaves no trace', async (t) => {
  const run = bareRun(t);
  await (await takeLease(run)).release();
  let late = false;
  const disk = {
    ...hardDisk,
    // Between the look and the link sixty others have their turn.
    link: async (from: string, to: string) => {
      late = true;
      for (let turn = 0; turn < 60; turn += 1) {
        const lease = await takeLease(run);
        await removeOldLeases(run, lease.epoch);
        if (turn < 59) await lease.release();
      }
      await hardDisk.link(from, to);
    },
  };
  const slow = { ...run, computer: { disk, processes: systemProcesses } };
  await assert.rejects(takeLease(slow), { code: 'run-taken' });
  assert.ok(late);
  assert.equal(readdirSync(leaseFolder(run)).includes('2.json'), false);
  assert.equal(epochs(run).at(-1), 61);
});
