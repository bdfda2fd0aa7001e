import type { AstNode } from 'langium';
import type { SourceRange } from '../../../core/runbook/source.ts';
import { isStray, type Stray } from '../generated/ast.ts';
import { placeOfFirstWord } from '../lower/places.ts';
import type { ProblemList } from '../lower/problem-list.ts';
import { namespaceOf, spokenNamespace } from '../names/namespaces.ts';
import { nearestWord } from '../vocabulary/nearest-word.ts';
import { type BlockShape, languageOutline, type ValueShape } from '../vocabulary/outline.ts';
import { spokenList } from '../vocabulary/spoken-list.ts';

/** Settings that a block may have more than once. */
const REPEATABLE: ReadonlySet<string> = new Set([
  'Nic',
  'Disk',
  'Known',
  'Accept',
  'Attest',
  'Moment',
  'Stray',
  'Approve',
  'WithoutApproval',
  'HoldSetting',
  'BackupSetting',
  'SwitchTraffic',
  'Probe',
  'RunScript',
  'Ask',
]);

/** Settings whose value is more than one word; an example says it sooner than its parts. */
const WRITTEN_SO: ReadonlyMap<string, string> = new Map([
  ['backup', 'the word `within` and a length of time, for example `backup: within 24 h`'],
  ['window', 'a beginning and a length, for example `window: 2026-12-05T20:00+01:00 for 4 h`'],
]);

/** Keys that do not fit into a node, with those that do; and settings written twice. */
export function checkSettings(node: AstNode, problems: ProblemList): void {
  const settings = settingsIn(node);
  if (settings === undefined || settings.length === 0) return;
  if (settings.some(({ $type }) => $type === 'Stray')) {
    const shape = shapeOf(node);
    for (const stray of settings.filter(isStray)) tellStray(stray, shape, problems);
  }
  if (mayRepeat(settings)) tellRepeated(settings, problems);
}

function settingsIn(node: AstNode): readonly AstNode[] | undefined {
  if (node.$type === 'Stray') return undefined;
  const { settings, items } = node as { settings?: readonly AstNode[]; items?: readonly AstNode[] };
  return settings ?? items;
}

/** Most blocks have a few settings, each of its own kind: comparing those costs less than a table of them. */
function mayRepeat(settings: readonly AstNode[]): boolean {
  if (settings.length > FEW) return true;
  for (let index = 1; index < settings.length; index++) {
    const type = settings[index]?.$type;
    for (let before = 0; before < index; before++) if (settings[before]?.$type === type) return true;
  }
  return false;
}

const FEW = 12;

function shapeOf(node: AstNode): BlockShape | undefined {
  return languageOutline().get(node.$type === 'Member' ? 'Vm' : node.$type);
}

function tellStray(stray: Stray, shape: BlockShape | undefined, problems: ProblemList): void {
  if (shape === undefined) return;
  const at = placeOfFirstWord(stray);
  const setting = shape.settings.get(stray.key ?? stray.word ?? '');
  const block = stray.word === undefined ? undefined : shape.blocks.get(stray.word);
  if (setting !== undefined && stray.key !== undefined) {
    const wrong =
      stray.junk.length === 0
        ? `\`${setting.key}:\` has no value yet`
        : `'${stray.junk.join(' ')}' does not fit behind \`${setting.key}:\``;
    problems.error(
      'missing-value',
      at,
      `${wrong}: it takes ${WRITTEN_SO.get(setting.key) ?? spokenValue(setting.value)}${isQuotedName(stray, setting.value) ? ', without quotes' : ''}.`,
    );
  } else if (setting !== undefined) {
    const text = `${setting.key}:`;
    problems.error('unknown-key', at, `A key stands with its colon. Write \`${text}\`.`, {
      replacement: { title: `Write \`${text}\``, text },
    });
  } else if (block !== undefined) {
    problems.error('unknown-key', at, `\`${block.word}\` is not complete. Write ${exampleOf(block)}.`);
  } else tellUnknown(stray.word ?? `${stray.key}:`, at, shape, problems);
}

/** A name or a word in quotes looks right to whoever knows other languages. */
function isQuotedName({ $cstNode }: Stray, { kind }: ValueShape): boolean {
  return (kind === 'reference' || kind === 'choice') && ($cstNode?.text ?? '').includes('"');
}

function tellUnknown(written: string, at: SourceRange, shape: BlockShape, problems: ProblemList): void {
  const candidates = [...[...shape.settings.keys()].map((key) => `${key}:`), ...shape.blocks.keys()];
  const meant = nearestWord(written, candidates);
  const fits = spokenList(
    candidates.map((word) => `\`${word}\``),
    'and',
  );
  const hint = meant === undefined ? `What fits is ${fits}.` : `Did you mean \`${meant}\`?`;
  const details = meant === undefined ? {} : { replacement: { title: `Write \`${meant}\``, text: meant } };
  problems.error('unknown-key', at, `\`${written}\` does not fit into \`${shape.word}\`. ${hint}`, details);
}

function spokenValue(value: ValueShape): string {
  switch (value.kind) {
    case 'choice':
      return spokenList(value.words.map((word) => `\`${word}\``));
    case 'reference':
      return `the name of ${withArticle(spokenNamespace(namespaceOf(value.to)))}`;
    case 'text':
      return 'a text in double quotes';
    case 'quantity':
      return 'a number with its unit';
    case 'count':
      return 'a whole number';
    case 'instant':
      return 'a date, or a time with its offset';
    case 'other':
      return 'a value';
  }
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

function exampleOf(shape: BlockShape): string {
  const header = { title: ' "…"', stage: ' failover', name: ' name', nothing: '' }[shape.header];
  return `\`${shape.word}${header}${shape.hasBody ? ' { … }' : ''}\``;
}

function tellRepeated(settings: readonly AstNode[], problems: ProblemList): void {
  const first = new Map<string, AstNode>();
  for (const setting of settings) {
    if (REPEATABLE.has(setting.$type)) continue;
    const earlier = first.get(setting.$type);
    if (earlier === undefined) {
      first.set(setting.$type, setting);
      continue;
    }
    problems.error(
      'written-twice',
      placeOfFirstWord(setting),
      'This stands here a second time; the first one counts. Remove one of them.',
      {
        related: [{ at: placeOfFirstWord(earlier), message: 'The first one.' }],
      },
    );
  }
}
