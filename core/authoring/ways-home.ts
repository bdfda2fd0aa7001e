import type { CapturedHost, CapturedItem, CapturedMasterTarget, Inventory } from '../inventory/inventory.ts';
import { armName, sameName } from '../inventory/world.ts';
import { windowsRelease } from '../rules/windows-release.ts';
import type { Architecture } from '../runbook/runbook.ts';
import { isText } from './words-in-text.ts';

/** An appliance or a master target, of a name that can be written, through which machines may come home. */
export interface WayHome {
  /** Its name in the vault. */
  readonly name: string;
  /** Names of the datastores that it reaches. */
  readonly reach: readonly string[];
  readonly healthy: boolean;
  /** The host on which it runs, where the site shows it. */
  readonly host: CapturedHost | undefined;
  /** The vCenter in which it sits: its ARM id, or its name. */
  readonly vcenter: string | undefined;
  /** Whether it can take a machine at all. */
  takes(item: CapturedItem): boolean;
  /** Whether the machine replicates home through it already. */
  carries(item: CapturedItem): boolean;
}

export function waysHome(inventory: Inventory, architecture: Architecture): readonly WayHome[] {
  const ways = architecture === 'modernized' ? appliances(inventory) : masterTargets(inventory);
  return ways.filter(({ name }) => isText(name));
}

function appliances(inventory: Inventory): readonly WayHome[] {
  return (inventory.appliances ?? []).map((appliance) => ({
    name: appliance.name,
    reach: appliance.accessibleDatastores,
    healthy: appliance.components.length > 0 && appliance.components.every(({ health }) => isHealthy(health)),
    host: hostOf(appliance.name, inventory),
    vcenter: appliance.vcenterId,
    takes: () => appliance.reprotectAgentId !== undefined,
    carries: ({ reprotectAgentId }) => isSame(reprotectAgentId, appliance.reprotectAgentId),
  }));
}

function masterTargets(inventory: Inventory): readonly WayHome[] {
  return (inventory.masterTargets ?? []).map((target) => {
    const host = hostOf(target.name, inventory);
    return {
      name: target.name,
      // What its host mounts counts; the vault's list may be older.
      reach: host === undefined ? target.datastores : writable(host),
      healthy: ![...target.healthErrors, ...(target.validationErrors ?? [])].some(({ level }) => !isMild(level)),
      host,
      vcenter: host?.vcenter,
      takes: (item) => runsTheSystemOf(target, item, inventory) && isOfItsServer(target, item),
      carries: ({ masterTargetId }) => isSame(masterTargetId, target.id),
    };
  });
}

/** One family; and on Windows no older version than the machine's. */
function runsTheSystemOf(
  target: CapturedMasterTarget,
  { osType, osName }: CapturedItem,
  inventory: Inventory,
): boolean {
  if (osType === undefined || target.osType === undefined) return true;
  if (osType !== target.osType) return false;
  if (osType === 'Linux') return true;
  const guest = inventory.siteMachines?.find(({ name }) => sameName(name, target.name))?.guestId;
  const theirs = [target.osVersion, guest].map((text) => (text === undefined ? undefined : windowsRelease(text)));
  const own = osName === undefined ? undefined : windowsRelease(osName);
  const release = theirs.find((each) => each !== undefined);
  return own === undefined || release === undefined || release >= own;
}

/** A master target serves the machines of the configuration server with which it is registered. */
function isOfItsServer({ fabricId }: CapturedMasterTarget, { id }: CapturedItem): boolean {
  const original = /\/replicationFabrics\/([^/]+)\//i.exec(id)?.[1];
  return fabricId === undefined || original === undefined || sameName(armName(fabricId), original);
}

/** The host of the machine of this name. */
function hostOf(name: string, { siteMachines = [], hosts = [] }: Inventory): CapturedHost | undefined {
  const standing = siteMachines.find((machine) => sameName(machine.name, name))?.host;
  return standing === undefined ? undefined : hosts.find((host) => sameName(host.name, standing));
}

function writable({ datastores }: CapturedHost): readonly string[] {
  return datastores.filter(({ accessMode }) => sameName(accessMode, 'readWrite')).map(({ name }) => name);
}

function isHealthy(health: string): boolean {
  return /^(?:normal|healthy)$/i.test(health);
}

function isMild(level: string | undefined): boolean {
  return /^(?:warning|information)/i.test(level ?? '');
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && sameName(one, other);
}
