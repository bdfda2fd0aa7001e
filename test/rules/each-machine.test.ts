import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { catalogue } from '../../core/rules/catalogue.ts';
import { partsOf } from '../../core/rules/check.ts';
import type { Frame } from '../../core/rules/frame.ts';
import { frameOf } from '../../core/rules/frame.ts';
import { eachMachine, eachMachineTelling } from '../../core/rules/judge.ts';
import { broken } from '../../core/rules/outcome.ts';
import { defineRule, type Rule } from '../../core/rules/rule.ts';
import type { RuleContext, Verdict } from '../../core/rules/verdict.ts';
import type { Machine, Runbook } from '../../core/runbook/runbook.ts';
import { arbitraryContext } from './arbitrary-context.ts';
import { contextOf, ruleFixtures } from './rule-fixture.ts';

/** Fixed, so that a failure is the same everywhere; `FUZZ=n` looks further. */
const runs = { seed: 5117, numRuns: Number(process.env.FUZZ ?? 60) };

describe('a verdict of a rule about each machine', () => {
  it('rests on that machine alone, in every fixture of the rules', async () => {
    for (const { text } of ruleFixtures()) assertAlone(await contextOf(text), catalogue);
  });

  it('rests on that machine alone, whatever the estate', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryContext, async (context) => assertAlone(await context, catalogue)),
      runs,
    );
  });

  it('is given by most rules about machines', () => {
    const claims = catalogue.filter((rule) => partsOf(rule.check).some(({ about }) => about === 'each-machine'));
    assert.ok(claims.length > 60, `only ${claims.length} rules judge machines one by one`);
  });
});

describe('a rule that claims wrongly to judge machines one by one is found out', () => {
  const planted = (check: Rule['check']): Rule =>
    defineRule({ ...(catalogue[0] as Rule), architecture: 'both', check });
  const wrong: Readonly<Record<string, Rule['check']>> = {
    'one that remembers the machines before': eachMachineTelling(() => {
      let before = 0;
      return ({ machine }, tell) => {
        before += 1;
        tell({
          kind: 'broken',
          subject: machine.name,
          at: machine.at,
          fact: 'place',
          seenAt: undefined,
          params: { before },
        });
      };
    }),
    'one that looks at other machines behind the frame': eachMachine('neighbours', ({ machine }, frame) => {
      const { machines } = frame.runbook as Runbook;
      return broken({ others: (machines ?? []).filter((each) => each !== machine).length }, []);
    }),
    'one that looks at waves behind the frame': eachMachine('wave', ({ machine }, frame) => {
      const { waves } = frame.runbook as Runbook;
      return broken(
        { in: (waves ?? []).find((wave) => wave.machines.some(({ value }) => value === machine))?.name },
        [],
      );
    }),
    'one that says something of another machine': eachMachineTelling((frame) => ({ machine }, tell) => {
      const [first] = (frame.runbook as Runbook).machines ?? [];
      const { name: subject, at } = first ?? machine;
      tell({ kind: 'broken', subject, at, fact: 'name', seenAt: undefined, params: {} });
    }),
  };
  for (const [name, check] of Object.entries(wrong))
    it(name, async () => {
      const context = await contextOf(
        'vm web { via: asr-app-01  datastore: ds-gold }\nvm db { via: asr-app-01  datastore: ds-gold }\n',
      );
      assert.throws(() => assertAlone(context, [planted(check)]), assert.AssertionError);
    });
});

/** Judges all machines together, each alone, and each among others, in other waves; all three must come to the same. */
function assertAlone(context: RuleContext, rules: readonly Rule[]): void {
  const { runbook, inventory } = context;
  const { machines } = runbook;
  const together = judged(rules, frameOf(runbook, inventory), machines);
  for (const machine of machines) {
    const own = together.get(machine);
    const alone = { ...runbook, machines: [machine], waves: [], apps: [], consistencyGroups: [] };
    assert.deepEqual(judged(rules, frameOf(alone, inventory), [machine]).get(machine), own, `${machine.name} alone`);
    for (const verdict of own?.flatMap(({ verdicts }) => verdicts) ?? [])
      assert.equal(verdict.subject, machine.name, 'a verdict about a machine is about that machine');
  }
  const others = elsewhere(runbook);
  const among = judged(rules, frameOf(others, inventory), others.machines);
  for (const machine of machines)
    assert.deepEqual(among.get(machine), together.get(machine), `${machine.name} among others`);
}

/** The same machines in another order, each beside a twin that comes home otherwise; no waves, no apps, no steps. */
function elsewhere(runbook: Runbook): Runbook {
  const twins = runbook.machines.map((machine, at): Machine => {
    const other = runbook.machines[(at + 1) % runbook.machines.length] ?? machine;
    return {
      ...machine,
      name: at % 2 === 0 ? `${machine.name}-twin` : machine.name,
      via: other.via,
      datastore: undefined,
      known: [],
    };
  });
  const machines = runbook.machines.toReversed().flatMap((machine, at) => [twins[at] ?? machine, machine]);
  return { ...runbook, machines, waves: [], apps: [], consistencyGroups: [], moments: [], afterAll: [] };
}

interface Told {
  readonly code: string;
  readonly verdicts: readonly Verdict<unknown>[];
}

function judged(
  rules: readonly Rule[],
  frame: Frame,
  machines: readonly Machine[],
): ReadonlyMap<Machine, readonly Told[]> {
  const subjects = machines.map((machine) => frame.inPlay(machine));
  const told = new Map<Machine, Told[]>(machines.map((machine) => [machine, []]));
  for (const { code, check } of rules)
    for (const part of partsOf(check)) {
      if (part.about !== 'each-machine') continue;
      const judge = part.judgeIn(frame);
      for (const subject of subjects) {
        const verdicts: Verdict<unknown>[] = [];
        judge(subject, (verdict) => verdicts.push(verdict));
        told.get(subject.machine)?.push({ code, verdicts });
      }
    }
  return told;
}
