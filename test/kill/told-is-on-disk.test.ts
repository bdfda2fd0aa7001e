import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterPowerCut, type ForgetfulDisk } from './forgetful-disk.ts';
import { watchedGate } from './killing-gate.ts';
import { judge, playCalmly } from './matrix.ts';
import type { Moment } from './stage.ts';
import { worldOf } from './world.ts';
import { STORIES } from './worlds.ts';

test('what people are asked is on the platters before they are told', async () => {
  const story = STORIES.modernized['people at every gate'];
  assert.ok(story);
  const disks: ForgetfulDisk[] = [];
  const asked = new Set<string>();
  const people: typeof story.people = (state, plan) => {
    for (const { id, status } of state.steps.values()) {
      if (status !== 'waiting') continue;
      asked.add(id);
      const journal = disks[0]?.onPlatters(path)?.toString('utf8') ?? '';
      assert.match(journal, new RegExp(`"kind":"gate-opened","step":"${id}"`), id);
    }
    return story.people?.(state, plan) ?? [];
  };
  let path = '';
  const calm = await playCalmly(worldOf('told', { ...story, people }, 5, {}), {
    disk: (disk) => {
      disks.push(disk);
      path = [...disk.state.entries.keys()].find((name) => name.endsWith('journal.jsonl')) ?? '';
      return disk;
    },
  });
  calm.stage.close();
  assert.equal(calm.outcome.state.status, 'done', calm.outcome.state.because);
  assert.equal(asked.size, 3);
});

test('an approval that came before a power cut is taken up after it, for its gate is still open', async () => {
  const story = STORIES.modernized['people at every gate'];
  assert.ok(story);
  const calm = await playCalmly(worldOf('approved', story, 5, {}));
  try {
    const { stage, crossings } = calm;
    // The command lies in the inbox, and nothing of what the run made of it was synced.
    const taken = crossings.filter(({ passage }) => {
      const text = Buffer.from(passage.bytes ?? []).toString('utf8');
      return passage.what === 'append' && passage.path !== undefined && text.includes('"kind":"command"');
    });
    assert.ok(taken.length >= 3);
    for (const { before, after } of taken)
      for (const moment of [before, after]) {
        assert.ok(moment);
        const { gate } = watchedGate(() => undefined);
        const lost: Moment = { ...moment, disk: afterPowerCut(moment.disk) };
        const { ended, strike } = await stage.play(lost, { gate: () => gate });
        const outcome = await ended;
        await strike();
        assert.deepEqual(judge(calm, outcome), []);
        const refused = outcome.journal
          .toString('utf8')
          .split('\n')
          .filter((line) => line.includes('"taken":false'));
        assert.deepEqual(refused, []);
      }
  } finally {
    calm.stage.close();
  }
});
