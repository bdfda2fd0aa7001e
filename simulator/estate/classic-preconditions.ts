import type { CapturedHost, CapturedMasterTarget } from '../../core/inventory/inventory.ts';
import { configurationServerAlive, processServerAlive, wasAlive } from './alive.ts';
import type { Estate } from './estate.ts';
import { type FailureNames, failureOf, type JobFailure, unnumberedFailure } from './job-failures.ts';
import type { Machine } from './machine.ts';
import { groupOf } from './multi-vm-group.ts';
import { sameId } from './same-id.ts';
import { siteInReach, subnetOfVm } from './site-reach.ts';
import type { VerbInput } from './verb-input.ts';

type ReprotectInput = Extract<VerbInput, { verb: 'reProtect' }>;

/**
 * What stands in the way of a classic reprotect towards the site, in the order in which its tasks would meet it. A
 * section that nobody captured stands in nobody's way.
 */
export function whyClassicReprotectFails(
  estate: Estate,
  machine: Machine,
  input: ReprotectInput,
): JobFailure | undefined {
  const target = estate.classic.masterTarget(input.masterTargetId);
  const host = hostOf(estate, target);
  const names: FailureNames = { machine: machine.item.friendlyName, datastore: input.datastore, host: host?.name };
  return (
    serversMissing(estate, input) ??
    wrongMasterTarget(machine, target, input.retentionDrive) ??
    apartFromGroup(estate, machine, input) ??
    (reachesSite(estate, machine, target, input) ? undefined : failureOf('95226', names)) ??
    (datastoreInReach(estate, target, host, input.datastore) ? undefined : failureOf('8061', names)) ??
    (nameTaken(estate, machine, host) ? failureOf('78052', names) : undefined)
  );
}

/** What stands in the way of a classic failback: the site takes the machine over, and must be able to. */
export function whyClassicFailbackFails(estate: Estate, machine: Machine): JobFailure | undefined {
  const name = machine.item.friendlyName;
  const host = hostForReturn(estate, machine);
  const names: FailureNames = { machine: name, datastore: machine.state.datastore, host: host?.name };
  if (!configurationServerAlive(estate, fabricOf(machine)))
    return unnumberedFailure(
      'ConfigurationServerNotReachable',
      `The configuration server of '${name}' does not answer.`,
      'Start the configuration server, wait until it is connected, then try again.',
    );
  const vcenter = estate.inventory.vcenters?.find((one) => sameId(one.name, host?.vcenter));
  if (vcenter?.connected === false)
    return unnumberedFailure(
      'VCenterNotConnected',
      `The vCenter '${vcenter.name}' is not connected, so the disks of '${name}' cannot be attached.`,
      'Connect the vCenter to the configuration server, then try again.',
    );
  return enoughMemory(estate, machine, host) ? undefined : failureOf('8038', names);
}

/** The host on which the machine comes up: its old one, else that of its master target. */
export function hostForReturn(estate: Estate, machine: Machine): CapturedHost | undefined {
  const old = machine.hasOldMachine ? estate.siteMachine(machine.item.friendlyName)?.host : undefined;
  return old === undefined
    ? hostOf(estate, estate.classic.masterTarget(machine.state.masterTargetId))
    : estate.inventory.hosts?.find(({ name }) => sameId(name, old));
}

function serversMissing({ classic }: Estate, input: ReprotectInput): JobFailure | undefined {
  if (classic.masterTargets !== undefined && classic.masterTarget(input.masterTargetId) === undefined)
    return unnumberedFailure(
      'MasterTargetNotFound',
      `The vault has no master target '${input.masterTargetId}'.`,
      'Choose a master target that is registered with the configuration server.',
    );
  if (classic.processServers !== undefined && classic.processServer(input.processServerId) === undefined)
    return unnumberedFailure(
      'ProcessServerNotFound',
      `The vault has no process server '${input.processServerId}'.`,
      'Choose a process server that is registered with the configuration server.',
    );
  return undefined;
}

function wrongMasterTarget(
  { item }: Machine,
  target: CapturedMasterTarget | undefined,
  drive: string | undefined,
): JobFailure | undefined {
  if (target === undefined) return undefined;
  if (item.osType !== undefined && target.osType !== undefined && item.osType !== target.osType)
    return unnumberedFailure(
      'MasterTargetOfOtherSystem',
      `The master target '${target.name}' runs ${target.osType}, and '${item.friendlyName}' runs ${item.osType}.`,
      'Choose a master target of the same operating-system family.',
    );
  if (!target.retentionVolumes.some(({ name }) => sameId(asVolume(name), asVolume(drive ?? ''))))
    return unnumberedFailure(
      'RetentionDriveNotFound',
      `The master target '${target.name}' has no retention drive '${drive}'.`,
      'Add a drive for retention to the master target, wait until it is discovered, then try again.',
    );
  return undefined;
}

/** `R`, `R:` and `R:\\` are one drive. */
function asVolume(name: string): string {
  return name.replace(/:\\?$/, '');
}

function apartFromGroup(estate: Estate, machine: Machine, input: ReprotectInput): JobFailure | undefined {
  const elsewhere = groupOf(estate, machine).find(
    ({ state }) => state.masterTargetId !== undefined && !sameId(state.masterTargetId, input.masterTargetId),
  );
  return elsewhere === undefined
    ? undefined
    : unnumberedFailure(
        'MasterTargetOfGroupDiffers',
        `'${elsewhere.item.friendlyName}', of the same replication group as '${machine.item.friendlyName}', replicates through another master target.`,
        'Choose the same master target for all members of the group.',
      );
}

/** 95226: from the machine in Azure over the process server to the master target, each must answer. */
function reachesSite(
  estate: Estate,
  machine: Machine,
  target: CapturedMasterTarget | undefined,
  input: ReprotectInput,
): boolean {
  const server = estate.classic.processServer(input.processServerId);
  return (
    configurationServerAlive(estate, fabricOf(machine)) &&
    (server === undefined || processServerAlive(estate, server)) &&
    (target === undefined || wasAlive(estate.inventory, target.lastHeartbeat)) &&
    siteInReach(estate, subnetOfVm(estate, machine.state.azureVmId)) &&
    siteInReach(estate, subnetOfVm(estate, server?.azureVmId))
  );
}

/** 8061: the master target knows the datastore, and its host mounts it for writing. */
function datastoreInReach(
  estate: Estate,
  target: CapturedMasterTarget | undefined,
  host: CapturedHost | undefined,
  name: string | undefined,
): boolean {
  if (name === undefined) return true;
  const known = target === undefined || target.datastores.some((one) => sameId(one, name));
  const mounted =
    host === undefined ||
    host.datastores.some((one) => sameId(one.name, name) && !/readOnly|noAccess/i.test(one.accessMode));
  const seen = estate.inventory.datastores?.filter((one) => sameId(one.name, name)) ?? [];
  return known && mounted && (seen.length === 0 || seen.some(({ accessible }) => accessible));
}

/** 78052: at the alternate location the machine is made anew, so its name must be free on the host. */
function nameTaken(estate: Estate, machine: Machine, host: CapturedHost | undefined): boolean {
  if (machine.hasOldMachine) return false;
  const stranger = estate.siteMachine(machine.item.friendlyName);
  if (stranger === undefined) return false;
  return host === undefined || stranger.host === undefined || sameId(stranger.host, host.name);
}

/** 8038: what came up here before has taken its share of what was free at the capture. */
function enoughMemory(estate: Estate, machine: Machine, host: CapturedHost | undefined): boolean {
  if (host?.memoryFreeBytes === undefined) return true;
  const needs = (one: Machine) => estate.siteMachine(one.item.friendlyName)?.memoryBytes ?? 0;
  const taken = estate.machines
    .filter((one) => one !== machine && hasComeBack(one) && sameId(hostForReturn(estate, one)?.name, host.name))
    .reduce((sum, one) => sum + needs(one), 0);
  return taken + needs(machine) <= host.memoryFreeBytes;
}

/** Whether a machine has come home since the capture; one that ran there before is in the figure already. */
function hasComeBack({ state, item }: Machine): boolean {
  const home = ['failed-back', 'failback-committed', 'replicating-forward', 'protected-forward'].includes(state.phase);
  return home && state.internalIdentifier !== item.internalIdentifier && state.previousIdentifier !== undefined;
}

function hostOf(estate: Estate, target: CapturedMasterTarget | undefined): CapturedHost | undefined {
  const host = target === undefined ? undefined : estate.siteMachine(target.name)?.host;
  return host === undefined ? undefined : estate.inventory.hosts?.find(({ name }) => sameId(name, host));
}

function fabricOf({ item }: Machine): string {
  return item.id.replace(/\/replicationProtectionContainers\/.*$/i, '');
}
