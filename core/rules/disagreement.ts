import type { CapturedDatastore } from '../inventory/inventory.ts';
import type { World } from '../inventory/world.ts';
import { sameName } from '../inventory/world.ts';
import type { Appliance, Datastore, Host, KnownFact, Runbook, Vault, VCenter } from '../runbook/runbook.ts';
import type { Located, SourceRange } from '../runbook/source.ts';
import type { MasterTargetInPlay } from './classic-in-play.ts';
import { knownFact } from './decisions.ts';
import { diskUuidOf } from './disk-uuid.ts';
import type { Seen } from './outcome.ts';
import { isSameVCenter, type VCenterInPlay } from './site-in-play.ts';
import { type MachineInPlay, situationOf } from './situation.ts';
import type { RuleContext } from './verdict.ts';

/** Something that the runbook says one way and the captured world another. */
export interface Disagreement {
  readonly subject: string;
  readonly at: SourceRange;
  /** Noun phrase: `region`. */
  readonly what: string;
  readonly said: string;
  readonly captured: string;
  readonly seen: Seen;
  /** What to write in place of it, where a word can be exchanged. */
  readonly newText: string | undefined;
}

/** All places where the site of a runbook and inventory differ about a fact; decisions (what shall be) are no facts. */
export function* siteDisagreements(context: RuleContext): Generator<Disagreement> {
  const situation = situationOf(context);
  const { runbook, world } = situation;
  if (world === undefined) return;
  if (runbook.vault !== undefined) yield* ofVault(runbook.vault.value, world);
  for (const vcenter of situation.vcenters) yield* ofVCenter(vcenter);
  for (const host of runbook.hosts) yield* ofHost(host, world);
  for (const datastore of runbook.datastores) yield* ofDatastore(datastore, world);
  for (const { appliance, captured, vcenter } of situation.appliances) {
    if (!('reason' in captured)) yield* ofAppliance(appliance, captured.seen, vcenter, runbook);
  }
  for (const target of situation.masterTargets) yield* ofMasterTarget(target);
}

function* ofVault({ name, region, subscription, resourceGroup }: Vault, { inventory }: World): Generator<Disagreement> {
  const seen = inventory.vault;
  if (seen === undefined) return;
  const [, , inSubscription = '', , inGroup = ''] = seen.id.split('/');
  const base = { subject: name, seen };
  if (region !== undefined && compact(region.value) !== compact(seen.location))
    yield { ...base, ...said('region', region, seen.location, quoted(seen.location)) };
  if (subscription !== undefined && !sameName(subscription.value, inSubscription))
    yield { ...base, ...said('subscription', subscription, inSubscription, quoted(inSubscription)) };
  if (resourceGroup !== undefined && !sameName(resourceGroup.value, inGroup))
    yield { ...base, ...said('resource group', resourceGroup, inGroup, quoted(inGroup)) };
}

function* ofVCenter({ name, declared, captured }: VCenterInPlay): Generator<Disagreement> {
  if (declared === undefined || declared.address === undefined || 'reason' in captured) return;
  const { seen } = captured;
  if (!sameName(declared.address.value, seen.address))
    yield { subject: name, seen, ...said('address', declared.address, seen.address, seen.address) };
}

function* ofHost({ name, vcenter, datastores, known }: Host, world: World): Generator<Disagreement> {
  const seen = world.host(name);
  if (seen === undefined) return;
  const base = { subject: name, seen };
  if (vcenter !== undefined && seen.vcenter !== undefined && !isCalled(vcenter.value, seen.vcenter))
    yield { ...base, ...said('vCenter', named(vcenter), seen.vcenter, undefined) };
  for (const datastore of datastores) {
    if (seen.datastores.some((mounted) => sameName(mounted.name, datastore.value.datastoreName))) continue;
    const mounts = seen.datastores.map((mounted) => mounted.name).join(', ');
    yield { ...base, ...said('mounted datastore', named(datastore), mounts, undefined) };
  }
  const licence = knownFact(known, 'licence') ?? knownFact(known, 'license');
  if (licence !== undefined && seen.license !== undefined && !sameName(String(licence.value), seen.license))
    yield { ...base, ...saidKnown('licence', licence, seen.license, quoted(seen.license)) };
}

function* ofDatastore({ name, datastoreName, type, vcenter }: Datastore, world: World): Generator<Disagreement> {
  const shown = world.datastoresNamed(datastoreName);
  const seen = shown.find((one) => vcenter === undefined || isOf(vcenter.value, one)) ?? shown[0];
  if (seen === undefined) return;
  const base = { subject: name, seen };
  const actual = seen.type.toLowerCase().replace(/^nfs41$/, 'nfs');
  if (type !== undefined && type.value !== actual) yield { ...base, ...said('type', type, actual, actual) };
  if (vcenter !== undefined && seen.vcenter !== undefined && !isOf(vcenter.value, seen))
    yield { ...base, ...said('vCenter', named(vcenter), seen.vcenter, undefined) };
}

function isOf(vcenter: VCenter, { vcenter: shownBy }: CapturedDatastore): boolean {
  return shownBy === undefined || isCalled(vcenter, shownBy);
}

function* ofAppliance(
  { name, datastores, vcenter }: Appliance,
  seen: Seen & { readonly accessibleDatastores: readonly string[] },
  inPlay: VCenterInPlay | undefined,
  { vcenters }: Runbook,
): Generator<Disagreement> {
  const reached = seen.accessibleDatastores;
  for (const datastore of datastores) {
    if (reached.some((each) => sameName(each, datastore.value.datastoreName))) continue;
    yield { subject: name, seen, ...said('datastore in reach', named(datastore), reached.join(', '), undefined) };
  }
  if (vcenter === undefined || inPlay === undefined || 'reason' in inPlay.captured) return;
  const actual = inPlay.captured.seen;
  if (isSameVCenter(vcenter.value, actual)) return;
  const known = vcenters.find((each) => isSameVCenter(each, actual));
  yield {
    subject: name,
    seen,
    ...said('vCenter', named(vcenter), actual.name, known === undefined ? undefined : known.name),
  };
}

function* ofMasterTarget({ name, target, captured, onSite, host }: MasterTargetInPlay): Generator<Disagreement> {
  const { os, datastores, known } = target;
  if (!('reason' in captured)) {
    const { seen } = captured;
    const family = seen.osType === undefined ? undefined : seen.osType === 'Windows' ? 'windows' : 'linux';
    if (os !== undefined && family !== undefined && os.value !== family)
      yield { subject: name, seen, ...said('operating system', os, family, family) };
    // Where it sees none at all, its host has not been discovered, which is FB065.
    for (const datastore of seen.datastores.length === 0 ? [] : datastores) {
      if (seen.datastores.some((each) => sameName(each, datastore.value.datastoreName))) continue;
      yield {
        subject: name,
        seen,
        ...said('datastore in sight', named(datastore), seen.datastores.join(', '), undefined),
      };
    }
  }
  if ('reason' in onSite) return;
  const base = { subject: name, seen: onSite.seen };
  if (target.host !== undefined && host !== undefined && !sameName(target.host.value.name, host.name)) {
    const newText = host.declared === undefined ? undefined : host.declared.name;
    yield { ...base, ...said('host', named(target.host), host.name, newText) };
  }
  const isSet = diskUuidOf(onSite.seen);
  if (isSet !== undefined) yield* differing(base, known, 'disk.enableUUID', isSet);
  yield* differing(base, known, 'snapshots', onSite.seen.snapshots.length);
}

/** All places where a machine of the runbook and the inventory differ about a fact. */
export function* machineDisagreements({ machine, item, azureVm, onSite }: MachineInPlay): Generator<Disagreement> {
  const { name, os, source, disks, known } = machine;
  if (!('reason' in item)) {
    const { osType, osName, discoveryType, disks: replicated } = item.seen;
    const base = { subject: name, seen: item.seen };
    const family = osType === undefined ? undefined : osType === 'Windows' ? 'windows' : 'linux';
    if (os !== undefined && family !== undefined && os.value.family !== family) {
      const newText = osName === undefined ? family : `${family} ${quoted(osName)}`;
      yield { ...base, ...said('operating system', { value: os.value.family, at: os.at }, family, newText) };
    }
    const kind = discoveryType === undefined ? undefined : discoveryType === 'Physical' ? 'physical' : 'vmware';
    // Where the text says nothing, lowering puts the usual value at the name of the machine.
    if (kind !== undefined && kind !== source.value && source.at !== machine.at)
      yield { ...base, ...said('source', source, kind, kind) };
    const [disk] = disks;
    if (disk !== undefined && replicated.length > 0 && replicated.length !== disks.length) {
      const count = { value: String(disks.length), at: disk.at };
      yield { ...base, ...said('number of disks', count, String(replicated.length), undefined) };
    }
  }
  // What follows is said in `known` only, and most machines have none.
  if (known.length === 0) return;
  if (!('reason' in azureVm)) {
    const { powerState, outbound } = azureVm.seen;
    const base = { subject: name, seen: azureVm.seen };
    yield* differing(base, known, 'azure-machine.running', sameName(powerState, 'running'));
    if (outbound !== undefined) yield* differing(base, known, 'outbound', outbound.reachable);
  }
  if (!('reason' in onSite)) {
    const base = { subject: name, seen: onSite.seen };
    yield* differing(base, known, 'snapshots', onSite.seen.snapshots.length);
    const isSet = diskUuidOf(onSite.seen);
    if (isSet !== undefined) yield* differing(base, known, 'disk.enableUUID', isSet);
  }
}

function* differing(
  base: { readonly subject: string; readonly seen: Seen },
  known: readonly KnownFact[],
  key: string,
  actual: KnownFact['value'],
): Generator<Disagreement> {
  const fact = knownFact(known, key);
  if (fact !== undefined && fact.value !== actual) yield { ...base, ...saidKnown(key, fact, String(actual)) };
}

function said(what: string, { value, at }: Located<string>, captured: string, newText: string | undefined) {
  return { what, said: value, at, captured, newText };
}

/** The place of a known fact covers its key and its value. */
function saidKnown(what: string, { key, value, at }: KnownFact, captured: string, written: string = captured) {
  return { what, said: String(value), at, captured, newText: `${key}: ${written}` };
}

function named({ value, at }: Located<{ readonly name: string }>): Located<string> {
  return { value: value.name, at };
}

function isCalled({ name, address }: VCenter, called: string): boolean {
  return sameName(name, called) || (address !== undefined && sameName(address.value, called));
}

function compact(region: string): string {
  return region.replaceAll(' ', '').toLowerCase();
}

function quoted(text: string): string {
  return `"${text}"`;
}
