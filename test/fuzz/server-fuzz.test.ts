import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { openAtRandom } from './documents.ts';
import { type TypingReport, typeAtRandom } from './typing.ts';
import { workAtRandom } from './workspace.ts';

/** About a minute of processor time in all; `npm run fuzz` asks for more. */
const EDITS = 3_000;
const STEPS = 1_500;
const DOCUMENTS = 400;

/** One seed that is always the same, and one that nobody has seen before. */
const NEW = Number(process.env.FAILBACK_FUZZ_SEED ?? Date.now() % 1_000_000);
const SEEDS = [20261123, NEW];

for (const seed of SEEDS)
  describe(`whatever is typed into the server, by seed ${seed}`, () => {
    test(`${EDITS} random edits lose nothing elsewhere in the file`, async (t) => {
      expectNoFault(t, seed, await typeAtRandom(seed, EDITS));
    });

    test(`${STEPS} random steps in three files and on the disk are followed as if all were opened anew`, async (t) => {
      expectNoFault(t, seed, await workAtRandom(seed, STEPS));
    });

    test(`${DOCUMENTS} random documents are opened, asked about and closed`, async (t) => {
      expectNoFault(t, seed, { heap: [], ...(await openAtRandom(seed, DOCUMENTS)) });
    });
  });

function expectNoFault(
  t: TestContext,
  seed: number,
  { faults, slowest, heap }: Pick<TypingReport, 'faults' | 'slowest' | 'heap'>,
): void {
  t.diagnostic(`seed ${seed}; the slowest answer took ${Math.round(slowest)} ms of processor time`);
  assert.equal(faults[0], undefined, `With FAILBACK_FUZZ_SEED=${seed}: ${faults[0]}`);
  if (heap.length < 8) return;
  const [early = 0, late = 0] = [heap[Math.floor(heap.length / 2)], heap.at(-1)];
  assert.ok(late < early * 1.3 + 5e6, `The heap grew from ${early} to ${late} bytes.`);
}
