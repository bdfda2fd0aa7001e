import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assess } from '../../core/rules/assess.ts';
import type { Assessment, Finding } from '../../core/rules/assessment.ts';
import { catalogue } from '../../core/rules/catalogue.ts';
import { defineRule, type Rule } from '../../core/rules/rule.ts';
import type { RuleContext, Verdict } from '../../core/rules/verdict.ts';
import { assessed, contextOf } from './rule-fixture.ts';

const MACHINE = 'vm web { via: asr-app-01  datastore: ds-gold }\n';

describe('what stands in the way of a live run', () => {
  it('is nothing when every fact was captured and is fresh, and somebody looked inside the machines', async () => {
    const { findings, judgements } = await assessed(MACHINE);
    assert.deepEqual(findings, []);
    assert.ok(judgements.length > 50);
    const byStanding = Map.groupBy(judgements, ({ standing }) => standing);
    assert.deepEqual([...byStanding.keys()].sort(), ['attested', 'holds']);
    const inTheGuest = new Set(catalogue.filter(({ seenIn }) => seenIn === 'guest').map(({ code }) => code));
    assert.ok(byStanding.get('attested')!.every(({ code }) => inTheGuest.has(code)));
  });

  it('is a broken, an unknown and a declared prerequisite of severity error', async () => {
    assert.deepEqual(blocking(await assessed(`// captured: azureVms.web.powerState = "deallocated"\n${MACHINE}`)), [
      'FB008 broken',
    ]);
    assert.deepEqual(blocking(await assessed(`// captured: no azureVms.web.outbound\n${MACHINE}`)), ['FB118 unknown']);
    assert.deepEqual(
      blocking(
        await assessed(`// captured: no items.web.discoveryType\n// captured: items.web.discovered = null\n${MACHINE}`),
      ),
      ['FB010 declared'],
    );
  });

  it('is no warning, whether broken or unknown', async () => {
    const snapshots = '// captured: siteMachines.web.snapshots = ["one"]\n';
    assert.deepEqual(blocking(await assessed(snapshots + MACHINE)), []);
    assert.deepEqual(blocking(await assessed(`// captured: no siteMachines.web\n${MACHINE}`)), [
      'FB037 unknown',
      'FB142 unknown',
    ]);
  });

  it('is a guard that the text breaks, but none that the world breaks before its step', async () => {
    const text =
      'import "./base.site.failback"\nrunbook base { architecture: modernized  vault: dr-weu  before reprotect { approve "Yes" { by: dana } } }\n';
    assert.deepEqual(blocking(await assessed(text + MACHINE)), ['FB176 broken']);
    const returning = '// captured: items.web returns\n// captured: items.web.recoveryPoints = []\n';
    const { findings } = await assessed(returning + MACHINE);
    assert.deepEqual(
      findings.map(({ code, blocks }) => [code, blocks]),
      [['FB156', false]],
    );
  });

  it('is no accepted risk', async () => {
    const text = `// captured: items.web.discoveryType = "Physical"\n${withStatement('accept { rule: FB010  because: "rehearsed"  by: dana  until: 2026-12-31 }')}`;
    const { findings } = await assessed(text);
    assert.deepEqual(
      findings.map(({ code, standing, blocks, acceptedBecause }) => [code, standing, blocks, acceptedBecause]),
      [['FB010', 'accepted', false, 'rehearsed']],
    );
  });
});

describe('statements', () => {
  it('an attestation stands in for a missing fact, and its finding is gone', async () => {
    const text = `// captured: no azureVms.web.outbound\n${withStatement('attest { rule: FB118  because: "curl from the machine"  by: dana  until: 2026-12-31 }')}`;
    const { findings, judgements } = await assessed(text);
    assert.deepEqual(findings, []);
    assert.equal(judgements.find(({ code }) => code === 'FB118')?.standing, 'attested');
  });

  it('an attestation does not mend what was seen broken', async () => {
    const text = `// captured: azureVms.web.outbound = {"reachable": false}\n${withStatement('attest { rule: FB118  because: "curl from the machine"  by: dana  until: 2026-12-31 }')}`;
    assert.deepEqual(blocking(await assessed(text)), ['FB118 broken']);
  });

  it('an acceptance does not stand in for a missing fact', async () => {
    const text = `// captured: no azureVms.web.outbound\n${withStatement('accept { rule: FB118  because: "it will do"  by: dana  until: 2026-12-31 }')}`;
    assert.deepEqual(blocking(await assessed(text)), ['FB118 unknown']);
  });

  it('an attestation counts until its moment and not beyond', async () => {
    const text = `// captured: no azureVms.web.outbound\n${withStatement('attest { rule: FB118  because: "tried"  by: dana  until: 2026-11-23T09:10+00:00 }')}`;
    assert.deepEqual(blocking(await assessed(text)), []);
    assert.deepEqual(blocking(await assessed(`// now: 2026-11-23T09:10:01Z\n${text}`)), [
      'FB118 unknown',
      'FB205 broken',
    ]);
  });

  it('an acceptance limited to machines covers no other', async () => {
    const text = `// captured: items.web.discoveryType = "Physical"\n// captured: items.db.discoveryType = "Physical"\n${withStatement('accept { rule: FB010  because: "rehearsed"  by: dana  until: 2026-12-31  machines: web }')}vm db { via: asr-app-01  datastore: ds-gold }\n`;
    assert.deepEqual(blocking(await assessed(text)), ['FB010 broken']);
  });
});

describe('a rule that breaks down', () => {
  const crashing = (verdicts: readonly Verdict<unknown>[]): Rule =>
    defineRule({
      ...(catalogue.find(({ code }) => code === 'FB002') as Rule),
      code: 'FB900',
      *check() {
        yield* verdicts;
        throw new TypeError('disks is not iterable');
      },
    });

  it('is a finding that blocks, never an empty list', async () => {
    const context = await contextOf(MACHINE);
    const { findings, judgements } = assess(context, [crashing([])]);
    assert.deepEqual(
      findings.map(({ code, standing, blocks }) => [code, standing, blocks]),
      [['FB900', 'unknown', true]],
    );
    assert.match(findings[0]!.message, /disks is not iterable/);
    assert.deepEqual(
      judgements.map(({ standing }) => standing),
      ['unknown'],
    );
  });

  it('keeps what it had judged before', async () => {
    const context = await contextOf(MACHINE);
    const { at } = context.runbook;
    const held = { kind: 'holds', subject: 'web', at, seenAt: undefined, fact: 'fact' } as const;
    const { judgements } = assess(context, [crashing([held])]);
    assert.deepEqual(
      judgements.map(({ subject, standing }) => [subject, standing]),
      [
        ['web', 'holds'],
        ['base', 'unknown'],
      ],
    );
  });

  it('of a fix leaves the finding as it is', async () => {
    const context = await contextOf(`// captured: azureVms.web.powerState = "stopped"\n${MACHINE}`);
    const rule = defineRule({
      ...catalogue.find(({ code }) => code === 'FB008')!,
      fix: () => {
        throw new Error('no');
      },
    });
    assert.deepEqual(
      assess(context, [rule]).findings.map(({ code, fix }) => [code, fix]),
      [['FB008', undefined]],
    );
  });
});

describe('findings', () => {
  it('come by place in the text, then by code', async () => {
    const { findings } = await assessed(
      `// captured: nothing\n${MACHINE}vm db { via: asr-app-01  datastore: ds-gold }\n`,
    );
    const places = findings.map(
      (finding) => [finding.at.uri, finding.at.start.line, finding.at.start.character, finding.code] as const,
    );
    const sorted = [...places].sort(
      (one, other) =>
        one[0].localeCompare(other[0]) || one[1] - other[1] || one[2] - other[2] || one[3].localeCompare(other[3]),
    );
    assert.deepEqual(places, sorted);
    assert.ok(new Set(places.map(([, line]) => line)).size > 2);
  });

  it('of rules of another architecture do not appear', async () => {
    const context = await contextOf(`// captured: nothing\n${MACHINE}`);
    const classic: RuleContext = {
      ...context,
      runbook: { ...context.runbook, architecture: { ...context.runbook.architecture, value: 'classic' } },
    };
    const codes = new Set(assess(classic).judgements.map(({ code }) => code));
    for (const rule of catalogue) if (rule.architecture === 'modernized') assert.ok(!codes.has(rule.code), rule.code);
    assert.ok(codes.has('FB002'));
  });

  it('on classic, a failover without an approval is a point of no return too', async () => {
    const context = await contextOf(MACHINE);
    const classic: RuleContext = {
      ...context,
      runbook: { ...context.runbook, architecture: { ...context.runbook.architecture, value: 'classic' } },
    };
    const found = assess(classic).findings.filter(({ code }) => code === 'FB207');
    assert.deepEqual(
      found.map(({ message }) => message.slice(0, 47)),
      ["Nobody approves the failover of wave 'all'. On "],
    );
  });
});

function withStatement(statement: string): string {
  const gates = 'before reprotect { approve "Yes" { by: dana } }  before commit { approve "Yes" { by: dana } }';
  const looked = ['FB017', 'FB018', 'FB137']
    .map((rule) => `attest { rule: ${rule}  because: "looked inside"  by: dana  until: 2027-12-31 }`)
    .join('  ');
  return `import "./base.site.failback"\nrunbook base { architecture: modernized  vault: dr-weu  ${gates}  ${looked}  ${statement} }\n${MACHINE}`;
}

function blocking({ findings }: Assessment): string[] {
  return findings
    .filter(({ blocks }) => blocks)
    .map(({ code, standing }: Finding) => `${code} ${standing}`)
    .sort();
}
