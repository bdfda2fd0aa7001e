import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { RunCommand } from '../../core/run/commands.ts';
import { whyUnfit } from '../../core/run/unfit-command.ts';
import { post } from '../../executor/journal/inbox.ts';

const stop = { kind: 'stop', what: 'wave', name: 'data', who: 'lea', because: 'the site is on fire' } as const;

test('a command that nobody could take up is told before it lies in the inbox', () => {
  const commands: readonly (readonly [RunCommand, RegExp | undefined])[] = [
    [stop, undefined],
    [{ ...stop, because: '' }, /^A reason is wanted/],
    [{ ...stop, because: ' \n' }, /^A reason is wanted/],
    [{ ...stop, who: '' }, /whose word it is/],
    [{ ...stop, name: ' ' }, /name of a machine or of a wave/],
    [{ kind: 'handover', who: 'lea', to: '' }, /handed over to somebody/],
    [{ kind: 'handover', who: 'lea', to: 'max', note: 'n'.repeat(10_001) }, /'note' has 10001 characters/],
    [{ kind: 'approve', step: 'gate', who: 'lea', comment: 'c'.repeat(70_000) }, /'comment' has 70000 characters/],
    [{ kind: 'approve', step: 'gate', who: 'lea', comment: 'c'.repeat(10_000) }, undefined],
  ];
  for (const [command, why] of commands) {
    const unfit = whyUnfit(command);
    if (why === undefined) assert.equal(unfit, undefined);
    else assert.match(unfit ?? '', why);
  }
});

test('it is not written', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'failback-inbox-'));
  t.after(() => rmSync(directory, { recursive: true }));
  const run = { id: 'r', directory };
  await assert.rejects(post(run, { ...stop, because: '' }), { code: 'command-unfit' });
  assert.deepEqual(readdirSync(directory), []);
  await post(run, stop);
  assert.equal(readdirSync(join(directory, 'inbox')).length, 1);
});
