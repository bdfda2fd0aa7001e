import type { AstNode } from 'langium';
import type { Architecture, DeclaredDisk, Machine, Nic, RecoveryPointChoice } from '../../../core/runbook/runbook.ts';
import type { Located } from '../../../core/runbook/source.ts';
import * as ast from '../generated/ast.ts';
import { lowerKnownFacts } from './lower-known-facts.ts';
import { type Lowering, unquoted } from './lowering.ts';
import { located, placeOf, placeOfProperty, placeOfValue } from './places.ts';
import { targetOfSetting } from './references.ts';
import { settingOf, settingsOf } from './settings.ts';

/** What one `{ … }` says of a machine; every part may be unsaid. */
type Said = Partial<Omit<Machine, 'name' | 'at' | 'documentation' | 'block' | 'group' | 'defaulted'>>;

/** How each part of a machine is written. */
const KEY_OF: Readonly<Record<keyof Said, string>> = {
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

/** All machines of all files, those of groups too. A group is remembered as the list of its machines. */
export function lowerMachines(lowering: Lowering, architecture: Architecture): readonly Machine[] {
  return lowering.files.flatMap((file) => {
    const blocks = file.parseResult.value.blocks;
    const defaults = blocks.find(ast.isDefaults);
    const usual = defaults === undefined ? {} : lowerSaid(lowering, defaults.settings);
    return blocks.flatMap((block): readonly Machine[] => {
      if (ast.isVm(block) && block.name !== undefined) {
        const said = lowerSaid(lowering, block.settings);
        return lowering.make(block, [complete(lowering, block, undefined, said, usual, architecture)]);
      }
      return ast.isVmGroup(block) ? lowerGroup(lowering, block, usual, architecture) : [];
    });
  });
}

function lowerGroup(
  lowering: Lowering,
  group: ast.VmGroup,
  usual: Said,
  architecture: Architecture,
): readonly Machine[] {
  const shared = lowerSaid(lowering, group.settings);
  const machines = group.members
    .filter((member) => member.name !== undefined)
    .map((member) => {
      const own = lowerSaid(lowering, member.settings);
      const machine = complete(lowering, member, group.name, { ...shared, ...own }, usual, architecture);
      lowering.make(member, [machine]);
      return machine;
    });
  return lowering.make(group, machines);
}

function complete(
  lowering: Lowering,
  node: ast.Vm | ast.Member,
  group: string | undefined,
  said: Said,
  usual: Said,
  architecture: Architecture,
): Machine {
  const declared = lowering.declared(node);
  const { at } = declared;
  const merged: Said = { ...usual, ...said };
  const recoveryPoint: RecoveryPointChoice = { kind: architecture === 'modernized' ? 'crash-consistent' : 'latest' };
  return {
    ...declared,
    block: placeOf(node),
    group,
    os: merged.os,
    source: merged.source ?? located('vmware', at),
    via: merged.via,
    location: merged.location ?? located('original', at),
    recoveryPoint: merged.recoveryPoint ?? located(recoveryPoint, at),
    datastore: merged.datastore,
    home: merged.home,
    item: merged.item,
    processServer: merged.processServer,
    nics: merged.nics ?? [],
    disks: merged.disks ?? [],
    excludedDisks: merged.excludedDisks ?? [],
    churn: merged.churn,
    size: merged.size,
    deleteOld: merged.deleteOld,
    runAs: merged.runAs,
    policy: merged.policy,
    failbackPolicy: merged.failbackPolicy,
    known: merged.known ?? [],
    defaulted: Object.keys(usual).flatMap((part) => (part in said ? [] : (KEY_OF[part as keyof Said] ?? []))),
  };
}

/** Only what is said is a property of the result, so that a spread lets the nearer word win. */
function lowerSaid(lowering: Lowering, settings: readonly AstNode[]): Said {
  const os = settingOf(settings, ast.isOsSetting);
  const nics = settingsOf(settings, ast.isNic).map((nic) => lowerNic(lowering, nic));
  const disks = settingsOf(settings, ast.isDisk).flatMap((disk) => lowerDisk(lowering, disk) ?? []);
  const excluded = settingOf(settings, ast.isExcludedDisksSetting);
  const known = lowerKnownFacts(lowering, settings, 'machine');
  return withoutUnsaid({
    os: os && lowerOs(lowering, os),
    source: lowering.choice(settingOf(settings, ast.isSourceSetting), ['vmware', 'physical']),
    via: targetOfSetting(lowering, settingOf(settings, ast.isViaSetting)),
    location: lowering.choice(settingOf(settings, ast.isLocationSetting), ['original', 'alternate']),
    recoveryPoint: lowerRecoveryPoint(lowering, settingOf(settings, ast.isRecoveryPointSetting)),
    datastore: targetOfSetting(lowering, settingOf(settings, ast.isDatastoreSetting)),
    home: targetOfSetting(lowering, settingOf(settings, ast.isHomeSetting)),
    item: lowering.text(settingOf(settings, ast.isItemSetting)),
    processServer: targetOfSetting(lowering, settingOf(settings, ast.isProcessServerSetting)),
    nics: nics.length > 0 ? nics : undefined,
    disks: disks.length > 0 ? disks : undefined,
    excludedDisks: excluded?.values.map((text, index) =>
      located(unquoted(text), placeOfProperty(excluded, 'values', index) ?? placeOf(excluded)),
    ),
    churn: lowering.quantity(settingOf(settings, ast.isChurnSetting), 'rate'),
    size: lowering.quantity(settingOf(settings, ast.isSizeSetting), 'storage'),
    deleteOld: lowering.yesOrNo(settingOf(settings, ast.isDeleteOldMachineSetting)),
    runAs: lowering.text(settingOf(settings, ast.isRunAsSetting)),
    policy: lowering.text(settingOf(settings, ast.isPolicySetting)),
    failbackPolicy: lowering.text(settingOf(settings, ast.isFailbackPolicySetting)),
    known: known.length > 0 ? known : undefined,
  });
}

function withoutUnsaid(said: { [K in keyof Said]: Said[K] | undefined }): Said {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Said;
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
    portGroup: lowering.text(settingOf(nic.settings, ast.isPortGroupSetting)),
    address: lowering.text(settingOf(nic.settings, ast.isAddressSetting)),
  };
}

function lowerDisk(lowering: Lowering, disk: ast.Disk): DeclaredDisk | undefined {
  if (disk.name === undefined) return undefined;
  return {
    at: placeOf(disk),
    name: disk.name,
    size: lowering.quantity(settingOf(disk.settings, ast.isSizeSetting), 'storage'),
    kind: lowering.choice(settingOf(disk.settings, ast.isDiskKindSetting), ['vmdk', 'rdm', 'iscsi']),
  };
}
