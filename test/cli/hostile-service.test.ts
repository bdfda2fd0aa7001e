import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openEstate } from '../executor/estate.ts';
import { inProcessWith } from './in-process.ts';

/** Clears a screen, names its window, turns the direction of reading, and begins a tag, a link and a cell. */
const HOSTILE = 'boot\u001b[2K\u001b]0;owned\u0007\u009b1m\r\u202egnp<img src=x onerror=alert(1)>[x](command:y)|';
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/;

test('no word of the service or of a person reaches a terminal or a report as more than text', async () => {
  const estate = await openEstate();
  const desk = mkdtempSync(join(tmpdir(), 'failback-hostile-'));
  const failback = (...args: readonly string[]) => inProcessWith(desk, { FAILBACK_HOME: estate.home }, ...args);
  try {
    const effects = await estate.connect();
    let refused = false;
    const state = await estate.execute({
      effects: {
        ...effects,
        async call(call, requestId) {
          if (refused) return effects.call(call, requestId);
          refused = true;
          return { kind: 'rejected', code: HOSTILE, message: HOSTILE, remedy: HOSTILE };
        },
      },
    });
    assert.equal(state.status, 'failed');
    const note = ['--to', HOSTILE, '--note', HOSTILE, '--as', HOSTILE];
    for (const args of [
      ['status'],
      ['handover'],
      ['handover', ...note],
      ['runs'],
      ['report', '--format', 'markdown'],
      ['report', '--format', 'html'],
      ['approve', 'latest', HOSTILE, '--as', HOSTILE],
      ['verify'],
    ]) {
      const { out, err } = await failback(...args);
      const said = `${out}${err}`;
      assert.ok(said.length > 50, args.join(' '));
      assert.doesNotMatch(said, CONTROLS, args.join(' '));
      if (args[0] === 'report' || args[0] === 'handover') assert.doesNotMatch(said, /(?<!\\)<img/, args.join(' '));
      // In HTML these are letters.
      if (args.includes('markdown') || args[0] === 'handover')
        assert.doesNotMatch(said, /(?<!\\)\[x\]\(/, args.join(' '));
    }
    assert.match((await failback('status')).out, /boot\\u\{1b\}/, 'it is written out');
  } finally {
    await estate.close();
    rmSync(desk, { recursive: true });
  }
});
