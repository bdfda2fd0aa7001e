import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readCounts } from '../../cli/runs/counted-requests.ts';
import { readAnnouncement } from '../../cli/simulate/announcement.ts';
import { beganAt } from '../../simulator/state-file.ts';

const GARBAGE = ['', '{', 'null', '[]', '{"url":7}', '\u0000\u0001'];

test('files of a rehearsal that are not what failback wrote are told with what to do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'failback-garbage-'));
  try {
    for (const text of GARBAGE) {
      await writeFile(join(folder, 'requests.json'), text);
      await assert.rejects(readCounts({ id: 'x', directory: folder }), {
        code: 'run-unreadable',
        message: /requests\.json/,
      });
      await writeFile(join(folder, 'simulator.json'), text);
      await assert.rejects(readAnnouncement(join(folder, 'simulator.json')), { code: 'run-unreadable' });
      const state = join(folder, 'state.jsonl');
      await writeFile(state, `${text === '' ? 'x' : text}\n`);
      assert.throws(() => beganAt(state), { code: 'simulator-state-unreadable', message: /^Line 1 of/ });
    }
    assert.equal(await readCounts({ id: 'x', directory: join(folder, 'none') }), undefined);
  } finally {
    await rm(folder, { recursive: true });
  }
});
