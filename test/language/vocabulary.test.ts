import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { knownFactsOf } from '../../core/runbook/known-facts.ts';
import { topBlocks } from '../../language-server/src/features/place/place-in-text.ts';
import { BLOCK_STARTS, PART_STARTS } from '../../language-server/src/parser/token-kinds.ts';
import { documentationOf, documentedRules } from '../../language-server/src/vocabulary/documentation.ts';
import { languageOutline } from '../../language-server/src/vocabulary/outline.ts';

/** What the plan reads of a process server that it makes; no rule asks for it. */
const READ_BY_THE_PLAN: ReadonlySet<string> = new Set(['image']);

const blocks = [...languageOutline().values()];

describe('vocabulary', () => {
  test('every block, setting and word of a choice is documented, and nothing else', () => {
    const settings = blocks.flatMap((block) => [...block.settings.values()]);
    const words = settings.flatMap(({ value }) =>
      value.kind === 'choice' ? value.words.map((word) => `${value.rule}.${word}`) : [],
    );
    const stages = ['reprotect', 'failover', 'commit', 'protect'].map((stage) => `StageWord.${stage}`);
    const all = new Set([
      'Import',
      ...blocks.map((block) => block.rule),
      ...settings.map((setting) => setting.rule),
      ...words,
      ...stages,
    ]);
    assert.deepEqual(
      [...all].filter((rule) => documentationOf(...(rule.split('.') as [string])) === undefined).sort(),
      [],
    );
    assert.deepEqual(
      documentedRules()
        .filter((rule) => !all.has(rule))
        .sort(),
      [],
    );
  });

  test('the words that begin blocks and parts are those of the grammar', () => {
    assert.deepEqual([...BLOCK_STARTS].sort(), ['import', ...topBlocks().keys()].sort());
    const parts = new Set(blocks.flatMap((block) => [...block.blocks.keys()]));
    assert.deepEqual([...PART_STARTS.keys()].sort(), [...parts].sort());
  });

  test('what may be written as known is what the rules read, and nothing else', () => {
    const folder = new URL('../../core/rules/', import.meta.url);
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(new URL(file, folder), 'utf8'));
    const read = sources.flatMap((source) =>
      [...source.matchAll(/(?:\b[kK]nown|eachLinuxTarget\('[^']*'), '([\w.-]+)'/g)].map((match) => match[1]!),
    );
    const subjects = [
      'machine',
      'vcenter',
      'host',
      'appliance',
      'configuration server',
      'process server',
      'master target',
    ] as const;
    const written = subjects.flatMap((subject) => knownFactsOf(subject).map((fact) => fact.key));
    assert.deepEqual(
      [...new Set(written)].filter((key) => !READ_BY_THE_PLAN.has(key)).sort(),
      [...new Set(read)].sort(),
    );
  });
});
