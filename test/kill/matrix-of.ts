import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededChance } from '../../simulator/chance.ts';
import { choosePoints, judge, playCalmly, resumeAt } from './matrix.ts';
import { type STORIES, worldsOf } from './worlds.ts';

/** One in so many resumes is killed too. */
const AGAIN = 10;

/**
 * Ends runs of every story of an architecture at so many points in all, takes each up again, and judges what came of it.
 * The same seed ends them at the same points.
 */
export function testKills(architecture: keyof typeof STORIES, points: number, settings: number, seed: number): void {
  const worlds = worldsOf(architecture, settings, seed);
  let ended = 0;
  let wanted = 0;
  let endedAgain = 0;
  const cuts = new Set<string>();
  for (const [at, world] of worlds.entries())
    test(`${architecture}: ${world.name}`, async (t) => {
      const calm = await playCalmly(world);
      try {
        assert.deepEqual(judge(calm, calm.outcome), [], 'a run that nobody kills');
        const mine = Math.floor(((at + 1) * points) / worlds.length) - Math.floor((at * points) / worlds.length);
        // A run that ends early has fewer points than a night asks for.
        wanted += Math.min(mine, calm.points.length);
        const chance = seededChance(seed + at);
        const faults: string[] = [];
        for (const [number, point] of choosePoints(calm.points, mine, seed + at).entries()) {
          const after = Math.floor(chance.draw('again', point.name) * 60);
          const again = number % AGAIN === AGAIN - 1 ? { again: { after, chance } } : {};
          const lost = (error: Error) => ({ faults: [error.message], kills: 1 });
          const verdict = await resumeAt(calm, point, again).catch(lost);
          faults.push(...verdict.faults.map((fault) => `${point.name}: ${fault}`));
          ended += 1;
          if (verdict.kills > 1) endedAgain += 1;
          cuts.add(`${point.cut} ${point.what} ${point.death}`);
        }
        t.diagnostic(`${mine} of ${calm.points.length} points`);
        assert.deepEqual(faults, []);
      } finally {
        calm.stage.close();
      }
    });

  test(`${architecture}: every kind of point was among them`, (t) => {
    t.diagnostic(`${ended} points, ${endedAgain} of them ended again, ${cuts.size} kinds`);
    assert.equal(ended, wanted);
    assert.ok(ended >= Math.min(points, 900), `only ${ended} points`);
    assert.ok(endedAgain >= points / AGAIN / 2, `only ${endedAgain} resumes were killed`);
    for (const death of ['kill', 'power-cut']) {
      for (const cut of ['before', 'after, unseen,', 'after, seen,', 'late'])
        assert.ok(cuts.has(`${cut} call ${death}`), cut);
      for (const byte of ['0', '1', 'the middle', 'the last but one'])
        assert.ok(cuts.has(`torn at ${byte} append ${death}`), byte);
      for (const what of ['items', 'job', 'capture', 'sync', 'rename', 'link', 'create'])
        assert.ok(cuts.has(`before ${what} ${death}`), what);
    }
  });
}
