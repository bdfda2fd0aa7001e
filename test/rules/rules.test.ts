import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Finding } from '../../core/rules/assessment.ts';
import { catalogue } from '../../core/rules/catalogue.ts';
import { assertDrawn, drawFixture } from '../support/caret-fixture.ts';
import {
  assessed,
  drawnFindings,
  findingsElsewhere,
  type RuleFixture,
  ruleFixtures,
  saying,
  shownFindings,
} from './rule-fixture.ts';

const fixtures = ruleFixtures();

describe('each fixture has exactly the findings drawn in it', () => {
  for (const fixture of fixtures) {
    it(fixture.name, async () => {
      const { findings, judgements } = await assessed(fixture.text);
      assertShown(fixture, findings, fixture.path);
      assertPromise(
        fixture,
        judgements.filter(({ code }) => code === fixture.code),
      );
    });
  }
});

describe('fixes mend what they are offered for', () => {
  for (const fixture of fixtures.filter(({ text }) => saying(text, 'fixed').length > 0)) {
    it(fixture.name, async () => {
      const { findings } = await assessed(fixture.text);
      const finding = findings.find(({ code, fix }) => code === fixture.code && fix !== undefined);
      assert.ok(finding?.fix !== undefined, 'no fix is offered');
      const mended = applied(fixture.text, finding.fix.edits);
      for (const line of saying(fixture.text, 'fixed'))
        assert.ok(mended.includes(line), `'${finding.fix.title}' should give: ${line}\nbut gives:\n${mended}`);
      const left = (await assessed(mended)).findings.filter(
        ({ code, at }) => code === finding.code && at.start.line === finding.at.start.line,
      );
      assert.deepEqual(
        left.map(({ message }) => message),
        [],
      );
    });
  }
});

describe('the catalogue', () => {
  for (const rule of catalogue) {
    const own = fixtures.filter(({ code }) => code === rule.code);

    it(`${rule.code} has a fixture that breaks it${rule.kind === 'advice' ? ' and one in which it keeps quiet' : ' and one in which it holds'}`, () => {
      const promises = new Set(own.map(({ promise }) => promise));
      assert.ok(promises.has('breaks'));
      // FB001 breaks in every runbook that it judges.
      const neverHolds = rule.kind === 'advice' || rule.checkAfterwards !== undefined || rule.code === 'FB001';
      // What only the inside of a machine tells holds by somebody's word.
      const wanted = neverHolds ? ['quiet'] : rule.seenIn === 'guest' ? ['holds', 'attested'] : ['holds'];
      assert.ok(
        wanted.some((promise) => promises.has(promise as never)),
        `only: ${[...promises].join(', ')}`,
      );
    });

    if (rule.fix !== undefined)
      it(`${rule.code} has a fixture that its fix mends`, () => {
        assert.ok(own.some(({ text }) => saying(text, 'fixed').length > 0));
      });

    it(`${rule.code}: its fixtures fail without it`, async () => {
      const others = catalogue.filter((each) => each !== rule);
      for (const fixture of own.filter(({ promise }) => promise === 'breaks')) {
        const { findings } = await assessed(fixture.text, others);
        assert.throws(() => assertShown(fixture, findings), fixture.name);
      }
    });
  }

  it('has no fixture of a rule that it lacks', () => {
    const codes = new Set(catalogue.map(({ code }) => String(code)));
    assert.deepEqual(
      fixtures.filter(({ code }) => !codes.has(code)).map(({ name }) => name),
      [],
    );
  });
});

/** Exactly the findings drawn, and exactly those told to be elsewhere. `UPDATE=1` writes what was found into the fixture. */
function assertShown(fixture: RuleFixture, findings: readonly Finding[], path?: string): void {
  const shown = shownFindings(fixture, findings);
  const elsewhere = findingsElsewhere(fixture, shown);
  if (process.env.UPDATE === '1' && path !== undefined) {
    rewrite(fixture, shown, elsewhere, path);
    return;
  }
  assertDrawn(fixture.drawn, drawnFindings(fixture, shown));
  assert.deepEqual(elsewhere, saying(fixture.text, 'elsewhere'));
}

function rewrite(fixture: RuleFixture, shown: readonly Finding[], elsewhere: readonly string[], path: string): void {
  const drawn = drawFixture(fixture.drawn, drawnFindings(fixture, shown));
  const own = drawn.split('\n').filter((line) => !line.startsWith('// elsewhere: '));
  writeFileSync(path, [...elsewhere.map((told) => `// elsewhere: ${told}`), ...own].join('\n'));
}

/** The name of a fixture is a promise about its own rule; without a judgement there is nothing that it shows. */
function assertPromise({ promise }: RuleFixture, judgements: readonly { readonly standing: string }[]): void {
  const standings = new Set(judgements.map(({ standing }) => standing));
  if (promise === 'quiet') assert.deepEqual([...standings], []);
  else if (promise === 'holds') assert.deepEqual([...standings], ['holds']);
  else assert.ok(standings.has(promise === 'breaks' ? 'broken' : promise), `it stands: ${[...standings].join(', ')}`);
}

function applied(
  text: string,
  edits: readonly { readonly range: { readonly start: Place; readonly end: Place }; readonly newText: string }[],
): string {
  const lines = text.split('\n');
  const offset = ({ line, character }: Place) =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  // Carets are lines of the file too; the reader of fixtures keeps them, so places are the file's own.
  return [...edits]
    .sort((one, other) => offset(other.range.start) - offset(one.range.start))
    .reduce(
      (whole, { range, newText }) => whole.slice(0, offset(range.start)) + newText + whole.slice(offset(range.end)),
      text,
    );
}

interface Place {
  readonly line: number;
  readonly character: number;
}
