import type { CapturedItem, CapturedSiteMachine, Inventory } from '../../core/inventory/inventory.ts';
import { type Chance, seededChance } from '../chance.ts';
import { DueQueue } from '../due-queue.ts';
import { FaultBook } from '../fault-book.ts';
import type { Fault } from '../faults.ts';
import type { Knobs } from '../knobs.ts';
import type { Instant, VirtualClock } from '../virtual-clock.ts';
import { AzureSide, lastPart } from './azure-side.ts';
import { ClassicSite } from './classic-site.ts';
import { JobBook } from './job-book.ts';
import { Machine, type MachineState } from './machine.ts';
import { phaseFacts, phaseShown, providerOf } from './phase.ts';
import { sameId } from './same-id.ts';
import { TrafficSide } from './traffic-side.ts';

/** The simulated world: one vault, what it protects, and what Azure runs of it. */
export class Estate {
  readonly inventory: Inventory;
  readonly knobs: Knobs;
  readonly chance: Chance;
  readonly clock: VirtualClock;
  /** When it began. */
  readonly beganAt: Instant;
  readonly faults: FaultBook;
  readonly due = new DueQueue();
  readonly jobs = new JobBook();
  readonly azure: AzureSide;
  readonly traffic: TrafficSide;
  readonly classic: ClassicSite;
  readonly machines: readonly Machine[];
  readonly #byKey: ReadonlyMap<string, Machine>;
  readonly #byItem: Map<string, Machine>;
  readonly #byName: Map<string, Machine>;
  readonly #byVm: ReadonlyMap<string, Machine>;
  readonly #site: Map<string, CapturedSiteMachine>;

  constructor(inventory: Inventory, knobs: Knobs, seed: number, clock: VirtualClock, faults: readonly Fault[]) {
    this.inventory = inventory;
    this.knobs = knobs;
    this.chance = seededChance(seed);
    this.clock = clock;
    this.faults = new FaultBook(faults);
    const startAt = clock.now();
    this.beganAt = startAt;
    this.azure = new AzureSide(inventory, startAt);
    this.traffic = new TrafficSide(inventory);
    this.classic = new ClassicSite(inventory);
    const siteMachines = inventory.siteMachines ?? [];
    this.#site = new Map(siteMachines.map((machine) => [machine.name.toLowerCase(), machine]));
    // Where nobody looked at the site, the old machines are taken to stand there.
    const stands = (item: CapturedItem) =>
      inventory.siteMachines === undefined || isOldMachine(item, this.siteMachine(item.friendlyName));
    this.machines = (inventory.items ?? []).map((item) => machineOf(item, stands(item), knobs, this.chance, startAt));
    this.#byKey = new Map(this.machines.map((machine) => [machine.key, machine]));
    this.#byItem = new Map(this.#byKey);
    this.#byName = new Map(this.machines.map((machine) => [machine.item.name.toLowerCase(), machine]));
    this.#byVm = new Map(this.machines.map((machine) => [machine.item.azureVmId?.toLowerCase() ?? '', machine]));
  }

  /** Lets fall due what is due, and says what time it is. */
  settle(now: Instant = this.clock.now()): Instant {
    this.due.settle(now);
    return now;
  }

  /** The machine whose protected item has this id now, or had it where old ids stay. */
  machine(id: string): Machine | undefined {
    return this.#byItem.get(id.toLowerCase());
  }

  /** Whether the machine's item has this name, or ever had it. */
  wasCalled(machine: Machine, itemName: string): boolean {
    return this.#byName.get(itemName.toLowerCase()) === machine;
  }

  /** By the key that stays the same. */
  machineByKey(key: string): Machine | undefined {
    return this.#byKey.get(key);
  }

  /** Gives an item another id, as a classic reprotect may. */
  rename(machine: Machine, itemId: string, at: Instant): void {
    if (this.knobs.oldItemAfterRename === 'gone') this.#byItem.delete(machine.state.itemId.toLowerCase());
    this.#byItem.set(itemId.toLowerCase(), machine);
    this.#byName.set(lastPart(itemId).toLowerCase(), machine);
    machine.become({ itemId }, at);
  }

  /** The protected machine that runs as this virtual machine in Azure. */
  machineOfVm(id: string): Machine | undefined {
    return this.#byVm.get(id.toLowerCase());
  }

  /** The old machine on-premises, by the name of the protected one. */
  siteMachine(name: string): CapturedSiteMachine | undefined {
    return this.#site.get(name.toLowerCase());
  }

  /** Deletes a machine of the site for good, as somebody does who wants the alternate location. */
  deleteSiteMachine(name: string): boolean {
    for (const machine of this.machines) if (sameId(machine.item.friendlyName, name)) machine.hasOldMachine = false;
    return this.#site.delete(name.toLowerCase());
  }

  /** Friendly name of the machine that a protected item's name stands for; other names stand for themselves. */
  spokenName(subject: string | undefined): string | undefined {
    if (subject === undefined) return undefined;
    return this.#byName.get(subject.toLowerCase())?.item.friendlyName ?? subject;
  }
}

function machineOf(
  item: CapturedItem,
  hasOldMachine: boolean,
  knobs: Knobs,
  chance: Chance,
  startAt: Instant,
): Machine {
  const architecture = providerOf(item.instanceType)?.architecture ?? 'modernized';
  return new Machine(item, architecture, hasOldMachine, firstState(item, architecture, knobs, chance, startAt));
}

/** The item as captured. Its operations are those that were seen, whatever the table says. */
function firstState(
  item: CapturedItem,
  architecture: 'modernized' | 'classic',
  knobs: Knobs,
  chance: Chance,
  startAt: Instant,
): MachineState {
  const phase = phaseShown(item.instanceType, item.protectionState, knobs);
  const table = phase === 'as-captured' ? undefined : phaseFacts(phase, architecture, knobs);
  return {
    since: startAt,
    phase,
    shown: {
      instanceType: item.instanceType,
      protectionState: item.protectionState,
      description: table?.description ?? item.protectionState,
      activeLocation: item.activeLocation === 'Recovery' ? 'Recovery' : (table?.activeLocation ?? 'Primary'),
      allowedOperations: item.allowedOperations,
    },
    itemId: item.id,
    previousIdentifier: undefined,
    internalIdentifier: item.internalIdentifier ?? chance.guid('incarnation', item.id.toLowerCase(), 0),
    replication: undefined,
    resyncRequired: item.resyncRequired ?? false,
    job: undefined,
    policyId: item.policyId,
    lastUsedPolicyId: undefined,
    reprotectAgentId: item.reprotectAgentId,
    processServerId: item.processServerId,
    masterTargetId: item.masterTargetId,
    runAsAccountId: undefined,
    datastore: item.targetDatastore,
    logStorageAccountId: item.logStorageAccountId,
    azureVmId: item.azureVmId,
    lastFailover: item.lastFailover === undefined ? undefined : Date.parse(item.lastFailover),
    lastPlannedFailover: undefined,
    replicationHealth: item.replicationHealth,
    healthErrors: item.healthErrors.map((error) => ({
      code: error.code,
      errorId: undefined,
      level: error.level ?? 'Error',
      message: error.message,
      possibleCauses: error.possibleCauses ?? '',
      recommendedAction: error.recommendedAction ?? '',
      since: startAt,
    })),
    protectedSince: phase === 'protected-back' || phase === 'protected-forward' ? startAt : undefined,
  };
}

/**
 * Whether what stands on the site under a machine's name is the machine itself. A physical server has no machine there,
 * a template runs nowhere, and one that shares no disk with the item is a stranger.
 */
function isOldMachine(item: CapturedItem, found: CapturedSiteMachine | undefined): boolean {
  if (found === undefined) return false;
  if (providerOf(item.instanceType)?.architecture !== 'classic') return true;
  if (item.discoveryType === 'Physical' || found.isTemplate === true) return false;
  const here = new Set(found.disks.flatMap(({ uuid }) => uuid?.toLowerCase() ?? []));
  const there = item.disks.flatMap(({ uuid }) => uuid?.toLowerCase() ?? []);
  return here.size === 0 || there.length === 0 || there.some((uuid) => here.has(uuid));
}
