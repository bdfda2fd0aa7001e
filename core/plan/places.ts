import { sameName, type World } from '../inventory/world.ts';
import type { Appliance, MasterTarget } from '../runbook/runbook.ts';

/**
 * Disks that may be under failback through one appliance, or attached to one master target, at the same time.
 * @source vmware-azure-prepare-failback (master target), failover-failback-overview-modernized (appliance)
 */
export const DISKS_AT_ONCE = 60;

type Way = Appliance | MasterTarget;

/**
 * Disks of this plan that fit: a master target's own disks count towards the sixty, and so do those of machines that
 * other plans are bringing home through the appliance. `ours` are the items of this plan.
 */
export function placesOf(way: Way, world: World | undefined, ours: ReadonlySet<string>): number {
  const taken = way.kind === 'appliance' ? others(way, world, ours) : onMasterTarget(way, world, ours);
  return Math.max(1, DISKS_AT_ONCE - taken);
}

function others(way: Appliance, world: World | undefined, ours: ReadonlySet<string>): number {
  const agent = world?.appliance(way.applianceName)?.reprotectAgentId;
  if (agent === undefined) return 0;
  const returning = (world?.inventory.items ?? []).filter(
    ({ id, instanceType, reprotectAgentId }) =>
      instanceType === 'InMageRcmFailback' && reprotectAgentId === agent && !ours.has(id),
  );
  return returning.reduce((sum, { disks }) => sum + disks.length, 0);
}

/** Its own disks, and those of other machines that replicate home through it. */
function onMasterTarget(way: MasterTarget, world: World | undefined, ours: ReadonlySet<string>): number {
  const target = world?.masterTarget(way.targetName);
  if (target === undefined) return 0;
  const returning = (world?.inventory.items ?? []).filter(
    ({ id, instanceType, masterTargetId }) =>
      instanceType === 'InMage' && masterTargetId !== undefined && sameName(masterTargetId, target.id) && !ours.has(id),
  );
  return returning.reduce((sum, { disks }) => sum + disks.length, target.diskCount ?? 0);
}

/**
 * The numbered places of one appliance, handed out in turn: a machine takes the places that were taken longest ago, and
 * has to wait until the machines that hold them have committed. So no order of events puts more disks than places under
 * failback, and each machine waits for no more machines than it has disks.
 */
export class Places {
  readonly #holders: (number | undefined)[];
  #next = 0;

  constructor(count: number) {
    this.#holders = new Array<number | undefined>(count).fill(undefined);
  }

  /** Takes places for a machine and returns the machines that held them, each once. */
  take(count: number, machine: number): number[] {
    const before: number[] = [];
    for (let taken = 0; taken < Math.min(count, this.#holders.length); taken++) {
      const holder = this.#holders[this.#next];
      if (holder !== undefined && before.at(-1) !== holder && !before.includes(holder)) before.push(holder);
      this.#holders[this.#next] = machine;
      this.#next = (this.#next + 1) % this.#holders.length;
    }
    return before;
  }
}
