import { type BlockShape, languageOutline } from '../../language-server/src/vocabulary/outline.ts';
import type { Chance } from './random.ts';

const NAMES = ['a', 'b', 'erp-db', 'asr-01', 'ds-gold', '001', 'vm', 'wave', 'Ärger', 'שרת', 'e\u0301', 'é', '💥'];
const VALUES = [
  '"text"',
  '"unclosed',
  '4 h',
  '500 GB',
  '1 Gbps',
  '2026-12-18',
  '2026-12-05T20:00+01:00 for 4 h',
  '10.21.0.15',
  'true',
  'FB041',
  '24h',
  '1, 10, rest',
  '',
];
const BITS = [
  '{',
  '}',
  '"',
  ',',
  ':',
  '\n',
  '\r\n',
  '\r',
  '//',
  '///',
  '/*',
  ' ',
  '\t',
  '§',
  '\u0000',
  '\ufeff',
  '\\',
  '-',
  '\u2028',
  '\u202e',
];

/** A few characters, words or whole blocks, as somebody types or pastes them. */
export function randomInsert(chance: Chance): string {
  switch (chance.below(8)) {
    case 0:
      return '';
    case 1:
      return randomBlock(chance, 2);
    case 2:
      return Array.from({ length: 1 + chance.below(3) }, () => randomBlock(chance, 1)).join('\n');
    case 3:
      return `${chance.oneOf(NAMES)} `;
    case 4:
      return ` ${randomSetting(chance)} `;
    default:
      return chance.oneOf(BITS);
  }
}

/** A file of blocks that the grammar knows, here and there with something that it does not. */
export function randomDocument(chance: Chance): string {
  const blocks = Array.from({ length: chance.below(12) }, () =>
    chance.happens(3) ? randomGroup(chance) : randomBlock(chance, 3),
  );
  return blocks
    .map((block) => (chance.happens(10) ? mangled(block, chance) : block))
    .join(chance.oneOf(['\n', '\n\n', ' ']));
}

/** More lines than this, and a group of machines is read part by part. */
const MANY_MEMBERS = 70;

/** A group of so many machines that each is a part of its own, with settings and comments between them. */
export function randomGroup(chance: Chance, name = chance.oneOf(NAMES)): string {
  const members = Array.from({ length: MANY_MEMBERS + chance.below(30) }, (_, number) => {
    switch (chance.below(12)) {
      case 0:
        return `  ${randomSetting(chance)}`;
      case 1:
        return `  // ${chance.oneOf(BITS)}`;
      case 2:
        return `  /// ${chance.oneOf(NAMES)}\n  m-${number} {\n    ${randomSetting(chance)}\n  }`;
      case 3:
        return `  m-${number}, n-${number},`;
      case 4:
        return `  ${chance.oneOf(NAMES)}`;
      default:
        return `  m-${number} { datastore: ${chance.oneOf(NAMES)} }`;
    }
  });
  return `vms ${name} {\n  os: linux\n${members.join('\n')}\n}\n`;
}

/** Bytes that were never meant as a text, read as UTF-8 or one by one. */
export function randomBytes(chance: Chance): string {
  const bytes = Uint8Array.from({ length: chance.below(600) }, () => chance.below(256));
  return new TextDecoder(chance.happens(50) ? 'utf-8' : 'latin1').decode(bytes);
}

const outline = [...languageOutline().values()];

function randomBlock(chance: Chance, depth: number): string {
  return written(chance.oneOf(outline), chance, depth);
}

function written(block: BlockShape, chance: Chance, depth: number): string {
  const header = { name: ` ${chance.oneOf(NAMES)}`, title: ' "title"', stage: ' failover', nothing: '' }[block.header];
  const settings = [...block.settings.values()];
  const inner = [...block.blocks.values()];
  const body = Array.from({ length: chance.below(4) }, () => {
    if (depth > 0 && inner.length > 0 && chance.happens(40)) return written(chance.oneOf(inner), chance, depth - 1);
    return settings.length === 0 ? '' : `${chance.oneOf(settings).key}: ${valueFor(chance)}`;
  });
  const separator = chance.oneOf(['\n  ', '  ', '\r\n\t']);
  return `${block.word}${block.rule === 'Defaults' ? ' vm' : header} {${separator}${body.join(separator)}${separator}}`;
}

function randomSetting(chance: Chance): string {
  const settings = [...chance.oneOf(outline).settings.values()];
  return settings.length === 0 ? 'known' : `${chance.oneOf(settings).key}: ${valueFor(chance)}`;
}

function valueFor(chance: Chance): string {
  return chance.happens(50) ? chance.oneOf(NAMES) : chance.oneOf(VALUES);
}

function mangled(text: string, chance: Chance): string {
  const at = chance.below(text.length + 1);
  return text.slice(0, at) + chance.oneOf(BITS) + text.slice(at + chance.below(4));
}
