import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { assess } from '../../core/rules/assess.ts';
import { catalogue } from '../../core/rules/catalogue.ts';
import type { Frame } from '../../core/rules/frame.ts';
import { eachMachineTelling } from '../../core/rules/judge.ts';
import { KeptAssessment } from '../../core/rules/kept-assessment.ts';
import { defineRule, type Rule } from '../../core/rules/rule.ts';
import type { RuleContext } from '../../core/rules/verdict.ts';
import type { Machine } from '../../core/runbook/runbook.ts';
import { arbitraryContext } from './arbitrary-context.ts';
import { arbitraryEdit } from './edited-context.ts';
import { contextOf } from './rule-fixture.ts';

/** Fixed, so that a failure is the same everywhere; `FUZZ=n` looks further. */
const runs = { seed: 811, numRuns: Number(process.env.FUZZ ?? 60) };

const crashing: readonly Rule[] = [
  ruleThat('FB901', ({ name }) => {
    if (name.length % 3 === 0) throw new Error(`nobody expected '${name}'`);
  }),
  ruleThat(
    'FB902',
    () => undefined,
    ({ runbook }) => {
      if (runbook.vault === undefined) throw new Error('there is no vault');
    },
  ),
  defineRule({
    ...base('FB903'),
    check: ({ runbook }) => {
      if (runbook.machines.length % 2 === 0) throw new Error('even');
      return [];
    },
  }),
];
const rules = [...catalogue, ...crashing];

describe('a kept assessment', () => {
  it('is what assessing from scratch tells, after any edits, once it has settled', async () => {
    const step = fc.record({
      edit: arbitraryEdit,
      strides: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.nat(30)),
    });
    await fc.assert(
      fc.asyncProperty(arbitraryContext, fc.array(step, { maxLength: 12 }), async (start, steps) => {
        let context = await start;
        const kept = new KeptAssessment(rules);
        kept.update(context);
        settle(kept);
        assertSame(kept, context);
        for (const { edit, strides } of steps) {
          context = edit(context);
          kept.update(context);
          settle(kept, strides);
          if (kept.settled) assertSame(kept, context);
        }
        settle(kept);
        assert.ok(kept.settled);
        assertSame(kept, context);
      }),
      runs,
    );
  });

  it('judges a machine anew when it changed, and no other', async () => {
    const asked: string[] = [];
    const { kept, context } = await settledOn([ruleThat('FB904', ({ name }) => void asked.push(name))]);
    asked.length = 0;
    const [web] = context.runbook.machines as [Machine];
    const changed: Machine = { ...web, datastore: undefined };
    kept.update({ ...context, runbook: { ...context.runbook, machines: context.runbook.machines.with(0, changed) } });
    assert.deepEqual(asked, ['web']);
    settle(kept);
    assert.deepEqual(asked, ['web']);
  });

  it('has the verdicts of a changed machine before it settles', async () => {
    const { kept, context } = await settledOn(catalogue);
    const [web] = context.runbook.machines as [Machine];
    const machines = context.runbook.machines.with(0, { ...web, via: undefined });
    const changed = { ...context, runbook: { ...context.runbook, machines } };
    kept.update(changed);
    assert.ok(!kept.settled);
    assert.ok(kept.machines[0]?.found.some(({ finding }) => finding.code === 'FB110'));
  });

  it('keeps what rules about the run found until it settles, but for machines that are gone', async () => {
    const { kept, context } = await settledOn([inNoWave]);
    assert.deepEqual(shown(kept), ['FB905 web', 'FB905 db']);
    kept.update({ ...context, runbook: { ...context.runbook, machines: context.runbook.machines.slice(1) } });
    assert.deepEqual(shown(kept), ['FB905 db']);
    settle(kept);
    assert.deepEqual(shown(kept), ['FB905 db']);
  });

  it('shows at the new place what was found of a machine that was written anew', async () => {
    const { kept, context } = await settledOn([inNoWave]);
    const [web] = context.runbook.machines as [Machine];
    const moved = { ...web, at: { ...web.at, start: { line: 77, character: 3 } } };
    kept.update({ ...context, runbook: { ...context.runbook, machines: context.runbook.machines.with(0, moved) } });
    assert.equal(kept.machines[0]?.about[0]?.at.start.line, 77);
  });

  it('judges machines anew when a fact has aged beyond its time to live, and not before', async () => {
    const asked: string[] = [];
    const rule = ruleThat('FB906', ({ name }) => void asked.push(name));
    const { kept, context } = await settledOn([rule]);
    asked.length = 0;
    const seenAt = Date.parse('2026-11-23T08:00:00Z');
    const hour = 3_600_000;
    const atMoment = (now: number) => {
      kept.update({ ...context, now: new Date(now) });
      settle(kept);
      return asked.splice(0);
    };
    assert.deepEqual(atMoment(seenAt + 4 * hour), []);
    assert.deepEqual(atMoment(seenAt + 4 * hour + 1), ['web', 'db']);
    assert.equal(kept.count('unknown'), 2);
    // How old the fact is, is told in whole hours.
    assert.deepEqual(atMoment(seenAt + 4.9 * hour), []);
    assert.deepEqual(atMoment(seenAt + 5 * hour), ['web', 'db']);
  });

  it('is cut off by the next edit while it settles, and comes to an end all the same', async () => {
    const { kept, context } = await settledOn(catalogue);
    const edited = (datastore: Machine['datastore']): RuleContext => {
      const [web] = context.runbook.machines as [Machine];
      return {
        ...context,
        runbook: { ...context.runbook, machines: context.runbook.machines.with(0, { ...web, datastore }) },
      };
    };
    kept.update(edited(undefined));
    const settling = kept.settle();
    settling.next();
    kept.update(context);
    assert.equal(settling.next().done, true);
    assert.ok(!kept.settled);
    settle(kept);
    assertSame(kept, context, catalogue);
  });

  it('shares what machines have in common', async () => {
    const { kept } = await settledOn(catalogue);
    assert.equal(kept.machines[0]?.row, kept.machines[1]?.row);
  });
});

const inNoWave = defineRule({
  ...base('FB905'),
  *check({ runbook }) {
    for (const { name, at } of runbook.machines)
      yield { kind: 'broken', subject: name, at, fact: 'wave', seenAt: undefined, params: {} };
  },
});

function base(code: Rule['code']): Rule {
  const { fix: _, checkAfterwards: __, ...rule } = catalogue.find((each) => each.code === 'FB002') as Rule;
  return {
    ...rule,
    code,
    message: () => 'It is so.',
    remedy: () => 'Mend it.',
    timeToLive: (4 * 3600) as Rule['timeToLive'],
  };
}

/** A rule about each machine whose facts were seen at eight. */
function ruleThat(
  code: Rule['code'],
  does: (machine: Machine) => void,
  first: (frame: Frame) => void = () => undefined,
): Rule {
  return defineRule({
    ...base(code),
    check: eachMachineTelling((frame) => {
      first(frame);
      return ({ machine }, tell) => {
        does(machine);
        tell({ kind: 'holds', subject: machine.name, at: machine.at, fact: 'state', seenAt: '2026-11-23T08:00:00Z' });
      };
    }),
  });
}

async function settledOn(those: readonly Rule[]) {
  const context = await contextOf(
    'vm web { via: asr-app-01  datastore: ds-gold }\nvm db { via: asr-app-01  datastore: ds-gold }\n',
  );
  const kept = new KeptAssessment(those);
  kept.update(context);
  settle(kept);
  return { kept, context };
}

function shown(kept: KeptAssessment): readonly string[] {
  return [...kept.machines.flatMap((each) => each?.about ?? []), ...kept.others].map(
    ({ code, subject }) => `${code} ${subject}`,
  );
}

function settle(kept: KeptAssessment, strides = Number.POSITIVE_INFINITY): void {
  let left = strides;
  for (const _ of kept.settle()) {
    left -= 1;
    if (left <= 0) return;
  }
}

function assertSame(kept: KeptAssessment, context: RuleContext, those: readonly Rule[] = rules): void {
  const fresh = assess(context, those);
  const own = kept.assessment();
  assert.deepEqual(own, fresh);
  for (const standing of ['holds', 'broken', 'declared', 'unknown', 'accepted', 'attested'] as const)
    assert.equal(kept.count(standing), fresh.judgements.filter((each) => each.standing === standing).length, standing);
  for (const severity of ['error', 'warning', 'info'] as const)
    assert.equal(
      kept.countBroken(severity),
      fresh.findings.filter((each) => each.standing === 'broken' && each.severity === severity).length,
      severity,
    );
  assert.equal(
    kept.machines.reduce(
      (sum, each) => sum + (each?.findingCount ?? 0) + (each?.about.length ?? 0),
      kept.others.length,
    ),
    fresh.findings.length,
  );
}
