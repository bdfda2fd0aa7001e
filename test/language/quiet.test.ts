import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { inSlices } from '../../language-server/src/workspace/in-slices.ts';
import { type Clock, letThrough, Quiet } from '../../language-server/src/workspace/quiet.ts';
import { type Served, serveInMemory } from '../support/served.ts';

/** A clock that moves when somebody sleeps, and by what letting others through takes. */
function clockOf(during: (slice: number) => void = () => undefined) {
  let [now, slices, slept] = [0, 0, 0];
  const clock: Clock = {
    now: () => now,
    async sleep(milliseconds) {
      now += milliseconds;
      slept += milliseconds;
    },
    async letThrough() {
      slices += 1;
      now += 1;
      during(slices);
    },
  };
  return { clock, slept: () => slept, pass: (milliseconds: number) => (now += milliseconds) };
}

describe('work that makes way for whoever types', () => {
  it('goes on where nobody types, and where somebody typed before it began', async () => {
    const { clock, slept } = clockOf();
    const quiet = new Quiet(clock);
    quiet.typed();
    await quiet.turn(quiet.now());
    assert.equal(slept(), 0);
  });

  it('rests after a keystroke that came between two slices', async () => {
    const { clock, slept } = clockOf((slice) => {
      if (slice === 2) quiet.typed();
    });
    const quiet: Quiet = new Quiet(clock);
    await quiet.turn(0);
    assert.equal(slept(), 0);
    await quiet.turn(0);
    assert.equal(slept(), 400);
    await quiet.turn(0);
    assert.equal(slept(), 400);
  });

  it('rests on while more is typed, and not for ever', async () => {
    const made = clockOf();
    let keys = 0;
    const typing: Clock = {
      ...made.clock,
      // A key every hundred milliseconds, for an hour.
      async sleep(milliseconds) {
        for (let left = milliseconds; left > 0; left -= 100) {
          await made.clock.sleep(Math.min(100, left));
          keys += 1;
          quiet.typed();
        }
      },
    };
    const quiet: Quiet = new Quiet(typing);
    made.pass(1);
    quiet.typed();
    await quiet.turn(0);
    assert.equal(made.slept(), 5000);
    assert.ok(keys >= 50);
    // A stint is not held up, and the next slice after it is.
    quiet.typed();
    await quiet.turn(0);
    assert.equal(made.slept(), 5000);
    made.pass(250);
    quiet.typed();
    await quiet.turn(0);
    assert.equal(made.slept(), 10_000);
  });

  it('is not taken up again when the keystroke ended it', async () => {
    const { clock } = clockOf((slice) => {
      if (slice === 1) {
        quiet.typed();
        isOver = true;
      }
    });
    const quiet: Quiet = new Quiet(clock);
    let isOver = false;
    let steps = 0;
    function* long(): Generator<void, void> {
      for (;;) {
        steps += 1;
        const start = performance.now();
        while (performance.now() - start < 3);
        yield;
      }
    }
    assert.equal(
      await inSlices(
        long(),
        () => isOver,
        () => quiet.turn(0),
      ),
      false,
    );
    assert.equal(steps, 1);
  });
});

describe('a keystroke while a large inventory is being read', () => {
  const EXAMPLE = new URL('../../examples/contoso-erp/', import.meta.url);
  const read = (name: string): string => readFileSync(new URL(name, EXAMPLE), 'utf8');
  const runbook = read('contoso-erp.failback');
  const name = 'contoso-erp.failback';
  const texts = {
    [name]: runbook,
    'amsterdam.site.failback': read('amsterdam.site.failback'),
    'contoso-erp.inventory.json': `${read('contoso-erp.inventory.json')}${' '.repeat(1_000_000)}`,
  };
  const STOP = 5;

  const servers: Served[] = [];
  after(() => {
    for (const { connection } of servers) connection.dispose();
  });

  /** Reads to the fifth slice and waits there; types; then reads on, `later` milliseconds after the key. */
  async function typedMeanwhile(later: number) {
    let [now, slices] = [1, 0];
    const [stopped, goOn, slept, wakes] = Array.from({ length: 4 }, () => Promise.withResolvers<void>()) as [
      PromiseWithResolvers<void>,
      PromiseWithResolvers<void>,
      PromiseWithResolvers<void>,
      PromiseWithResolvers<void>,
    ];
    let rests = 0;
    const clock: Clock = {
      now: () => now,
      async sleep(milliseconds) {
        rests += 1;
        slept.resolve();
        await wakes.promise;
        now += milliseconds;
      },
      async letThrough() {
        slices += 1;
        await letThrough();
        if (slices !== STOP) return;
        stopped.resolve();
        await goOn.promise;
      },
    };
    const served = await serveInMemory(texts, { clock });
    servers.push(served);
    served.open(name, runbook);
    await stopped.promise;
    now += 1;
    served.change(name, 2, runbook.replace('os: windows', 'os: wndows'));
    const answer = await served.told(name, ({ version }) => version === 2);
    const slicesAtAnswer = slices;
    now += later;
    goOn.resolve();
    return { served, answer, slicesAtAnswer, slices: () => slices, rests: () => rests, slept, wakes };
  }

  it('is answered before the reading goes on, and the reading rests', async () => {
    const { served, answer, slicesAtAnswer, slices, rests, slept, wakes } = await typedMeanwhile(0);
    assert.equal(slicesAtAnswer, STOP);
    await slept.promise;
    assert.equal(slices(), STOP);
    wakes.resolve();
    // Then it comes to its end, and what the inventory says is told of the same text.
    const settled = await served.told(name, ({ diagnostics }) => diagnostics.length !== answer.diagnostics.length);
    assert.equal(settled.version, 2);
    assert.ok(slices() > 30);
    assert.equal(rests(), 1);
  });

  it('does not hold the reading up once nobody has typed for a while', async () => {
    const { served, answer, rests } = await typedMeanwhile(400);
    await served.told(name, ({ diagnostics }) => diagnostics.length !== answer.diagnostics.length);
    assert.equal(rests(), 0);
  });
});
