import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '../../core/run/events.ts';
import { checkLines } from '../../executor/journal/evidence/check-lines.ts';
import { CHAIN_START, chainLine, lineFuls } from '../../executor/journal/hash-chain.ts';
import { parseJournal } from '../../executor/journal/read-journal.ts';

const at = (minute: number) => `2026-11-23T09:${String(minute).padStart(2, '0')}:00.000Z`;

function written(events: readonly RunEvent[]): { readonly text: string; readonly hash: string } {
  let hash: string = CHAIN_START;
  const lines = lineFuls(events).map((moment, seq) => {
    const next = chainLine(seq, hash, ...moment);
    hash = next.hash;
    return `${next.line}\n`;
  });
  return { text: lines.join(''), hash };
}

const events: readonly RunEvent[] = [
  { kind: 'resumed', at: at(0), epoch: 1 },
  ...Array.from({ length: 250 }, (_, n): RunEvent => ({ kind: 'step-started', at: at(1), step: `all/vm-${n}/home` })),
  { kind: 'settled', at: at(2), step: 'all/vm-1/home', note: '“done” \u2028 "quoted" \\ 名' },
  { kind: 'step-done', at: at(1), step: 'all/vm-1/home' },
];

test('what happened at one moment is one line, a hundred events at most, and reads as it was', () => {
  const { text, hash } = written(events);
  assert.deepEqual(
    lineFuls(events).map((line) => line.length),
    [1, 100, 100, 50, 1, 1],
  );
  const read = parseJournal(Buffer.from(text), 'the journal');
  assert.deepEqual(read.events, events);
  assert.deepEqual([read.tail.seq, read.tail.hash, read.tail.bytes], [6, hash, Buffer.byteLength(text)]);
  const checked = checkLines(Buffer.from(text));
  assert.deepEqual([checked.lines, checked.damage, checked.hash], [6, undefined, hash]);
  assert.deepEqual([checked.places[0], checked.places[1], checked.places[250], checked.places.at(-1)], [1, 2, 4, 6]);
});

test('an event that was taken out of its moment, moved in it, or dated otherwise is damage', () => {
  const lines = written(events).text.split('\n').slice(0, -1);
  const changed = (change: (line: { at: string; events: object[] }) => void) => {
    const data = JSON.parse(lines[1] ?? '');
    change(data);
    return checkLines(Buffer.from(`${lines.toSpliced(1, 1, JSON.stringify(data)).join('\n')}\n`)).damage;
  };
  assert.equal(
    changed(() => {}),
    undefined,
  );
  for (const change of [
    (line: { events: object[] }) => line.events.splice(7, 1),
    (line: { events: object[] }) => line.events.reverse(),
    (line: { at: string }) => Object.assign(line, { at: at(3) }),
    (line: object) => Object.assign(line, { events: [] }),
    (line: object) => Object.assign(line, { more: 1 }),
  ])
    assert.equal(changed(change)?.line, 2);
});
