import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ArmQuota } from '../../executor/azure/arm-quota.ts';
import type { Clock } from '../../executor/clock.ts';

/** A clock like the virtual one: it counts milliseconds, and sleeping moves it. */
function wholeMilliseconds(): Clock & { slept: number } {
  let now = Date.parse('2026-11-23T09:00:00Z');
  return {
    slept: 0,
    speed: 1,
    now: () => new Date(now),
    async sleep(seconds) {
      this.slept += 1;
      assert.ok(this.slept < 5000, 'it waits without end');
      now += Math.floor(seconds * 1000);
    },
  };
}

test('a drained quota never asks for a wait that no clock can count', async () => {
  const clock = wholeMilliseconds();
  const quota = new ArmQuota(clock);
  const begun = clock.now().getTime();
  for (let request = 0; request < 2000; request++) await quota.read();
  const seconds = (clock.now().getTime() - begun) / 1000;
  assert.ok(seconds > 0 && 2000 / seconds < 30, `${2000 / seconds} requests a second`);
});
