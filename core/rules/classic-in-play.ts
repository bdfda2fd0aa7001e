import type {
  CapturedAzureVm,
  CapturedConfigurationServer,
  CapturedHost,
  CapturedMasterTarget,
  CapturedProcessServer,
  CapturedSiteMachine,
} from '../inventory/inventory.ts';
import { sameName, type World } from '../inventory/world.ts';
import type { ConfigurationServer, Host, Machine, MasterTarget, ProcessServer, Runbook } from '../runbook/runbook.ts';
import type { SourceRange } from '../runbook/source.ts';
import { lookOf, NOT_CAPTURED, type Sighting } from './sighting.ts';

/** The classic servers that have a part in a runbook, each beside what was captured of it. The vault knows them by their own names. */
export interface ClassicInPlay {
  readonly masterTargets: readonly MasterTargetInPlay[];
  readonly processServers: readonly ProcessServerInPlay[];
  readonly configurationServers: readonly ConfigurationServerInPlay[];
}

/** A declared master target beside what was captured of it; the same for every machine that comes home through it. */
export interface MasterTargetSeen {
  readonly name: string;
  readonly target: MasterTarget;
  /** As the vault shows it. */
  readonly captured: Sighting<CapturedMasterTarget>;
  /** Its own virtual machine, as vSphere shows it. */
  readonly onSite: Sighting<CapturedSiteMachine>;
  /** The host it runs on, as vSphere shows it, else as the runbook says; undefined when neither does. */
  readonly host: HostInPlay | undefined;
}

/** A master target through which machines of the runbook come home. */
export interface MasterTargetInPlay extends MasterTargetSeen {
  /** Where the runbook first says so. */
  readonly at: SourceRange;
  readonly machines: readonly Machine[];
}

/** A host of the site with which a classic server stands or falls. */
export interface HostInPlay {
  readonly name: string;
  readonly declared: Host | undefined;
  readonly captured: Sighting<CapturedHost>;
  /** vSphere shows it there; otherwise only the runbook says so. */
  readonly isShown: boolean;
}

/** A declared process server beside what was captured of it; the same for every machine whose data it receives. */
export interface ProcessServerSeen {
  readonly name: string;
  readonly server: ProcessServer;
  /** As the vault shows it; not there before it is created. */
  readonly captured: Sighting<CapturedProcessServer>;
  /** The machine in Azure that it runs on: the one that the vault's entry names, else one of its name. */
  readonly azureVm: Sighting<CapturedAzureVm>;
}

/** A process server that receives the data of machines of the runbook. */
export interface ProcessServerInPlay extends ProcessServerSeen {
  /** Where the runbook first says so. */
  readonly at: SourceRange;
  readonly machines: readonly Machine[];
}

/** A configuration server: each that the runbook declares, and each that holds an item of the runbook without being declared. */
export interface ConfigurationServerInPlay {
  readonly name: string;
  readonly at: SourceRange;
  readonly declared: ConfigurationServer | undefined;
  readonly captured: Sighting<CapturedConfigurationServer>;
}

/** @param itemIds ARM ids of the protected items of the runbook's machines */
export function classicInPlay(runbook: Runbook, world: World | undefined, itemIds: readonly string[]): ClassicInPlay {
  return {
    masterTargets: masterTargetsInPlay(runbook, world),
    processServers: processServersInPlay(runbook, world),
    configurationServers: configurationServersInPlay(runbook, world, itemIds),
  };
}

/** The machine's own process server, else that of the master target it comes home through. */
export function processServerFor({ processServer, via }: Machine): ProcessServer | undefined {
  if (processServer !== undefined) return processServer.value;
  return via !== undefined && via.value.kind === 'master-target' ? via.value.processServer?.value : undefined;
}

function masterTargetsInPlay(runbook: Runbook, world: World | undefined): readonly MasterTargetInPlay[] {
  const uses = Map.groupBy(runbook.machines, ({ via }) => via?.value);
  return [...uses].flatMap(([target, machines]) => {
    const at = machines[0]?.via?.at;
    if (target === undefined || target.kind !== 'master-target' || at === undefined) return [];
    return [{ ...masterTargetSeen(target, runbook, world), at, machines }];
  });
}

/** A declared master target beside what was captured of it, whether machines come home through it or not. */
export function masterTargetSeen(
  target: MasterTarget,
  runbook: Pick<Runbook, 'hosts'>,
  world: World | undefined,
): MasterTargetSeen {
  const called = target.targetName;
  const captured = sighted(world, 'masterTargets', 'master target', called, (known) => known.masterTarget(called));
  const onSite = machineSighting(called, world);
  return { name: target.name, target, captured, onSite, host: hostOf(target, onSite, runbook, world) };
}

/** A machine that the site shows and nobody could read is there, so its absence is no fact. */
function machineSighting(name: string, world: World | undefined): Sighting<CapturedSiteMachine> {
  const unread = world === undefined ? undefined : world.unreadMachine(name);
  const sighting = sighted(world, 'siteMachines', 'machine on the site', name, (known) => known.siteMachine(name));
  if (unread === undefined || !('reason' in sighting)) return sighting;
  return { ...sighting, found: undefined, reason: `the site shows '${unread.name}', but ${unread.reason}` };
}

function hostOf(
  target: MasterTarget,
  onSite: Sighting<CapturedSiteMachine>,
  runbook: Pick<Runbook, 'hosts'>,
  world: World | undefined,
): HostInPlay | undefined {
  const shown = onSite.seen?.host;
  const declared = shown === undefined ? target.host?.value : runbook.hosts.find((host) => sameName(host.name, shown));
  const name = shown ?? declared?.name;
  if (name === undefined) return undefined;
  const captured = sighted(world, 'hosts', 'host', name, (known) => known.host(name));
  return { name, declared, captured, isShown: shown !== undefined };
}

function processServersInPlay(runbook: Runbook, world: World | undefined): readonly ProcessServerInPlay[] {
  const uses = Map.groupBy(runbook.machines, processServerFor);
  return [...uses].flatMap(([server, machines]) => {
    const [first] = machines;
    if (server === undefined || first === undefined) return [];
    return [{ ...processServerSeen(server, world), at: placeOfProcessServer(first), machines }];
  });
}

/** A declared process server beside what was captured of it, whether it receives data of a machine or not. */
export function processServerSeen(server: ProcessServer, world: World | undefined): ProcessServerSeen {
  const captured = sighted(world, 'processServers', 'process server', server.serverName, (known) =>
    known.processServer(server.serverName),
  );
  const azureVm = sighted(world, 'azureVms', 'Azure machine', server.serverName, (known) => {
    const id = captured.seen?.azureVmId;
    if (id !== undefined) return known.azureVm(id);
    const [vm, ...others] = known.azureVmsNamed(server.serverName);
    return others.length === 0 ? vm : undefined;
  });
  return { name: server.name, server, captured, azureVm };
}

/** Where a machine's process server is named: at the machine, else at its master target, else at the machine's name. */
export function placeOfProcessServer({ processServer, via, at }: Machine): SourceRange {
  if (processServer !== undefined) return processServer.at;
  const named = via !== undefined && via.value.kind === 'master-target' ? via.value.processServer : undefined;
  return named === undefined ? at : named.at;
}

function configurationServersInPlay(
  runbook: Runbook,
  world: World | undefined,
  itemIds: readonly string[],
): readonly ConfigurationServerInPlay[] {
  const seen = world?.inventory.configurationServers ?? [];
  const declared = runbook.configurationServers.map((server) => ({
    name: server.name,
    at: server.at,
    declared: server,
    captured: sighted(world, 'configurationServers', 'configuration server', server.serverName, () =>
      seen.find(({ name }) => sameName(name, server.serverName)),
    ),
  }));
  const others = seen.filter(
    ({ id, name }) =>
      !runbook.configurationServers.some(({ serverName }) => sameName(serverName, name)) &&
      itemIds.some((item) => item.toLowerCase().startsWith(`${id.toLowerCase()}/`)),
  );
  return [
    ...declared,
    ...others.map((each) => ({ name: each.name, at: runbook.at, declared: undefined, captured: { seen: each } })),
  ];
}

/** What the inventory has of a thing; or that nobody captured its section; or that whoever looked did not find it. */
function sighted<T extends { readonly seenAt: string }>(
  world: World | undefined,
  section: keyof World['inventory'],
  kind: string,
  name: string,
  find: (world: World) => T | undefined,
): Sighting<T> {
  if (world === undefined || world.inventory[section] === undefined) return NOT_CAPTURED;
  const seen = find(world);
  if (seen !== undefined) return { seen };
  return { seen: undefined, found: 0, looked: [lookOf(world)], reason: `the inventory has no ${kind} '${name}'` };
}
