import type { CapturedItem, CapturedSiteMachine, Inventory } from '../../core/inventory/inventory.ts';
import { type Chance, seededChance } from '../chance.ts';
import { DueQueue } from '../due-queue.ts';
import { FaultBook } from '../fault-book.ts';
import type { Fault } from '../faults.ts';
import type { Knobs } from '../knobs.ts';
import type { Instant, VirtualClock } from '../virtual-clock.ts';
import { AzureSide } from './azure-side.ts';
import { ClassicSite } from './classic-site.ts';
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
  readonly classic: ClassicSite;
  readonly machines: readonly Machine[];
  readonly #byKey: ReadonlyMap<string, Machine>;
  readonly #byName: ReadonlyMap<string, Machine>;
  readonly #byVm: ReadonlyMap<string, Machine>;
  readonly #site: ReadonlyMap<string, CapturedSiteMachine>;

  constructor(inventory: Inventory, knobs: Knobs, seed: number, clock: VirtualClock, faults: readonly Fault[]) {
    this.inventory = inventory;
    this.knobs = knobs;
    this.chance = seededChance(seed);
    this.clock = clock;
    this.faults = new FaultBook(faults);
    const startAt = clock.now();
    this.azure = new AzureSide(inventory, startAt);
    this.traffic = new TrafficSide(inventory);
    this.classic = new ClassicSite(inventory);
    const siteMachines = inventory.siteMachines ?? [];
    this.#site = new Map(siteMachines.map((machine) => [machine.name.toLowerCase(), machine]));
    // Where nobody looked at the site, the old machines are taken to stand there.
    const stands = (item: CapturedItem) =>
      inventory.siteMachines === undefined || this.siteMachine(item.friendlyName) !== undefined;
    this.machines = (inventory.items ?? []).map((item) => machineOf(item, stands(item), knobs, this.chance, startAt));
    this.#byKey = new Map(this.machines.map((machine) => [machine.key, machine]));
    this.#byName = new Map(this.machines.map((machine) => [machine.item.name.toLowerCase(), machine]));
    this.#byVm = new Map(this.machines.map((machine) => [machine.item.azureVmId?.toLowerCase() ?? '', machine]));
  }

  /** Lets fall due what is due, and says what time it is. */
  settle(now: Instant = this.clock.now()): Instant {
    this.due.settle(now);
    return now;
  }

  machine(id: string): Machine | undefined {
    return this.#byKey.get(id.toLowerCase());
  }

  /** The protected machine that runs as this virtual machine in Azure. */
  machineOfVm(id: string): Machine | undefined {
    return this.#byVm.get(id.toLowerCase());
  }

  /** The old machine on-premises, by the name of the protected one. */
  siteMachine(name: string): CapturedSiteMachine | undefined {
    return this.#site.get(name.toLowerCase());
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
