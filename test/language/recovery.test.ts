import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Runbook } from '../../core/runbook/runbook.ts';
import { fixtureFiles } from '../support/fixture-files.ts';
import { loadText } from '../support/load-texts.ts';
import { printRunbook } from '../support/print-runbook.ts';

/** Ways in which a block breaks while someone types in it. */
const BREAKAGES: readonly { readonly how: string; readonly broken: (block: string) => string }[] = [
  { how: 'its last brace is missing', broken: (block) => block.replace(/\}\s*$/, '') },
  { how: 'its first brace is missing', broken: (block) => block.replace('{', '') },
  { how: 'there is a brace too many', broken: (block) => block.replace(/\{/, '{ }') },
  { how: 'a brace opens in the middle', broken: (block) => insertedAt(block, 0.6, ' { ') },
  { how: 'a quote opens in the middle', broken: (block) => insertedAt(block, 0.5, ' " ') },
  { how: 'it ends in the middle', broken: (block) => block.slice(0, Math.ceil(block.length / 2)) },
  { how: 'its first word is misspelt', broken: (block) => block.replace(/^\w+/, 'x$&') },
  { how: 'it has no name', broken: (block) => block.replace(/^([\w-]+) [\w-]+/, '$1') },
  { how: 'it holds characters that mean nothing', broken: (block) => insertedAt(block, 0.7, ' §$% ') },
  { how: 'its settings are half typed', broken: (block) => block.replace(/: [^:}]*?(?=\s|$)/g, ':') },
  { how: 'it is a single word', broken: (block) => block.split(/\s/, 1)[0] ?? '' },
];

describe('a broken block costs nobody else', () => {
  for (const { name, text } of fixtureFiles(import.meta.url, 'lowering', '.failback')) {
    const blocks = blocksOf(text);
    if (!name.startsWith('everything')) continue;
    for (const [index, block] of blocks.entries()) {
      // Defaults and the head are part of what every machine means; they are broken below.
      if (/^(defaults|runbook)\b/m.test(block)) continue;
      test(`${name}: ${firstLine(block)}`, async () => {
        const whole = await declarationsIn(blocks.join('\n\n'));
        const without = await declarationsIn(blocks.toSpliced(index, 1).join('\n\n'));
        for (const { how, broken } of BREAKAGES) {
          const found = await declarationsIn(blocks.with(index, broken(block)).join('\n\n'));
          for (const [declaration, meaning] of without) {
            const actual = found.get(declaration);
            // References to the broken block may have survived whole, in part, or not at all; all else must be as it was.
            if (actual === whole.get(declaration)) continue;
            const isAlive = isNamedIn(without);
            assert.equal(
              withoutReferences(actual, isAlive),
              withoutReferences(meaning, isAlive),
              `${how}: ${declaration}`,
            );
          }
        }
      });
    }

    test(`${name}: a broken head or broken defaults leave every declaration alive`, async () => {
      const names = [...(await declarationsIn(blocks.join('\n\n'))).keys()].filter(
        (key) => !/^(accepted|attested|moments|batches)/.test(key),
      );
      for (const [index, block] of blocks.entries()) {
        if (!/^(defaults|runbook)\b/m.test(block)) continue;
        for (const { how, broken } of BREAKAGES) {
          if (how === 'its first word is misspelt' && /^runbook\b/m.test(block)) continue;
          const found = await declarationsIn(blocks.with(index, broken(block)).join('\n\n'));
          assert.deepEqual(
            names.filter((key) => !found.has(key)),
            [],
            `${firstLine(block)}: ${how}`,
          );
        }
      }
    });
  }
});

/** Top-level blocks with the comments above them. The fixtures are formatted, so a block ends at a `}` in the first column. */
function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  let current: string[] = [];
  for (const line of text.split('\n')) {
    if (/^\/\/(?!\/)/.test(line) || (line === '' && current.length === 0)) continue;
    current.push(line);
    if (!/^(\}|\w.*\}$)/.test(line)) continue;
    blocks.push(current.join('\n'));
    current = [];
  }
  return blocks.map((block) => block.replace(/^(\/\/\/.*\n)+/, ''));
}

async function declarationsIn(text: string): Promise<ReadonlyMap<string, string>> {
  const { runbook } = await loadText(text);
  return new Map(
    Object.entries(runbook ?? ({} as Runbook)).flatMap(([kind, list]) =>
      Array.isArray(list) ? list.map((one, index) => describeOne(kind, one, index)) : [],
    ),
  );
}

function describeOne(kind: string, one: { name?: string }, index: number): [string, string] {
  return [`${kind} ${one.name ?? index}`, printRunbook({ [kind]: [one] })];
}

function isNamedIn(declarations: ReadonlyMap<string, string>): (name: string) => boolean {
  const names = new Set([...declarations.keys()].map((key) => key.slice(key.indexOf(' ') + 1)));
  return (name) => names.has(name);
}

/** Without `→ name` where the name is not one of those, and without lines that are empty then. */
function withoutReferences(text: string | undefined, isKept: (name: string) => boolean): string | undefined {
  return text
    ?.split('\n')
    .map((line) => line.replace(/→ ([\w.-]+)(, )?/g, (_reference, name: string) => (isKept(name) ? `→ ${name};` : '')))
    .filter((line) => !/: $/.test(line))
    .join('\n');
}

function insertedAt(text: string, share: number, what: string): string {
  const at = Math.ceil(text.length * share);
  return text.slice(0, at) + what + text.slice(at);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
