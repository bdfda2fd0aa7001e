import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { reviewOf } from '../../core/review/review.ts';
import { formatText } from '../../language-server/src/format/format-text.ts';
import { runbookText } from '../plan/arbitrary-runbook.ts';
import { exampleSide, exampleText, sideOf } from './reviewed.ts';

/** Fixed, so that a failure is the same everywhere; `FUZZ=n` looks further. */
const runs = { seed: 4502, numRuns: Number(process.env.FUZZ ?? 40) };

const side = (text: string) =>
  sideOf('file:///test.failback', undefined, async (uri) => (uri === 'file:///test.failback' ? text : undefined));

/** Changes of a text that mean nothing. */
const silent: Readonly<Record<string, (text: string, seed: number) => string>> = {
  formatting: (text) => formatText(text),
  comments: (text) => text.replace(/\n/g, ' // nothing\n'),
  'the order of blocks': (text, seed) => shuffled(blocksOf(text), seed).join('\n'),
  'private names of waves': (text) => text.replace(/\bwave-(\d)/g, 'stage-$1'),
  'the private name of a person': (text) => text.replace(/\blead\b/g, 'boss'),
  'private names of the ways home': (text) =>
    text
      .replace(/\bway-(\d)(?= \{)/g, 'road-$1')
      .replace(/via: way-/g, 'via: road-')
      .replace(/\b(appliance|master-target) road-(\d) \{/g, '$1 road-$2 { name: "way-$2"'),
};

for (const [what, change] of Object.entries(silent))
  test(`${what} change no meaning`, async () => {
    await fc.assert(
      fc.asyncProperty(runbookText, fc.nat(), async (text, seed) => {
        const { changes } = reviewOf(await side(text), await side(change(text, seed)));
        assert.deepEqual(
          changes.map(({ says }) => says),
          [],
        );
      }),
      runs,
    );
  });

test('a block moved to the site file changes no meaning', async () => {
  const block = /\/\/\/ Its old machine was lost.*\nvm erp-report \{[^}]*\}\n\}\n/.exec(exampleText)?.[0];
  const person = '\nperson night-shift { name: "Night shift" }\n';
  assert.ok(block !== undefined);
  const before = await exampleSide(`${exampleText}${person}`);
  const after = await exampleSide(exampleText, (site) => `${site}${person}`);
  assert.deepEqual(reviewOf(before, after).changes, []);
});

test('what is said to be silent is told when it is not', async () => {
  await fc.assert(
    fc.asyncProperty(runbookText, async (text) => {
      const other = text.replace('datastore: ds ', 'datastore: ds  recovery-point: custom "p1" ');
      const { changes } = reviewOf(await side(text), await side(other));
      assert.notDeepEqual(changes, []);
    }),
    { ...runs, numRuns: 10 },
  );
});

/** The blocks of a text whose blocks begin at the start of a line. */
function blocksOf(text: string): readonly string[] {
  return text.split(/\n(?=[a-z])/);
}

/** Shuffled by a small generator of its own, so that one seed gives one order. */
function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  let state = seed % 2147483647 || 1;
  const next = () => {
    state = (state * 48271) % 2147483647;
    return state;
  };
  return items
    .map((item) => ({ item, at: next() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}
