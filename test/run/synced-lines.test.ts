import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { RunEvent } from '../../core/run/events.ts';
import { CHAIN_START, chainLine } from '../../executor/journal/hash-chain.ts';
import { JournalWriter } from '../../executor/journal/journal-writer.ts';
import { journalFile } from '../../executor/journal/run-directory.ts';

const at = '2026-11-23T09:00:00Z';
const begun: RunEvent = {
  kind: 'run-started',
  at,
  runId: 'r',
  planHash: 'h',
  target: { kind: 'azure' },
  startedBy: 'tester',
};
const alarm = (key: string): RunEvent => ({ kind: 'alarm', at, key, message: key });

test('lines that nobody asked to sync are written, and not on the disk for sure before the next sync', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'failback-synced-'));
  try {
    const run = { id: 'bare', directory };
    writeFileSync(journalFile(run), `${chainLine(0, CHAIN_START, begun).line}\n`);
    const { writer } = await JournalWriter.open(run);
    assert.deepEqual(writer.synced, writer.written, 'what was read is put on the disk before anything follows');
    const before = writer.synced;
    await writer.append([alarm('one')], { sync: false });
    assert.deepEqual(writer.synced, before);
    assert.equal(writer.written.lines, before.lines + 1);
    await writer.append([alarm('two')], { sync: true });
    assert.deepEqual(writer.synced, writer.written);
    assert.equal(writer.synced.lines, before.lines + 2);
    await writer.close();
  } finally {
    rmSync(directory, { recursive: true });
  }
});
