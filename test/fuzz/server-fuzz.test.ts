import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openAtRandom } from './documents.ts';
import { typeAtRandom } from './typing.ts';

/** `npm run fuzz` asks for more. */
const EDITS = Number(process.env.FAILBACK_FUZZ_EDITS ?? 4_000);
const DOCUMENTS = Number(process.env.FAILBACK_FUZZ_DOCUMENTS ?? 400);
const SEED = Number(process.env.FAILBACK_FUZZ_SEED ?? 20261123);

describe('whatever is typed into the server', () => {
  test(`${EDITS} random edits lose nothing elsewhere in the file, and nothing throws or hangs`, async (t) => {
    const { faults, looks, slowest, heap } = await typeAtRandom(SEED, EDITS);
    t.diagnostic(`${looks} looks; the slowest answer took ${Math.round(slowest)} ms of processor time`);
    assert.deepEqual(faults.slice(0, 1), []);
    if (heap.length >= 8) {
      const [early = 0, late = 0] = [heap[Math.floor(heap.length / 2)], heap.at(-1)];
      t.diagnostic(`heap after collecting garbage: ${heap.map((bytes) => `${Math.round(bytes / 1e6)} MB`).join(', ')}`);
      assert.ok(late < early * 1.3 + 5e6, `The heap grew from ${early} to ${late} bytes.`);
    }
  });

  test(`${DOCUMENTS} random documents are opened, asked about and closed`, async (t) => {
    const { faults, slowest } = await openAtRandom(SEED + 1, DOCUMENTS);
    t.diagnostic(`the slowest answer took ${Math.round(slowest)} ms of processor time`);
    assert.deepEqual(faults.slice(0, 1), []);
  });
});
