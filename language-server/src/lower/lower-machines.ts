import type { AstNode } from 'langium';
import type { Architecture, DeclaredDisk, Machine, Nic, RecoveryPointChoice } from '../../../core/runbook/runbook.ts';
import type { Located } from '../../../core/runbook/source.ts';
import type * as ast from '../generated/ast.ts';
import { lowerKnownFacts } from './lower-known-facts.ts';
import { type Lowering, unquoted } from './lowering.ts';
import type { ReferenceNode } from './names-used.ts';
import { located, placeOf, placeOfProperty, placeOfValue } from './places.ts';
import { SettingsByType } from './settings.ts';

/** Settings of a machine that name something else. */
const WAY_PARTS = ['via', 'datastore', 'home', 'processServer'] as const;

type WayPart = (typeof WAY_PARTS)[number];

/** What one `{ … }` says of a machine; every part may be unsaid. */
export type Said = { readonly [Part in MachinePart]?: Machine[Part] | undefined } & {
  /** What is written here and stands for nothing: nobody knows what was meant, and no default is taken for it. */
  readonly unresolved: readonly WayPart[];
};

type MachinePart = Exclude<
  keyof Machine,
  'name' | 'at' | 'documentation' | 'block' | 'group' | 'defaulted' | 'unresolved'
>;

/** How each part of a machine is written. */
const KEY_OF: Readonly<Record<MachinePart, string>> = {
  os: 'os',
  source: 'source',
  via: 'via',
  location: 'location',
  recoveryPoint: 'recovery-point',
  datastore: 'datastore',
  home: 'home',
  item: 'item',
  processServer: 'process-server',
  nics: 'nic',
  disks: 'disk',
  excludedDisks: 'excluded-disks',
  churn: 'churn',
  size: 'size',
  deleteOld: 'delete-old-machine',
  runAs: 'run-as',
  policy: 'policy',
  failbackPolicy: 'failback-policy',
  known: 'known',
};

const PARTS = Object.keys(KEY_OF) as readonly MachinePart[];

const USUAL_POINT: Readonly<Record<Architecture, RecoveryPointChoice>> = {
  modernized: { kind: 'crash-consistent' },
  classic: { kind: 'latest' },
};

const NONE: readonly never[] = [];

/** What a machine inherits: from its group, from the `defaults` of its file, from the architecture. */
export interface Inherited {
  readonly group: string | undefined;
  readonly shared: Said | undefined;
  readonly usual: Said | undefined;
  readonly architecture: Architecture;
  /** The architecture that the text is judged by; undefined where there is no runbook. */
  readonly judgedBy: Architecture | undefined;
}

/** Where a machine stands and what it is called; this follows from its own text alone. */
export type MachineHead = Pick<Machine, 'name' | 'at' | 'documentation' | 'block'>;

export function machineHead(lowering: Lowering, node: ast.Vm | ast.Member): MachineHead {
  const { name, at, documentation } = lowering.declared(node);
  return { name, at, documentation, block: placeOf(node) };
}

/** The nearest word wins: the machine's own, its group's, the file's. */
export function completeMachine(head: MachineHead, own: Said, inherited: Inherited): Machine {
  const { group, shared, usual, architecture } = inherited;
  const { name, at, documentation, block } = head;
  return {
    name,
    at,
    documentation,
    block,
    group,
    os: own.os ?? shared?.os ?? usual?.os,
    source: own.source ?? shared?.source ?? usual?.source ?? located('vmware', at),
    via: wayOf('via', own, shared, usual),
    location: own.location ?? shared?.location ?? usual?.location ?? located('original', at),
    recoveryPoint:
      own.recoveryPoint ?? shared?.recoveryPoint ?? usual?.recoveryPoint ?? located(USUAL_POINT[architecture], at),
    datastore: wayOf('datastore', own, shared, usual),
    home: wayOf('home', own, shared, usual),
    item: own.item ?? shared?.item ?? usual?.item,
    processServer: wayOf('processServer', own, shared, usual),
    nics: own.nics ?? shared?.nics ?? usual?.nics ?? NONE,
    disks: own.disks ?? shared?.disks ?? usual?.disks ?? NONE,
    excludedDisks: own.excludedDisks ?? shared?.excludedDisks ?? usual?.excludedDisks ?? NONE,
    churn: own.churn ?? shared?.churn ?? usual?.churn,
    size: own.size ?? shared?.size ?? usual?.size,
    deleteOld: own.deleteOld ?? shared?.deleteOld ?? usual?.deleteOld,
    runAs: own.runAs ?? shared?.runAs ?? usual?.runAs,
    policy: own.policy ?? shared?.policy ?? usual?.policy,
    failbackPolicy: own.failbackPolicy ?? shared?.failbackPolicy ?? usual?.failbackPolicy,
    known: own.known ?? shared?.known ?? usual?.known ?? NONE,
    defaulted: usual === undefined ? NONE : defaultedParts(own, shared, usual),
    unresolved: unresolvedIn(own, shared, usual),
  };
}

type Layer = Said | undefined;

/** The nearest that says something of a part. */
function sayingOf(part: WayPart, own: Said, shared: Layer, usual: Layer): Layer {
  if (says(own, part)) return own;
  return says(shared, part) ? shared : usual;
}

function wayOf<Part extends WayPart>(part: Part, own: Said, shared: Layer, usual: Layer): Said[Part] | undefined {
  return sayingOf(part, own, shared, usual)?.[part];
}

function unresolvedIn(own: Said, shared: Layer, usual: Layer): readonly string[] {
  if (isResolved(own) && isResolved(shared) && isResolved(usual)) return NONE;
  const parts = WAY_PARTS.filter((part) => sayingOf(part, own, shared, usual)?.unresolved.includes(part));
  return parts.map((part) => KEY_OF[part]);
}

function isResolved(said: Layer): boolean {
  return said === undefined || said.unresolved.length === 0;
}

function defaultedParts(own: Said, shared: Said | undefined, usual: Said): readonly string[] {
  const parts = PARTS.filter((part) => usual[part] !== undefined && !says(own, part) && !says(shared, part));
  return parts.length === 0 ? NONE : parts.map((part) => KEY_OF[part]);
}

function says(said: Said | undefined, part: MachinePart): boolean {
  return said !== undefined && (said[part] !== undefined || said.unresolved.includes(part as WayPart));
}

/** What the settings of a machine, a group or the defaults say. */
export function saidIn(lowering: Lowering, nodes: readonly AstNode[]): Said {
  const settings = new SettingsByType(nodes);
  const os = settings.one('OsSetting');
  const nics = settings.all('Nic').map((nic) => lowerNic(lowering, nic));
  const disks = settings.all('Disk').flatMap((disk) => lowerDisk(lowering, disk) ?? []);
  const excluded = settings.one('ExcludedDisksSetting');
  const known = lowerKnownFacts(lowering, nodes, 'machine');
  const { via, datastore, home, processServer, unresolved } = waysIn(lowering, settings, undefined);
  return {
    via,
    datastore,
    home,
    processServer,
    unresolved,
    os: os && lowerOs(lowering, os),
    source: lowering.choice(settings.one('SourceSetting'), ['vmware', 'physical']),
    location: lowering.choice(settings.one('LocationSetting'), ['original', 'alternate']),
    recoveryPoint: lowerRecoveryPoint(lowering, settings.one('RecoveryPointSetting')),
    item: lowering.text(settings.one('ItemSetting')),
    nics: nics.length > 0 ? nics : undefined,
    disks: disks.length > 0 ? disks : undefined,
    excludedDisks: excluded?.values.map((text, index) =>
      located(unquoted(text), placeOfProperty(excluded, 'values', index) ?? placeOf(excluded)),
    ),
    churn: lowering.quantity(settings.one('ChurnSetting'), 'rate'),
    size: lowering.quantity(settings.one('SizeSetting'), 'storage'),
    deleteOld: lowering.yesOrNo(settings.one('DeleteOldMachineSetting')),
    runAs: lowering.text(settings.one('RunAsSetting')),
    policy: lowering.text(settings.one('PolicySetting')),
    failbackPolicy: lowering.text(settings.one('FailbackPolicySetting')),
    known: known.length > 0 ? known : undefined,
  };
}

/** The same settings when only what their names stand for is new. */
export function saidAgain(lowering: Lowering, settings: readonly AstNode[], before: Said): Said {
  return { ...before, ...waysIn(lowering, new SettingsByType(settings), before) };
}

function waysIn(lowering: Lowering, settings: SettingsByType, before: Said | undefined) {
  const unresolved: WayPart[] = [];
  const way = <T>(part: WayPart, setting: WaySetting | undefined, earlier: Located<T> | undefined) => {
    const value = lowering.valueOf<T>(setting?.value);
    if (setting?.value?.target?.$refText && value === undefined) unresolved.push(part);
    if (value === undefined || setting?.value === undefined) return undefined;
    return earlier?.value === value ? earlier : located(value, placeOf(setting.value));
  };
  const ways = {
    via: way('via', settings.one('ViaSetting'), before?.via),
    datastore: way('datastore', settings.one('DatastoreSetting'), before?.datastore),
    home: way('home', settings.one('HomeSetting'), before?.home),
    processServer: way('processServer', settings.one('ProcessServerSetting'), before?.processServer),
  };
  return { ...ways, unresolved: unresolved.length === 0 ? NONE : unresolved };
}

interface WaySetting extends AstNode {
  readonly value?: ReferenceNode;
}

function lowerOs(lowering: Lowering, os: ast.OsSetting): Machine['os'] {
  const at = placeOfProperty(os, 'family') ?? placeOf(os);
  const family = os.family === undefined ? undefined : lowering.choiceAt(os.family, at, ['windows', 'linux']);
  return family && located({ family: family.value, version: os.version }, placeOfValue(os));
}

function lowerRecoveryPoint(
  lowering: Lowering,
  setting: ast.RecoveryPointSetting | undefined,
): Located<RecoveryPointChoice> | undefined {
  if (setting?.value === undefined) return undefined;
  const at = placeOfProperty(setting, 'value') ?? placeOf(setting);
  const words = ['crash-consistent', 'application-consistent', 'latest', 'latest-tag', 'custom'] as const;
  const kind = lowering.choiceAt(setting.value, at, words)?.value;
  if (kind === undefined) return undefined;
  if (kind !== 'custom') return located({ kind }, at);
  if (setting.point !== undefined) return located({ kind, id: setting.point }, placeOfValue(setting));
  lowering.problems.error(
    'missing-setting',
    at,
    'Which recovery point? Write its id behind the word: `recovery-point: custom "…"`.',
  );
  return undefined;
}

function lowerNic(lowering: Lowering, nic: ast.Nic): Nic {
  return {
    at: placeOf(nic),
    portGroup: lowering.text(new SettingsByType(nic.settings).one('PortGroupSetting')),
    address: lowering.text(new SettingsByType(nic.settings).one('AddressSetting')),
  };
}

function lowerDisk(lowering: Lowering, disk: ast.Disk): DeclaredDisk | undefined {
  if (disk.name === undefined) return undefined;
  return {
    at: placeOf(disk),
    name: disk.name,
    size: lowering.quantity(new SettingsByType(disk.settings).one('SizeSetting'), 'storage'),
    kind: lowering.choice(new SettingsByType(disk.settings).one('DiskKindSetting'), ['vmdk', 'rdm', 'iscsi']),
  };
}
