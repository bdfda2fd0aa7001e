import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { catalogue } from '../../core/rules/catalogue.ts';
import { partsOf } from '../../core/rules/check.ts';
import { KeptAssessment } from '../../core/rules/kept-assessment.ts';
import { defineRule, type Rule } from '../../core/rules/rule.ts';
import { type MachineField, runChange } from '../../core/rules/run-change.ts';
import type { RuleContext, Verdict } from '../../core/rules/verdict.ts';
import type { Machine, Runbook } from '../../core/runbook/runbook.ts';
import { arbitraryContext } from './arbitrary-context.ts';
import { exchanged } from './edited-context.ts';
import { contextOf, ruleFixtures } from './rule-fixture.ts';

/** Fixed, so that a failure is the same everywhere; `FUZZ=n` looks further. */
const runs = { seed: 2206, numRuns: Number(process.env.FUZZ ?? 40) };

describe('a rule about the whole run', () => {
  it('reads nothing of machines but what it says, in every fixture of the rules', async () => {
    for (const [index, { text }] of ruleFixtures().entries()) assertBlind(await contextOf(text), catalogue, index);
  });

  it('reads nothing of machines but what it says, whatever the estate', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryContext, fc.nat(1000), async (context, seed) =>
        assertBlind(await context, catalogue, seed),
      ),
      runs,
    );
  });

  it('mostly says what it reads', () => {
    const silent = catalogue.filter(
      ({ check, reads }) => reads === undefined && partsOf(check).some(({ about }) => about === 'whole-run'),
    );
    assert.deepEqual(
      silent.map(({ code }) => code),
      // The first looks at the clock, the others at what people stated of the others.
      ['FB070', 'FB203', 'FB204', 'FB205', 'FB206'],
    );
  });
});

describe('a rule that reads more than it says is found out', () => {
  it('by other words in the machines', async () => {
    const context = await contextOf('vm web { via: asr-app-01  churn: 5 Mbps }\nvm db { via: asr-app-01 }\n');
    assertBlind(context, [ruleReading(['churn'])], 1);
    assert.throws(() => assertBlind(context, [ruleReading([])], 1), /FB002 reads more/);
  });

  it('by an assessment that is kept', async () => {
    const context = await contextOf('vm web { via: asr-app-01  churn: 5 Mbps }\nvm db { via: asr-app-01 }\n');
    const [web] = context.runbook.machines as [Machine];
    const quiet = { ...context, runbook: exchanged(context.runbook, web, { ...web, churn: undefined }) };
    const found = (rule: Rule) => {
      const kept = new KeptAssessment([rule]);
      for (const state of [context, quiet]) {
        kept.update(state);
        for (const _ of kept.settle());
      }
      return kept.assessment()?.findings.map(({ message }) => message);
    };
    assert.deepEqual(found(ruleReading(['churn'])), ['0 bits change.']);
    assert.deepEqual(found(ruleReading([])), ['5000000 bits change.']);
  });
});

describe('what differs between two states of a run', () => {
  it('is told by field where only machines say other things', async () => {
    const { runbook } = await twoMachines();
    const [web] = runbook.machines as [Machine];
    const changed = exchanged(runbook, web, { ...web, at: { ...web.at }, churn: undefined });
    const change = runChange(runbook, changed);
    assert.deepEqual([...(change?.fields ?? [])], ['churn']);
    assert.equal(change?.replaced.get(web), changed.machines[0]);
  });

  it('is nothing where a machine was written anew in the same words', async () => {
    const { runbook } = await twoMachines();
    const [web] = runbook.machines as [Machine];
    assert.equal(runChange(runbook, exchanged(runbook, web, structuredClone(web)))?.fields.has('churn'), false);
  });

  it('is more than that where a machine came, a wave changed, or a wave names another machine', async () => {
    const { runbook } = await twoMachines();
    const [web, db] = runbook.machines as [Machine, Machine];
    const [wave] = runbook.waves;
    assert.ok(wave !== undefined);
    const others: readonly Runbook[] = [
      { ...runbook, machines: [web] },
      { ...runbook, waves: [{ ...wave, name: 'other' }] },
      { ...runbook, waves: [{ ...wave, machines: wave.machines.map((each) => ({ ...each, value: db })) }] },
      { ...exchanged(runbook, web, { ...web, churn: undefined }), waves: runbook.waves },
    ];
    for (const other of others.slice(0, 3)) assert.equal(runChange(runbook, other), undefined);
  });
});

const twoMachines = () =>
  contextOf('vm web { via: asr-app-01  churn: 5 Mbps }\nvm db { via: asr-app-01 }\nwave w { machines: web }\n');

function ruleReading(reads: readonly MachineField[]): Rule {
  const { fix: _, checkAfterwards: __, ...base } = catalogue.find(({ code }) => code === 'FB002') as Rule;
  return defineRule<{ readonly sum: number }>({
    ...base,
    architecture: 'both',
    timeToLive: undefined,
    message: ({ sum }) => `${sum} bits change.`,
    reads,
    *check({ runbook }) {
      const sum = runbook.machines.reduce((all, { churn }) => all + (churn?.value ?? 0), 0);
      const { name: subject, at } = runbook;
      yield { kind: 'broken', subject, at, fact: 'churn', seenAt: undefined, params: { sum } };
    },
  });
}

/** Machines that say other things in what a rule does not read leave its verdicts as they are. */
function assertBlind(context: RuleContext, rules: readonly Rule[], seed: number): void {
  const others = new Map<string, RuleContext>();
  for (const rule of rules)
    for (const part of partsOf(rule.check)) {
      if (part.about !== 'whole-run' || rule.reads === undefined) continue;
      const key = [...rule.reads].sort().join(' ');
      const other = others.get(key) ?? sayingOtherwise(context, rule.reads, seed);
      others.set(key, other);
      const told = (of: RuleContext) => [...part.check(of)].map(wordsOf);
      assert.deepEqual(told(other), told(context), `${rule.code} reads more of machines than '${key}'`);
    }
}

function sayingOtherwise(context: RuleContext, reads: readonly MachineField[], seed: number): RuleContext {
  const runbook = context.runbook.machines.reduce((so, machine, at) => {
    const unread = FIELDS.filter((field) => !reads.includes(field));
    const says = unread.map((field, index) => otherwise(context.runbook, field, at + index + seed));
    return exchanged(so, machine, Object.assign({ ...machine }, ...says));
  }, context.runbook);
  return { ...context, runbook };
}

/** What a verdict says; where it stands does not count. */
function wordsOf(verdict: Verdict<unknown>): unknown {
  return { ...verdict, at: undefined, related: undefined, params: JSON.stringify(verdict, withoutPlaces) };
}

function withoutPlaces(key: string, value: unknown): unknown {
  return key === 'at' ||
    key === 'block' ||
    key === 'related' ||
    (typeof value === 'object' && value !== null && 'block' in value)
    ? undefined
    : value;
}

const at = { uri: 'file:///other.failback', start: { line: 700, character: 0 }, end: { line: 700, character: 1 } };
const word = <T>(value: T) => ({ value, at });

/** Other things that a machine may say, besides what others of the run say. */
const OTHERWISE: {
  readonly [K in Exclude<MachineField, 'name' | 'item' | 'via' | 'processServer'>]: readonly Machine[K][];
} = {
  documentation: [undefined, 'Something else.'],
  group: [undefined, 'others'],
  os: [undefined, word({ family: 'linux', version: 'Ubuntu 22.04' }), word({ family: 'windows', version: undefined })],
  source: [word('vmware'), word('physical')],
  location: [word('original'), word('alternate')],
  recoveryPoint: [
    word({ kind: 'latest' }),
    word({ kind: 'custom', id: 'point' }),
    word({ kind: 'latest-tag' }),
  ] as Machine['recoveryPoint'][],
  datastore: [undefined],
  home: [undefined],
  nics: [[], [{ at, portGroup: word('VLAN 9'), address: word('10.9.9.9') }]],
  disks: [[], [{ at, name: 'disk-9', size: word(1e12), kind: word('rdm') }]],
  excludedDisks: [[], [word('disk-9')]],
  churn: [undefined, word(9e9)],
  size: [undefined, word(9e12)],
  deleteOld: [undefined, word(true), word(false)],
  runAs: [undefined, word('someone')],
  policy: [undefined, word('elsewhere')],
  failbackPolicy: [undefined, word('back-again')],
  known: [
    [],
    [
      { key: 'snapshots', value: 3, at },
      { key: 'power', value: 'on', at },
      { key: 'disks', value: 70, at },
    ],
  ],
  defaulted: [[], ['via', 'location']],
  unresolved: [[], ['via'], ['datastore']],
};
const FIELDS = Object.keys(OTHERWISE) as readonly (keyof typeof OTHERWISE)[];

function otherwise({ machines }: Runbook, field: keyof typeof OTHERWISE, which: number): Partial<Machine> {
  const said = [...OTHERWISE[field], ...machines.slice(0, 5).map((machine) => machine[field])];
  return { [field]: said[which % said.length] };
}
