import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RunEvent, runEventSchema } from '../../core/run/events.ts';
import { readEvent } from '../../core/run/read-event.ts';

const at = '2026-11-23T09:00:00.000Z';

/** The events that are read without the schema, with all that they may have. */
const USUAL: readonly RunEvent[] = [
  { kind: 'step-started', at, step: 's' },
  { kind: 'intent', at, step: 's', operation: 'commit', call: 0, requestId: 'r', bodyHash: 'b' },
  { kind: 'accepted', at, step: 's', requestId: 'r', jobId: 'j', by: 'activity-id' },
  { kind: 'settled', at, step: 's', jobId: 'j', note: 'Succeeded' },
  { kind: 'step-done', at, step: 's', note: 'Done' },
];

const VALUES: readonly unknown[] = [
  undefined,
  null,
  '',
  'x',
  'person',
  at,
  '2026-11-23',
  '2026-02-30T09:00:00Z',
  '2026-02-28T09:00:00+01:00',
  '2026-13-01T09:00:00Z',
  0,
  -1,
  1.5,
  2 ** 60,
  Number.NaN,
  true,
  {},
  [],
  ['response'],
];

test('what is read without the schema is what the schema reads', () => {
  let good = 0;
  let bad = 0;
  const same = (data: unknown) => {
    const wanted = runEventSchema.safeParse(data).data;
    assert.deepEqual(readEvent(data), wanted, JSON.stringify(data));
    if (wanted === undefined) bad += 1;
    else good += 1;
  };
  for (const event of USUAL) {
    same(event);
    for (const key of [...Object.keys(event), 'jobId', 'note', 'other', '__proto__']) {
      const { [key as 'at']: _, ...without } = event;
      same(without);
      for (const value of VALUES) same(Object.defineProperty({ ...event }, key, own(value)));
    }
  }
  for (const data of [...VALUES, { kind: 'unheard-of', at }, { kind: 'constructor', at, step: 's' }]) same(data);
  assert.ok(good > 50 && bad > 200, `${good} events and ${bad} others were compared.`);
});

function own(value: unknown): PropertyDescriptor {
  return { value, enumerable: true, configurable: true, writable: true };
}
