import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEstate } from './estate.ts';

test('a journal that breaks while a probe is under way ends the run with its own words, and no promise is left alone', async () => {
  const estate = await openEstate();
  const alone: unknown[] = [];
  const hear = (reason: unknown) => alone.push(reason);
  process.on('unhandledRejection', hear);
  try {
    let probed = false;
    await assert.rejects(
      estate.execute({
        async gate({ what }, act) {
          if (probed && what === 'append') throw Object.assign(new Error('i/o error'), { code: 'EIO' });
          const answer = await act();
          probed ||= what === 'probe';
          return answer;
        },
      }),
      { code: 'journal-unwritable' },
    );
    assert.ok(probed, 'a probe was under way');
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(alone, []);
  } finally {
    process.off('unhandledRejection', hear);
    await estate.close();
  }
});
