import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { SEED } from '../support/seed.ts';
import { openAtRandom } from './documents.ts';
import { type TypingReport, typeAtRandom } from './typing.ts';
import { workAtRandom } from './workspace.ts';

/** About a minute of processor time in all; `npm run fuzz` asks for more. */
const EDITS = 6_000;
const STEPS = 3_000;
const DOCUMENTS = 800;

describe(`whatever is typed into the server, by seed ${SEED}`, () => {
  test(`${EDITS} random edits lose nothing elsewhere in the file`, async (t) => {
    expectNoFault(t, await typeAtRandom(SEED, EDITS));
  });

  test(`${STEPS} random steps in three files and on the disk are followed as if all were opened anew`, async (t) => {
    expectNoFault(t, await workAtRandom(SEED, STEPS));
  });

  test(`${DOCUMENTS} random documents are opened, asked about and closed`, async (t) => {
    expectNoFault(t, { heap: [], ...(await openAtRandom(SEED, DOCUMENTS)) });
  });
});

function expectNoFault(
  t: TestContext,
  { faults, slowest, heap }: Pick<TypingReport, 'faults' | 'slowest' | 'heap'>,
): void {
  t.diagnostic(`seed ${SEED}; the slowest answer took ${Math.round(slowest)} ms of processor time`);
  assert.equal(faults[0], undefined, `With FAILBACK_SEED=${SEED}: ${faults[0]}`);
  if (heap.length < 8) return;
  const [early = 0, late = 0] = [heap[Math.floor(heap.length / 2)], heap.at(-1)];
  assert.ok(late < early * 1.3 + 5e6, `The heap grew from ${early} to ${late} bytes.`);
}
