import { writeInventory } from '../../core/inventory/write-inventory.ts';
import type { Estate } from '../synthetic-estate.ts';
import { wholeEstate } from '../whole-estate.ts';

const MACHINES_A_WAVE = 20;
const MACHINES_A_DATASTORE = 50;

/** A token of a text that the bench breaks, repairs or asks about. */
export interface Mark {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly good: string;
}

export interface LargeRunbook {
  readonly text: string;
  readonly site: string;
  readonly inventory: string;
  readonly marks: { readonly edit: Mark; readonly seed: Mark };
}

/**
 * A runbook of any number of machines, each of eight lines and six settings, three of them references or words of a
 * choice; with its site file, and an inventory that was captured a moment ago, so that every rule has something to judge.
 * `edit` is the datastore of the machine in the middle, `seed` that of the last one.
 */
export function largeRunbook(size: number, now: Date): LargeRunbook {
  const estate = wholeEstate(size, 'modernized');
  const lines = [...HEAD];
  const marks: Mark[] = [];
  for (let at = 0; at < size; at += 1) {
    lines.push(...machine(estate, at));
    if (at === size >> 1 || at === size - 1) marks.push(markOf(lines, datastoreOf(at)));
  }
  for (let wave = 0; wave * MACHINES_A_WAVE < size; wave += 1) lines.push(...waveOf(wave, size));
  const [edit, seed = edit] = marks;
  if (edit === undefined || seed === undefined) throw new Error('A runbook of no machine has nothing to edit.');
  return {
    text: `${lines.join('\n')}\n`,
    site: siteFile(estate, size),
    inventory: inventoryOf(estate, now),
    marks: { edit, seed },
  };
}

/** What no capture sees somebody has looked at, as before any real failback. */
const LOOKED_AT = ['FB017', 'FB020', 'FB137'];

const HEAD = [
  'import "./large.site.failback"',
  '',
  'runbook large {',
  '  architecture: modernized',
  '  vault: dr',
  '  inventory: "large.inventory.json"',
  ...LOOKED_AT.map((code) => `  attest { rule: ${code}  by: owner  until: 2099-01-01  because: "looked at by hand" }`),
  '  before reprotect { approve "Replicate back over the old machines" { by: owner } }',
  '  before failover { approve "The business agrees" { by: owner } }',
  '  before commit { approve "The owners confirm the data" { by: owner } }',
  '}',
  '',
];

function machine({ runbook }: Estate, at: number): string[] {
  const { name, os, via } = runbook.machines[at] ?? {};
  return [
    `vm ${name} {`,
    `  os: ${os?.value.family} "${os?.value.version}"`,
    `  via: ${via?.value.name}`,
    '  location: original',
    '  nic { port-group: "VLAN 210" }',
    `  size: ${100 + (at % 7) * 50} GB`,
    `  datastore: ${datastoreOf(at)}`,
    '}',
  ];
}

/** The last setting of the machine that was just written names its datastore. */
function markOf(lines: readonly string[], good: string): Mark {
  const line = lines.length - 2;
  const start = (lines[line] ?? '').lastIndexOf(good);
  return { line, start, end: start + good.length, good };
}

function waveOf(wave: number, size: number): string[] {
  const first = wave * MACHINES_A_WAVE;
  const names = Array.from({ length: Math.min(MACHINES_A_WAVE, size - first) }, (_, at) => `machine-${first + at + 1}`);
  return [
    `wave wave-${wave + 1} {`,
    ...(wave === 0 ? [] : [`  after: wave-${wave}`]),
    `  machines: ${names.join(', ')}`,
    '  at-most: 10 machines',
    '}',
  ];
}

function siteFile({ runbook }: Estate, size: number): string {
  const datastores = Array.from(
    { length: Math.ceil(size / MACHINES_A_DATASTORE) },
    (_, at) => `datastore ds-${at + 1} { }`,
  );
  const appliances = runbook.appliances.map(({ name }) => `appliance ${name} { }`);
  const attested = ['person owner { name: "Site owner" }'];
  return `${[VAULT, ...datastores, ...appliances, ...attested].join('\n')}\n`;
}

const VAULT = 'vault dr { log-storage: "stlogs"  policy: "replicate-24h"  failback-policy: "replicate-24h-failback" }';

function datastoreOf(at: number): string {
  return `ds-${Math.floor(at / MACHINES_A_DATASTORE) + 1}`;
}

/** The estate's inventory with a datastore for every fifty machines, seen a moment ago. */
function inventoryOf({ inventory, runbook }: Estate, now: Date): string {
  const place = new Map(runbook.machines.map(({ name }, at) => [name, datastoreOf(at)]));
  const all = [...new Set(place.values())];
  const [datastore] = inventory.datastores ?? [];
  const text = writeInventory({
    ...inventory,
    items: (inventory.items ?? []).map((item) => ({
      ...item,
      discovered: { ...item.discovered, datastores: [place.get(item.friendlyName) ?? 'ds-1'], ipAddresses: [] },
    })),
    appliances: (inventory.appliances ?? []).map((appliance) => ({ ...appliance, accessibleDatastores: all })),
    hosts: (inventory.hosts ?? []).map((host) => ({
      ...host,
      datastores: all.map((name) => ({ name, accessMode: 'readWrite' })),
    })),
    datastores: datastore === undefined ? [] : all.map((name) => ({ ...datastore, name })),
    siteMachines: (inventory.siteMachines ?? []).map((old) => {
      const own = place.get(old.name) ?? 'ds-1';
      return { ...old, datastores: [own], disks: old.disks.map((disk) => ({ ...disk, datastore: own })) };
    }),
  });
  return text.replaceAll(/2026-11-23T08:\d\d:00(\.000)?Z/g, now.toISOString());
}

/** A workspace: half the files are sites of datastores, each imported by one runbook of as many machines. */
export interface ManyRunbooks {
  readonly files: Readonly<Record<string, string>>;
  readonly main: string;
  readonly marks: { readonly edit: Mark };
  /** The declaration, in another file, that the edited setting names. */
  readonly declaration: { readonly file: string; readonly mark: Mark };
}

export function manyRunbooks(files: number, machines: number): ManyRunbooks {
  const pairs = files >> 1;
  const main = pairs >> 1;
  const texts: Record<string, string> = {};
  for (let at = 0; at < pairs; at += 1) {
    texts[`site-${at}.failback`] = smallSite(at, machines).join('\n');
    texts[`runbook-${at}.failback`] = smallRunbook(at, machines).join('\n');
  }
  const good = `ds-${main}-${machines >> 1}`;
  return {
    files: texts,
    main: `runbook-${main}.failback`,
    marks: { edit: findMark(smallRunbook(main, machines), `datastore: ${good}`, good) },
    declaration: {
      file: `site-${main}.failback`,
      mark: findMark(smallSite(main, machines), `datastore ${good} `, good),
    },
  };
}

function smallSite(at: number, machines: number): string[] {
  const datastores = Array.from({ length: machines }, (_, number) => [
    `datastore ds-${at}-${number} {`,
    `  name: "datastore ${number} of site ${at}"`,
    '  capacity: 4 TB',
    '  free: 2 TB',
    '  type: vmfs',
    '}',
  ]);
  return [VAULT, `appliance asr-${at} { }`, 'person owner { name: "Site owner" }', ...datastores.flat(), ''];
}

function smallRunbook(at: number, machines: number): string[] {
  const names = Array.from({ length: machines }, (_, number) => `m-${at}-${number}`);
  const blocks = names.map((name, number) => [
    `vm ${name} {`,
    '  os: windows "Windows Server 2022"',
    `  via: asr-${at}`,
    '  location: original',
    '  nic { port-group: "VLAN 210" }',
    '  size: 100 GB',
    `  datastore: ds-${at}-${number}`,
    '}',
  ]);
  return [
    `import "./site-${at}.failback"`,
    `runbook r-${at} {`,
    '  architecture: modernized',
    '  vault: dr',
    '  before reprotect { approve "Replicate back" { by: owner } }',
    '  before commit { approve "The data is right" { by: owner } }',
    '}',
    ...blocks.flat(),
    `wave all { machines: ${names.join(', ')} }`,
    '',
  ];
}

function findMark(lines: readonly string[], around: string, good: string): Mark {
  const line = lines.findIndex((text) => `${text} `.includes(`${around.trimEnd()} `));
  const start = (lines[line] ?? '').lastIndexOf(good);
  if (line < 0 || start < 0) throw new Error(`There is no '${around}' in the text.`);
  return { line, start, end: start + good.length, good };
}
