import { type KnownSubject, knownFactsOf } from '../../../../core/runbook/known-facts.ts';
import type { Architecture } from '../../../../core/runbook/runbook.ts';
import { documentationOf } from '../../vocabulary/documentation.ts';
import type { BlockShape, SettingShape, ValueShape } from '../../vocabulary/outline.ts';
import { topBlocks } from '../place/place-in-text.ts';
import { ENUM_MEMBER, hole, KEYWORD, type Offer, PROPERTY } from './items.ts';

/** Settings whose text may stand without quotes. */
export const MAY_BE_BARE = /^(Address|Endpoint|Item)Setting$/;

/** What exists in one architecture only, by its rule; words of a choice as `Rule.word`. */
const BELONGS_TO: Readonly<Record<string, Architecture>> = {
  Appliance: 'modernized',
  HomeSetting: 'modernized',
  'RecoveryPointWord.crash-consistent': 'modernized',
  'RecoveryPointWord.application-consistent': 'modernized',
  ConfigurationServer: 'classic',
  ProcessServer: 'classic',
  MasterTarget: 'classic',
  ProcessServerSetting: 'classic',
  'RecoveryPointWord.latest': 'classic',
  'RecoveryPointWord.latest-tag': 'classic',
  'RecoveryPointWord.custom': 'classic',
};

const IMPORT: Offer = {
  label: 'import',
  kind: KEYWORD,
  insert: 'import "$1"',
  isSnippet: true,
  documentation: documentationOf('Import'),
  goesOn: true,
};

/** Blocks that a file has only once. */
const ONCE: ReadonlySet<string> = new Set(['Runbook', 'Defaults']);

/** What may begin at the top of a file that has blocks of these rules already. */
export function topOffers(present: ReadonlySet<string>, architecture: Architecture | undefined): readonly Offer[] {
  const fitting = [...topBlocks().values()].filter(
    ({ rule }) => fits(rule, architecture) && !(ONCE.has(rule) && present.has(rule)),
  );
  return [...fitting.map(blockOffer), IMPORT];
}

/** Keys and parts that a block may have besides what is written. */
export function bodyOffers(
  block: BlockShape,
  written: ReadonlySet<string>,
  architecture: Architecture | undefined,
): readonly Offer[] {
  const settings = [...block.settings.values()].filter(
    ({ key, rule }) => !written.has(key) && (!inMachine(block) || fits(rule, architecture)),
  );
  return [...settings.map(settingOffer), ...[...block.blocks.values()].map(blockOffer)];
}

export function choiceOffers(
  value: ValueShape & { readonly kind: 'choice' },
  before: readonly string[],
  architecture: Architecture | undefined,
): readonly Offer[] {
  return value.words
    .filter((word) => !before.includes(word) && fits(`${value.rule}.${word}`, architecture))
    .map((word) => wordOffer(value.rule, word));
}

export function stageOffers(): readonly Offer[] {
  return ['reprotect', 'failover', 'commit', 'protect'].map((word) => wordOffer('StageWord', word));
}

export function knownOffers(block: BlockShape | undefined): readonly Offer[] {
  return knownFactsOf(SUBJECTS[block?.rule ?? ''] ?? 'machine').map(({ key, example, documentation }) => ({
    label: `${key}:`,
    kind: PROPERTY,
    insert: `${key}: ${hole(`1:${example}`)}`,
    isSnippet: true,
    documentation,
  }));
}

function fits(rule: string, architecture: Architecture | undefined): boolean {
  const only = BELONGS_TO[rule];
  return only === undefined || architecture === undefined || only === architecture;
}

function inMachine({ rule }: BlockShape): boolean {
  return /^(Vm|VmGroup|Defaults)$/.test(rule);
}

function settingOffer({ key, rule, value }: SettingShape): Offer {
  const documentation = documentationOf(rule);
  const base = { label: `${key}:`, kind: PROPERTY, documentation, detail: DETAIL[value.kind] };
  const isText = value.kind === 'text' && !MAY_BE_BARE.test(rule);
  return isText
    ? { ...base, insert: `${key}: "$1"`, isSnippet: true, goesOn: true }
    : { ...base, insert: `${key}: `, goesOn: true };
}

const DETAIL: Readonly<Record<ValueShape['kind'], string | undefined>> = {
  choice: undefined,
  reference: 'a name',
  text: 'a text in quotes',
  quantity: 'a number with its unit',
  count: 'a whole number',
  instant: 'a date, or a time with its offset',
  other: undefined,
};

/** A block as a snippet: its name is the first place to fill. */
function blockOffer(block: BlockShape): Offer {
  const header = {
    name: ` ${hole('1:name')}`,
    title: ` "${hole('1:title')}"`,
    stage: ` ${hole('1|reprotect,failover,commit,protect|')}`,
    nothing: '',
  };
  const name = block.rule === 'Defaults' ? ' vm' : header[block.header];
  const body = BODIES[block.rule] ?? '  $0';
  return {
    label: block.word,
    kind: KEYWORD,
    insert: `${block.word}${name}${block.hasBody ? ` {\n${body}\n}` : ''}`,
    isSnippet: true,
    documentation: documentationOf(block.rule),
  };
}

/** What such a block hardly ever goes without. */
const BODIES: Readonly<Record<string, string>> = {
  Runbook: `  architecture: ${hole('2|modernized,classic|')}\n  vault: ${hole('3:vault')}\n  inventory: "${hole('4:inventory.json')}"\n  $0`,
  Vm: `  os: ${hole('2|windows,linux|')}\n  datastore: $0`,
  Wave: '  machines: $0',
  App: '  machines: $0',
  ConsistencyGroup: '  machines: $0',
  Accept: `  rule: ${hole('1:FBnnn')}\n  because: "${hole('2:why')}"\n  by: ${hole('3:person')}\n  until: ${hole('4:date')}`,
  Attest: `  rule: ${hole('1:FBnnn')}\n  because: "${hole('2:what you saw')}"\n  by: ${hole('3:person')}\n  until: ${hole('4:date')}`,
  Approve: '  by: $0',
  Ask: '  by: $0',
  Probe: `  tcp: ${hole('2:machine')}  port: ${hole('3:443')}  within: ${hole('4:10 min')}`,
  RunScript: `  script: "${hole('2:./script.ps1')}"  on: operator  timeout: ${hole('3:15 min')}`,
  SwitchTraffic: `  profile: ${hole('1:profile')}  endpoint: ${hole('2:endpoint')}`,
};

function wordOffer(rule: string, word: string): Offer {
  return { label: word, kind: ENUM_MEMBER, documentation: documentationOf(rule, word) };
}

const SUBJECTS: Readonly<Record<string, KnownSubject>> = {
  VCenter: 'vcenter',
  Host: 'host',
  Appliance: 'appliance',
  ConfigurationServer: 'configuration server',
  ProcessServer: 'process server',
  MasterTarget: 'master target',
};
