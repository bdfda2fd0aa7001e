import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertDrawn, type DrawnDiagnostic, drawFixture, readCaretFixture } from '../support/caret-fixture.ts';

const TEXT = 'vm a { via: mt }\n//          ^^ error unknown-name No appliance\n';

const FOUND: DrawnDiagnostic = {
  file: 'entry.failback',
  line: 0,
  from: 12,
  to: 14,
  severity: 'error',
  code: 'unknown-name',
  message: "No appliance is called 'mt'.",
};

/** The reader guards every fixture, so it is shown to fail. */
describe('fixtures with carets', () => {
  const fixture = readCaretFixture(TEXT, 'test');

  test('what is drawn and found passes', () => assertDrawn(fixture, [FOUND]));

  for (const [what, found] of [
    ['nothing was found', []],
    ['more was found', [FOUND, { ...FOUND, code: 'other' }]],
    ['it was found twice', [FOUND, FOUND]],
    ['it is one column off', [{ ...FOUND, from: 11 }]],
    ['it ends elsewhere', [{ ...FOUND, to: 15 }]],
    ['it is on another line', [{ ...FOUND, line: 1 }]],
    ['it is less severe', [{ ...FOUND, severity: 'warning' }]],
    ['it says something else', [{ ...FOUND, message: 'Nothing.' }]],
    ['it is in another file', [{ ...FOUND, file: 'other.failback' }]],
  ] as readonly [string, DrawnDiagnostic[]][]) {
    test(`it fails when ${what}`, () => {
      const update = process.env.UPDATE;
      delete process.env.UPDATE;
      try {
        assert.throws(() => assertDrawn(fixture, found));
      } finally {
        if (update !== undefined) process.env.UPDATE = update;
      }
    });
  }

  test('what is drawn is read back, from the first column on', () => {
    const whole = { ...FOUND, from: 0, to: 2, message: 'all of it' };
    const drawn = drawFixture(fixture, [whole, FOUND]);
    assert.deepEqual(readCaretFixture(drawn, 'again').expected, [whole, FOUND]);
  });

  test('several files and an inventory', () => {
    const several = readCaretFixture(
      `// inventory: estate.json\n// file: a.failback\nimport "./b.failback"\n// file: b.failback\n${TEXT}`,
      'several',
    );
    assert.deepEqual([...several.files.keys()], ['a.failback', 'b.failback']);
    assert.equal(several.entry, 'a.failback');
    assert.equal(several.inventory, 'estate.json');
    assert.deepEqual(
      several.expected.map(({ file, line }) => [file, line]),
      [['b.failback', 0]],
    );
  });
});
