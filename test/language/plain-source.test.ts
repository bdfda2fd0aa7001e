import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { AstNode } from 'langium';
import { checkTexts } from '../../language-server/src/check/check-texts.ts';
import { isPlainSource } from '../../language-server/src/check/plain-source.ts';
import { eachNodeIn } from '../../language-server/src/lower/nodes-in.ts';
import { nodesWithin } from '../../language-server/src/lower/nodes-within.ts';
import { ProblemList } from '../../language-server/src/lower/problem-list.ts';
import { readCaretFixture } from '../support/caret-fixture.ts';
import { fixtureFiles } from '../support/fixture-files.ts';
import { Workspace } from './pieces/workspace.ts';

const workspace = new Workspace();

/** Lines of a machine, right and wrong, with quotes and keys in every place where they may stand. */
const LINES = [
  'item: "x"',
  'item: x',
  'run-as: "x"',
  'run-as: x',
  'run-as:"x"',
  'run-as: // said below',
  'run-as:',
  '"x"',
  'policy: "x',
  'policy: x',
  'failback-policy: "http://x:1/run-as: x"',
  'excluded-disks: "a", b',
  'excluded-disks: "a", "b"',
  'nic { port-group: "VLAN 210"  address: 10.0.0.4 }',
  'nic { port-group: VLAN }',
  'os: windows "Windows: 2019"',
  'os: windows "Windows',
  'os: linux // it\'s "this',
  '// policy: x',
  '/// documented',
  'known { tools: "10 } "  size: "1 }',
  'size: 10 GB   size: "10 GB"',
  'policyy: x',
  'x-policy: x',
  '',
];

const TEXT = fc
  .record({
    lines: fc.array(fc.constantFrom(...LINES), { maxLength: 6 }),
    breaks: fc.constantFrom('\n', '\r\n', '\r', ' '),
  })
  .map(({ lines, breaks }) => `vm a {${breaks}${lines.join(breaks)}${breaks}}\n`);

describe('a text that is plain', () => {
  test('has nothing about quotes to be told, and nothing documented', () => {
    let plain = 0;
    let others = 0;
    fc.assert(
      fc.property(TEXT, (text) => {
        const problems = new ProblemList();
        for (const block of blocksOf(text)) checkTexts(block, problems);
        if (!isPlainSource(text)) others += problems.found.length;
        else {
          plain += 1;
          assert.deepEqual(problems.found, []);
          assert.ok(!text.includes('///'));
        }
      }),
      { numRuns: 400 },
    );
    assert.ok(plain > 20 && others > 20, `${plain} were plain, ${others} problems were in others`);
  });

  test('is what a machine usually is', () => {
    const usual =
      'vm erp-db {\n  os: windows "Windows Server 2019"\n  via: asr-01\n  item: x\n  nic { port-group: "VLAN 210"  address: 10.0.0.4 }\n  policy:\n    "daily"\n}\n';
    assert.ok(isPlainSource(usual));
  });
});

test('the nodes below a node are those that it holds, of every type in the fixtures', () => {
  const types = new Set<string>();
  for (const { name, text } of fixtureFiles(import.meta.url, 'lowering', '.failback'))
    for (const content of readCaretFixture(text, name).files.values())
      for (const block of blocksOf(content)) {
        const found: AstNode[] = [];
        eachNodeIn(block, (node) => {
          found.push(node);
          types.add(node.$type);
          return true;
        });
        assert.deepEqual(new Set(found), new Set(nodesWithin(block)));
        assert.equal(found.length, nodesWithin(block).length);
      }
  assert.ok(types.size > 80, `${types.size} types`);
});

function blocksOf(text: string): readonly AstNode[] {
  workspace.open({ 'plain.failback': text });
  const { value } = workspace.document('plain.failback').parseResult;
  return (value as unknown as { readonly blocks: readonly AstNode[] }).blocks;
}
