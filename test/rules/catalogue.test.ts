import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { catalogue } from '../../core/rules/catalogue.ts';
import { explainRule } from '../../core/rules/explain.ts';
import type { Rule } from '../../core/rules/rule.ts';
import { ruleListing, ruleListingSchema } from '../../core/rules/rule-listing.ts';
import { serviceError } from '../../core/rules/service-errors.ts';
import { isAcceptable, isAttestable } from '../../core/rules/statements.ts';
import { neededPrivileges } from '../../core/rules/vsphere-privileges.ts';
import { knownFactsOf } from '../../core/runbook/known-facts.ts';
import { loadRunbook } from '../../language-server/src/load-runbook.ts';
import { DEVIATIONS, differences, factRows } from './fact-rows.ts';

const ROOT = join(import.meta.dirname, '../..');
const DOMAIN = join(ROOT, '../shared/domain/asr-failback.md');

describe('the catalogue', () => {
  it('is ordered by code, without a code twice', () => {
    const codes = catalogue.map(({ code }) => code);
    assert.deepEqual(codes, [...new Set(codes)].sort());
    assert.ok(Object.isFrozen(catalogue) && catalogue.every(Object.isFrozen));
  });

  it('has every rule that has a file, in a file of its code', () => {
    const files = readdirSync(join(ROOT, 'core/rules'), { recursive: true, encoding: 'utf8' })
      .map((path) => basename(path))
      .filter((name) => /^fb\d+-/.test(name));
    assert.deepEqual(
      files.map((name) => name.slice(0, 5).toUpperCase()).sort(),
      catalogue.map(({ code }) => code),
    );
  });

  it('has each row of the table of facts as a rule, for the same architecture and as grave as it', {
    skip: !existsSync(DOMAIN) && 'the table of facts is not here, so nobody sees whether a rule of it is missing',
  }, () => {
    const rows = factRows(readFileSync(DOMAIN, 'utf8'));
    assert.ok(rows.length >= 135, `only ${rows.length} rows were read`);
    const rules = new Map<string, Rule>(catalogue.map((rule) => [rule.code, rule]));
    const missing = rows.filter(({ code }) => !rules.has(code)).map(({ code }) => code);
    assert.deepEqual(missing, [], `${missing.length} rows are no rules yet: ${missing.join(', ')}`);
    const differing = rows.flatMap((row) => differences(row, rules.get(row.code)!));
    assert.deepEqual(
      differing.filter(({ code }) => !DEVIATIONS.has(code)),
      [],
    );
    const idle = [...DEVIATIONS.keys()].filter((code) => !differing.some((each) => each.code === code));
    assert.deepEqual(idle, [], 'these rules no longer differ from their rows');
  });

  for (const rule of catalogue) {
    it(`${rule.code} defends its severity and says where it comes from`, () => {
      assert.match(rule.severityBecause, /\.$/);
      assert.ok(rule.source.says.length > 20);
      assert.ok(
        rule.source.confidence !== 'unverified' || rule.severity !== 'error',
        'what is unverified is never an error',
      );
      assert.doesNotMatch(rule.title, /[.'"]$|\$\{/);
      assert.ok(rule.decidedBy.length > 0);
      assert.ok(rule.timeToLive !== undefined || rule.decidedBy.includes('text'), 'captured facts need a time to live');
    });
  }

  it('asks of people only for facts that can be written', () => {
    const subjects = [
      'machine',
      'vcenter',
      'host',
      'appliance',
      'configuration server',
      'process server',
      'master target',
    ] as const;
    const writable = new Set(subjects.flatMap((subject) => knownFactsOf(subject).map(({ key }) => key)));
    for (const { code, mend } of catalogue)
      for (const [, key] of mend.matchAll(/known \{ ([\w.-]+):/g))
        assert.ok(writable.has(key!), `${code} asks for '${key}'`);
  });

  it('stays beside the table of facts it was made from', {
    skip: !existsSync(DOMAIN) && 'the table of facts is not here, so severities are not compared',
  }, () => {
    const rows = new Map(
      [...readFileSync(DOMAIN, 'utf8').matchAll(/^\| (FB\d{3}) \|(.*)\|$/gm)].map(([, code, row]) => [code!, row!]),
    );
    const missing = catalogue.filter(({ code }) => code < 'FB200' && !rows.has(code)).map(({ code }) => code);
    assert.deepEqual(missing, []);
    for (const { code, serviceErrors } of catalogue)
      for (const error of serviceErrors) assert.ok(rows.get(code)!.includes(error), `${code} claims ${error}`);
  });
});

describe('the pages of the rules', () => {
  it('are what the catalogue says', () => {
    execFileSync(process.execPath, [join(ROOT, 'scripts/generate-rule-docs.ts'), '--check'], { stdio: 'pipe' });
  });

  it('are found by code in any case, and by no other word', () => {
    assert.match(explainRule('fb112')!, /^# FB112: Datastore out of the appliance's reach\n/);
    assert.equal(explainRule('FB999'), undefined);
    assert.equal(explainRule(''), undefined);
  });

  it('say what, why, how to see it, how to mend it, what a person may say, and the source', () => {
    for (const rule of catalogue) {
      const page = explainRule(rule.code)!;
      const parts = [...page.matchAll(/^## (.+)$/gm)].map(([, part]) => part);
      const wanted = [
        'What kind of rule',
        'Why',
        'How to see it by hand',
        'How failback sees it',
        'How to mend it',
        ...(isAttestable(rule) ? ['How to say what you know'] : []),
        ...(isAcceptable(rule) || rule.losesData ? ['How to take it as a risk'] : []),
        'Source',
      ];
      assert.deepEqual(
        wanted.filter((part) => !parts.includes(part)),
        [],
        rule.code,
      );
    }
  });

  it('show statements that can be copied into a runbook', async () => {
    const statements = catalogue.flatMap(({ code }) =>
      [...explainRule(code)!.matchAll(/^```failback\n((?:accept|attest) \{.*)\n```$/gm)].map(([, block]) => block!),
    );
    assert.ok(statements.length > catalogue.length);
    const written = statements.map((each) => each.replace('PERSON', 'dana').replace('YYYY-MM-DD', '2027-01-31'));
    const text = `person dana { name: "Dana" }\nrunbook base {\n  architecture: modernized\n${written.join('\n')}\n}\n`;
    const { runbook, problems } = await loadRunbook('file:///base.failback', async () => text);
    assert.deepEqual(
      problems.map(({ message }) => message),
      [],
    );
    assert.equal(runbook!.accepted.length + runbook!.attested.length, statements.length);
  });

  it('and the listing for other programs are of one catalogue', () => {
    const listing = ruleListingSchema.parse(ruleListing(catalogue));
    assert.deepEqual(
      listing.rules.map(({ code }) => code),
      catalogue.map(({ code }) => code),
    );
  });
});

describe('errors of the service', () => {
  it('lead to the rules that look for their cause', () => {
    assert.deepEqual(serviceError('95226')?.rules, ['FB009']);
    assert.deepEqual(serviceError('78093')?.rules, ['FB008']);
    assert.deepEqual(serviceError('8038')?.rules, ['FB142']);
    assert.deepEqual(serviceError('531006')?.rules, ['FB172']);
    assert.deepEqual(serviceError('78052')?.rules, ['FB067']);
    assert.deepEqual(serviceError('8061')?.rules, ['FB064']);
    assert.deepEqual(serviceError('78253')?.rules, ['FB100']);
    assert.deepEqual(serviceError('161011')?.rules, []);
  });

  it('that only folklore knows are not known here', () => {
    assert.equal(serviceError('78006'), undefined);
    assert.equal(serviceError('150097'), undefined);
  });

  it('that a rule claims have a meaning', () => {
    for (const { code, serviceErrors } of catalogue)
      for (const error of serviceErrors) assert.ok(serviceError(error) !== undefined, `${code}: ${error}`);
  });
});

describe('the privileges', () => {
  it('are counted as the article lists them', () => {
    const groups = Map.groupBy(neededPrivileges.keys(), (id) =>
      id
        .split('.')
        .slice(0, id.startsWith('VirtualMachine') ? 2 : 1)
        .join('.'),
    );
    const counts = Object.fromEntries([...groups].map(([group, ids]) => [group, ids.length]));
    assert.deepEqual(counts, {
      Datastore: 5,
      Network: 1,
      Resource: 3,
      Task: 2,
      'VirtualMachine.Config': 26,
      'VirtualMachine.Interact': 7,
      'VirtualMachine.Inventory': 3,
      'VirtualMachine.Provisioning': 2,
      'VirtualMachine.State': 3,
    });
  });
});
