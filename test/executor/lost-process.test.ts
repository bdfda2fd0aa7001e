import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { RunEvent } from '../../core/run/events.ts';
import { CHAIN_START, chainLine } from '../../executor/journal/hash-chain.ts';
import { takeLease } from '../../executor/journal/lease.ts';
import { wantsOnlyProcess } from '../../executor/journal/lost-process.ts';
import { journalFile, leaseFolder, type RunHandle } from '../../executor/journal/run-directory.ts';

const at = '2026-11-23T09:00:00.000Z';
const resumed: RunEvent = { kind: 'resumed', at, epoch: 1 };
const command = (kind: 'pause' | 'resume'): RunEvent => ({
  kind: 'command',
  at,
  id: `c-${kind}`,
  command: { kind, who: 'ada' },
  taken: true,
  message: 'Taken.',
});

function runWith(t: TestContext, events: readonly RunEvent[]): RunHandle {
  const directory = mkdtempSync(join(tmpdir(), 'failback-lost-process-'));
  t.after(() => rmSync(directory, { recursive: true }));
  const run = { id: 'bare', directory };
  mkdirSync(leaseFolder(run));
  let hash: string = CHAIN_START;
  const lines = events.map((event, seq) => {
    const next = chainLine(seq, hash, event);
    hash = next.hash;
    return `${next.line}\n`;
  });
  writeFileSync(journalFile(run), lines.join(''));
  return run;
}

test('a run that nobody has, and that nothing ever held, wants only a process', async (t) => {
  assert.equal(await wantsOnlyProcess(runWith(t, [resumed])), true);
});

for (const [what, events] of [
  ['was paused', [command('pause')]],
  ['was paused and let go on, which only reading all of it tells', [command('pause'), command('resume')]],
  ['halted', [{ kind: 'halted', at, message: 'Facts moved.' }]],
  ['wanted a sign-in', [{ kind: 'needs-sign-in', at, message: 'Sign in.' }]],
  ['ended', [{ kind: 'run-ended', at, status: 'failed' }]],
] as const satisfies readonly (readonly [string, readonly RunEvent[]])[])
  test(`one that ${what} is read first`, async (t) => {
    assert.equal(await wantsOnlyProcess(runWith(t, [resumed, ...events])), false);
  });

test('words that look like an event in a message hold nothing', async (t) => {
  const message = 'It said {"kind":"run-ended"}.';
  assert.equal(await wantsOnlyProcess(runWith(t, [resumed, { kind: 'alarm', at, key: 'a', message }])), true);
});

test('one whose journal is empty or missing is read first, so that its trouble is told', async (t) => {
  const run = runWith(t, []);
  assert.equal(await wantsOnlyProcess(run), false);
  rmSync(journalFile(run));
  assert.equal(await wantsOnlyProcess(run), false);
});

test('one that a process has is read first', async (t) => {
  const run = runWith(t, [resumed]);
  const lease = await takeLease(run);
  assert.equal(await wantsOnlyProcess(run), false);
  await lease.release();
  assert.equal(await wantsOnlyProcess(run), true);
});
