import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withTimesOf } from '../../extension/features/capture/with-times-of.ts';
import { withoutCommands } from '../../extension/infrastructure/without-commands.ts';

test('the editor tells a remedy without the commands that its own buttons give', () => {
  const cases = [
    ['Mount it.\nThen take the step up again:\n  failback retry RUN a/b --because "…"', 'Mount it.'],
    ['See the portal. Then take the step up again:\n  failback retry RUN a/b --because "…"', 'See the portal.'],
    [
      'No way back. When it is gone, say so:\n  failback approve RUN a\nIf it is to stay, leave it out:\n  failback skip RUN a',
      'No way back.',
    ],
    ['Choose one of: a, b.\nWrite `via: a`.', 'Choose one of: a, b. Write `via: a`.'],
    ['Ask whether it runs: sc query svagents', 'Ask whether it runs: sc query svagents'],
  ] as const;
  for (const [remedy, told] of cases) assert.equal(withoutCommands(remedy), told);
});

const inventory = (change: object) =>
  `${JSON.stringify(
    {
      capturedAt: '2026-11-23T09:00:00Z',
      seenAt: { hosts: '2026-11-23T09:00:01Z' },
      hosts: [
        { name: 'esx-01', version: '8.0.3', lastHeartbeat: '2026-11-23T08:59:00Z' },
        { name: 'esx-02', version: '8.0.3', lastHeartbeat: '2026-11-23T08:59:00Z' },
      ],
      ...change,
    },
    undefined,
    2,
  )}\n`;

test('two looks at one world differ in nothing once their moments are the same', () => {
  const later = inventory({ capturedAt: '2026-11-23T10:00:00Z', seenAt: { hosts: '2026-11-23T10:00:01Z' } });
  assert.equal(withTimesOf(inventory({}), later), later);
});

test('what changed besides the moments stays as it was, beside the same host', () => {
  const host = { name: 'esx-02', version: '8.0.4', lastHeartbeat: '2026-11-23T09:59:00Z' };
  const was = withTimesOf(inventory({}), inventory({ hosts: [host] }));
  assert.deepEqual(JSON.parse(was).hosts, [
    { name: 'esx-01', version: '8.0.3', lastHeartbeat: '2026-11-23T08:59:00Z' },
    { name: 'esx-02', version: '8.0.3', lastHeartbeat: '2026-11-23T09:59:00Z' },
  ]);
});

test('an inventory that was written by hand, or is none, is left as it is', () => {
  const later = inventory({ capturedAt: '2026-11-23T10:00:00Z' });
  for (const before of ['', 'not JSON', inventory({}).replaceAll('\n', '')])
    assert.equal(withTimesOf(before, later), before);
});
