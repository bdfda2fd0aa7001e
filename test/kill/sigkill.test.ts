import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededChance } from '../../simulator/chance.ts';
import { type CalmRun, judge, playCalmly } from './matrix.ts';
import { killUntilDone, RealRun, type Trigger } from './real-process.ts';
import { type Story, worldOf } from './world.ts';

/** Processes of the command line, killed by the kernel. `npm run test:nightly` kills a thousand. */
const WANTED = Number(process.env.FAILBACK_SIGKILLS ?? 50);
const SEED = Number(process.env.FAILBACK_SIGKILL_SEED ?? 1);
const A_RUN = 7;
const STORIES: readonly Story['runbook'][] = ['one', 'batches', 'renamed', 'waves'];

test(`${WANTED} executors are killed with SIGKILL, and no call is accepted twice`, async (t) => {
  const chance = seededChance(SEED);
  const calms = new Map<string, CalmRun>();
  let killed = 0;
  let inFlight = 0;
  try {
    for (let round = 0; killed < WANTED; round += 1) {
      const runbook = STORIES[round % STORIES.length] ?? 'one';
      const world = worldOf(`sigkill ${runbook}`, { runbook }, 5, { processServerRegistrationSeconds: 45 });
      const calm = calms.get(runbook) ?? (await playCalmly(world));
      calms.set(runbook, calm);
      const run = await RealRun.begin(world);
      try {
        const triggers = Array.from({ length: Math.min(A_RUN, WANTED - killed) }, (_, at) => triggerOf(round, at));
        const counts = await killUntilDone(run, triggers);
        killed += counts.killed;
        inFlight += counts.inFlight;
        assert.deepEqual(judge(calm, await run.outcome()), [], `round ${round}: ${JSON.stringify(triggers)}`);
      } finally {
        await run.close();
      }
    }
  } finally {
    for (const { stage } of calms.values()) stage.close();
  }
  t.diagnostic(`${killed} killed, ${inFlight} of them with a call in flight`);
  assert.equal(killed, WANTED);
  assert.ok(inFlight >= WANTED / 10, `only ${inFlight} were killed with a call in flight`);

  /** Half of them with a call on its way, or its answer. */
  function triggerOf(round: number, at: number): Trigger {
    const draw = (what: string) => chance.draw(what, round, at);
    const dropped = draw('dropped') < 0.5;
    if (draw('kind') < 0.3) return { kind: 'request', method: 'POST', number: 1, dropped };
    if (draw('kind') < 0.6)
      return { kind: 'answer', method: 'POST', number: 1 + Math.floor(draw('number') * 2), dropped };
    if (draw('kind') < 0.85)
      return {
        kind: draw('at') < 0.5 ? 'request' : 'answer',
        method: 'GET',
        number: 1 + Math.floor(draw('number') * 30),
        dropped,
      };
    return { kind: 'time', milliseconds: 300 + Math.floor(draw('time') * 900) };
  }
});
