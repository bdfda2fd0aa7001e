import type { CapturedItem } from '../../core/inventory/inventory.ts';
import type { Instant } from '../virtual-clock.ts';
import type { Architecture, Phase, PhaseFacts } from './phase.ts';
import type { Replication } from './replication.ts';

/** A health error as the item carries it. */
export interface ItemHealthError {
  readonly code: string;
  readonly errorId: string | undefined;
  readonly level: string;
  readonly message: string;
  readonly possibleCauses: string;
  readonly recommendedAction: string;
  readonly since: Instant;
}

/** A protected machine during one stretch of time; nothing in it changes. */
export interface MachineState {
  readonly since: Instant;
  readonly phase: Phase;
  readonly shown: PhaseFacts;
  /** ARM id of the item; a classic one may get another with a reprotect. */
  readonly itemId: string;
  /** Jobs name it as their target. It switches with each reprotect. */
  readonly internalIdentifier: string;
  /** The one before the last reprotect; a classic item tells it. */
  readonly previousIdentifier: string | undefined;
  readonly replication: Replication | undefined;
  readonly resyncRequired: boolean;
  readonly job: { readonly id: string; readonly scenarioName: string; readonly startedAt: Instant } | undefined;
  readonly policyId: string | undefined;
  readonly lastUsedPolicyId: string | undefined;
  readonly reprotectAgentId: string | undefined;
  readonly processServerId: string | undefined;
  readonly masterTargetId: string | undefined;
  readonly runAsAccountId: string | undefined;
  readonly datastore: string | undefined;
  readonly logStorageAccountId: string | undefined;
  readonly azureVmId: string | undefined;
  readonly lastFailover: Instant | undefined;
  readonly lastPlannedFailover:
    | { readonly startedAt: Instant; readonly status: 'Succeeded' | 'Failed' | 'Cancelled' }
    | undefined;
  readonly replicationHealth: string;
  readonly healthErrors: readonly ItemHealthError[];
  /** When it was last protected anew; recovery points count from there. */
  readonly protectedSince: Instant | undefined;
}

/** States that lists may still need when they lag behind. */
const REMEMBERED = 16;

/** One protected item with its recent past. Its key stays the same whatever the service calls the item. */
export class Machine {
  readonly key: string;
  readonly item: CapturedItem;
  readonly architecture: Architecture;
  /** The machine still stands on-premises, so that only what differs travels home. */
  hasOldMachine: boolean;
  /** It has come home since, so that it stands there whatever stood there before. */
  cameHome = false;
  #history: MachineState[];

  constructor(item: CapturedItem, architecture: Architecture, hasOldMachine: boolean, first: MachineState) {
    this.key = item.id.toLowerCase();
    this.item = item;
    this.architecture = architecture;
    this.hasOldMachine = hasOldMachine;
    this.#history = [first];
  }

  get state(): MachineState {
    return this.#history.at(-1) as MachineState;
  }

  /** The state in force at a moment in the recent past. */
  stateAt(at: Instant): MachineState {
    return this.#history.findLast((state) => state.since <= at) ?? (this.#history[0] as MachineState);
  }

  become(change: Partial<MachineState>, at: Instant): void {
    const next = { ...this.state, ...change, since: at };
    this.#history = [...this.#history.slice(1 - REMEMBERED), next];
  }
}
