import { type AstNode, AstUtils, type LangiumDocument } from 'langium';
import { type File, isStray, type Stray } from '../generated/ast.ts';
import { placeOfFirstWord } from '../lower/places.ts';
import type { ProblemList } from '../lower/problem-list.ts';
import { nearestWord } from '../vocabulary/nearest-word.ts';
import { type BlockShape, languageOutline } from '../vocabulary/outline.ts';
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

/** Keys that do not fit where they stand, with those that do; and settings written twice. */
export function checkSettings(document: LangiumDocument<File>, problems: ProblemList): void {
  for (const node of AstUtils.streamAst(document.parseResult.value)) {
    const settings = settingsIn(node);
    if (settings === undefined) continue;
    const shape = shapeOf(node);
    for (const stray of settings.filter(isStray)) tellStray(stray, shape, problems);
    tellRepeated(settings, problems);
  }
}

function settingsIn(node: AstNode): readonly AstNode[] | undefined {
  if (isStray(node)) return undefined;
  const { settings, items } = node as { settings?: readonly AstNode[]; items?: readonly AstNode[] };
  return settings ?? items;
}

function shapeOf(node: AstNode): BlockShape | undefined {
  return languageOutline().get(node.$type === 'Member' ? 'Vm' : node.$type);
}

function tellStray(stray: Stray, shape: BlockShape | undefined, problems: ProblemList): void {
  if (shape === undefined) return;
  const at = placeOfFirstWord(stray);
  const keys = [...shape.settings.keys()].map((key) => `${key}:`);
  const words = [...shape.blocks.keys()];
  const written = stray.word ?? `${stray.key}:`;
  if (keys.includes(`${written}:`)) {
    const text = `${written}:`;
    const message = `A key stands with its colon. Write \`${text}\`.`;
    problems.error('unknown-key', at, message, { replacement: { title: `Write \`${text}\``, text } });
    return;
  }
  if (words.includes(written.replace(/:$/, ''))) {
    problems.error(
      'unknown-key',
      at,
      `\`${written}\` is written differently: ${exampleOf(shape.blocks.get(written.replace(/:$/, '')))}.`,
    );
    return;
  }
  const meant = nearestWord(written, [...keys, ...words]);
  const fits = spokenList(
    [...keys, ...words].map((word) => `\`${word}\``),
    'and',
  );
  const hint = meant === undefined ? `What fits is ${fits}.` : `Did you mean \`${meant}\`?`;
  const details = meant === undefined ? {} : { replacement: { title: `Write \`${meant}\``, text: meant } };
  problems.error('unknown-key', at, `\`${written}\` does not fit into \`${shape.word}\`. ${hint}`, details);
}

function exampleOf(shape: BlockShape | undefined): string {
  if (shape === undefined) return '';
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
