import type { CapturedItem, Inventory } from '../../core/inventory/inventory.ts';
import { type Chance, seededChance } from '../chance.ts';
import { DueQueue } from '../due-queue.ts';
import { FaultBook } from '../fault-book.ts';
import type { Fault } from '../faults.ts';
import type { Knobs } from '../knobs.ts';
import type { Instant, VirtualClock } from '../virtual-clock.ts';
import { AzureSide } from './azure-side.ts';
import { JobBook } from './job-book.ts';
import { Machine, type MachineState } from './machine.ts';
import { phaseFacts, phaseShown, providerOf } from './phase.ts';
import { TrafficSide } from './traffic-side.ts';

/** The simulated world: one vault, what it protects, and what Azure runs of it. */
export class Estate {
  readonly inventory: Inventory;
  readonly knobs: Knobs;
  readonly chance: Chance;
  readonly clock: VirtualClock;
  readonly faults: FaultBook;
  readonly due = new DueQueue();
  readonly jobs = new JobBook();
  readonly azure: AzureSide;
  readonly traffic: TrafficSide;
  readonly machines: readonly Machine[];
  readonly #byKey: ReadonlyMap<string, Machine>;
  readonly #byName: ReadonlyMap<string, Machine>;

  constructor(inventory: Inventory, knobs: Knobs, seed: number, clock: VirtualClock, faults: readonly Fault[]) {
    this.inventory = inventory;
    this.knobs = knobs;
    this.chance = seededChance(seed);
    this.clock = clock;
    this.faults = new FaultBook(faults);
    const startAt = clock.now();
    this.azure = new AzureSide(inventory, startAt);
    this.traffic = new TrafficSide(inventory);
    const standing = standingMachines(inventory);
    this.machines = (inventory.items ?? []).map((item) => machineOf(item, standing, knobs, this.chance, startAt));
    this.#byKey = new Map(this.machines.map((machine) => [machine.key, machine]));
    this.#byName = new Map(this.machines.map((machine) => [machine.item.name.toLowerCase(), machine]));
  }

  /** Lets fall due what is due, and says what time it is. */
  settle(now: Instant = this.clock.now()): Instant {
    this.due.settle(now);
    return now;
  }

  machine(id: string): Machine | undefined {
    return this.#byKey.get(id.toLowerCase());
  }

  /** Friendly name of the machine that a protected item's name stands for; other names stand for themselves. */
  spokenName(subject: string | undefined): string | undefined {
    if (subject === undefined) return undefined;
    return this.#byName.get(subject.toLowerCase())?.item.friendlyName ?? subject;
  }
}

function machineOf(
  item: CapturedItem,
  standing: ReadonlySet<string> | undefined,
  knobs: Knobs,
  chance: Chance,
  startAt: Instant,
): Machine {
  const architecture = providerOf(item.instanceType)?.architecture ?? 'modernized';
  const hasOldMachine = standing === undefined || standing.has(item.friendlyName.toLowerCase());
  return new Machine(item, architecture, hasOldMachine, firstState(item, architecture, knobs, chance, startAt));
}

/** Machines that stand on the site; undefined when nobody looked, and then all are taken to. */
function standingMachines(inventory: Inventory): ReadonlySet<string> | undefined {
  if (inventory.siteMachines === undefined) return undefined;
  return new Set(inventory.siteMachines.map((machine) => machine.name.toLowerCase()));
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
    internalIdentifier: item.internalIdentifier ?? chance.guid('incarnation', item.id.toLowerCase(), 0),
    replication: undefined,
    resyncRequired: item.resyncRequired ?? false,
    job: undefined,
    policyId: item.policyId,
    lastUsedPolicyId: undefined,
    reprotectAgentId: item.reprotectAgentId,
    processServerId: item.processServerId,
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
