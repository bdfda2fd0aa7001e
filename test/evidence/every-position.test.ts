/**
 * Every position of a journal, not a sample of them: each line is removed once, and in each byte one bit is flipped. Bits of
 * one line are all tried in `verify.test.ts`.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RunEvent } from '../../core/run/events.ts';
import { checkLines } from '../../executor/journal/evidence/check-lines.ts';
import { openRunFiles, type RunFiles } from '../../executor/journal/evidence/run-files.ts';
import { isIntact, verifyRun } from '../../executor/journal/evidence/verify-run.ts';
import { CHAIN_START, chainLine } from '../../executor/journal/hash-chain.ts';
import { openEstate, type TestEstate } from '../executor/estate.ts';
import { bytesOf, flipped, journalOf, linesOf, withFile } from './tampered.ts';

type Moment = readonly [RunEvent, ...RunEvent[]];

let estate: TestEstate;
let files: RunFiles;
let journal: Uint8Array;

before(async () => {
  estate = await openEstate({ faults: ['lost-answer@failover/erp-db-01'] });
  const { status, because } = await estate.execute();
  assert.equal(status, 'done', because);
  files = await openRunFiles(estate.run.directory, 'run');
  journal = await bytesOf(files, 'journal.jsonl');
  assert.ok(isIntact(await verifyRun(files)));
});
after(() => estate.close());

test('whichever line is removed, the run is not intact', async () => {
  const lines = linesOf(journal);
  assert.ok(lines.length > 30, `only ${lines.length} lines`);
  for (const at of lines.keys()) {
    const without = withFile(files, 'journal.jsonl', journalOf(lines.toSpliced(at, 1)));
    assert.equal(isIntact(await verifyRun(without)), false, `without line ${at + 1}`);
  }
});

test('whichever byte has a flipped bit, its line is told, and no line before it', () => {
  // Each line as the middle one of a short journal: reading all before it again for every byte would take minutes.
  const events = momentsOf(journal);
  for (const [number, moment] of events.entries()) {
    const short = chained([events[0] ?? moment, moment, events.at(-1) ?? moment]);
    const [first, line] = linesOf(short).map((one) => Buffer.byteLength(one) + 1);
    assert.equal(checkLines(short).lines, 3);
    for (let at = first ?? 0; at < (first ?? 0) + (line ?? 0); at += 1) {
      // Another bit from byte to byte; three and eight have no common divisor, so that each comes as often.
      const { damage, newer, lines } = checkLines(flipped(short, at * 8 + ((at * 3) % 8)));
      const told = damage?.line ?? (newer === undefined ? undefined : lines + 1);
      assert.equal(told, 2, `byte ${at - (first ?? 0)} of line ${number + 1}`);
    }
  }
});

function chained(moments: readonly Moment[]): Uint8Array {
  let prev: string = CHAIN_START;
  return journalOf(
    moments.map((moment, seq) => {
      const { line, hash } = chainLine(seq, prev, ...moment);
      prev = hash;
      return line;
    }),
  );
}

/** The events of a journal, line by line. */
function momentsOf(whole: Uint8Array): readonly Moment[] {
  const { events, places } = checkLines(whole);
  const lines = Map.groupBy(events, (_, at) => places[at]);
  return [...lines.values()].flatMap(([first, ...more]) => (first === undefined ? [] : [[first, ...more] as const]));
}
