import type { CapturedDatastore, CapturedItem, CapturedSiteMachine, Inventory } from '../inventory/inventory.ts';
import { sameName } from '../inventory/world.ts';
import type { Bytes } from '../quantity.ts';
import { stageOf } from '../rules/item-stage.ts';
import { oldPlaceOf } from '../rules/old-place.ts';
import type { Architecture } from '../runbook/runbook.ts';
import { type WayHome, waysHome } from './ways-home.ts';

/** How one machine comes home. */
export interface ChosenWay {
  readonly location: 'original' | 'alternate';
  readonly way: WayHome | undefined;
  /** Name of the datastore in vSphere; undefined: nobody knows one. */
  readonly datastore: string | undefined;
  readonly notes: readonly string[];
}

/** @source failover-failback-overview-modernized, "Design considerations" */
const MOST_DISKS = 60;

/**
 * Chooses for machine after machine: the old machine where it stands, through what reaches its datastore and carries the
 * least; a new one where it does not, on the roomiest datastore in reach. It remembers what it gave away.
 */
export class WayChooser {
  readonly #inventory: Inventory;
  readonly #ways: readonly WayHome[];
  readonly #architecture: Architecture;
  readonly #disks = new Map<WayHome, number>();
  readonly #space = new Map<string, Bytes>();
  readonly #wayOfGroup = new Map<string, WayHome>();
  readonly #sawWholeSite: boolean;

  constructor(inventory: Inventory, architecture: Architecture) {
    this.#inventory = inventory;
    this.#architecture = architecture;
    this.#ways = waysHome(inventory, architecture);
    const gaps = inventory.notCaptured ?? [];
    this.#sawWholeSite =
      inventory.siteMachines !== undefined &&
      !gaps.some(({ what }) => /vcenter|vsphere|esx|host|site|machine/i.test(what));
  }

  /** @param group name of the consistency group, whose machines go one way; undefined for a machine of its own */
  choose(item: CapturedItem, group: string | undefined): ChosenWay {
    const old = this.#inventory.siteMachines?.find(({ name }) => sameName(name, item.friendlyName));
    const location = this.#locationOf(item, old);
    const chosen = location === 'original' ? this.#intoOldMachine(item, old, group) : this.#intoNewMachine(item, group);
    if (chosen.way !== undefined) {
      this.#disks.set(chosen.way, (this.#disks.get(chosen.way) ?? 0) + Math.max(1, item.disks.length));
      if (group !== undefined) this.#wayOfGroup.set(group, this.#wayOfGroup.get(group) ?? chosen.way);
    }
    return { location, ...chosen, notes: [...chosen.notes, ...this.#whyNoWay(item, chosen.way)] };
  }

  #whyNoWay({ osType }: CapturedItem, way: WayHome | undefined): readonly string[] {
    if (way !== undefined) return [];
    if (this.#architecture === 'modernized')
      return ['No appliance was found that can bring it home; name one in `via:`.'];
    const system = osType === undefined ? 'its system' : `${osType} that is new enough`;
    return [`No master target with ${system} was found; name one in \`via:\` once there is one.`];
  }

  #locationOf(item: CapturedItem, old: CapturedSiteMachine | undefined): ChosenWay['location'] {
    if (item.discoveryType === 'Physical') return 'alternate';
    // On its way already: the service has decided, and the plan only goes on.
    if (stageOf(item) !== 'in-azure') return 'original';
    return old === undefined && this.#sawWholeSite ? 'alternate' : 'original';
  }

  #intoOldMachine(item: CapturedItem, old: CapturedSiteMachine | undefined, group: string | undefined) {
    const place = oldPlaceOf({
      item: { seen: item },
      onSite: old === undefined ? { seen: undefined, found: 0, looked: [], reason: '' } : { seen: old },
    });
    const places = place?.datastores ?? [];
    const used = item.targetDatastore === undefined ? places : [item.targetDatastore, ...places];
    const reachesAll = (way: WayHome) => places.length > 0 && places.every((name) => reaches(way, name));
    const way = this.#best(item, group, [
      (one) => one.carries(item),
      reachesAll,
      (one) => places.some((name) => reaches(one, name)),
      (one) => this.#isInVCenterOf(one, item),
    ]);
    const datastore = used.find((name) => way !== undefined && reaches(way, name)) ?? used[0];
    return { way, datastore, notes: [] };
  }

  #intoNewMachine(item: CapturedItem, group: string | undefined) {
    const size = item.disks.reduce((sum, { capacityBytes }) => sum + capacityBytes, 0);
    const roomFor = (way: WayHome) => this.#roomiest(way, size);
    const way = this.#best(item, group, [
      (one) => one.carries(item),
      (one) => roomFor(one) !== undefined,
      (one) => this.#isInVCenterOf(one, item),
    ]);
    const everywhere = { reach: this.#inventory.datastores?.map(({ name }) => name) ?? [], vcenter: way?.vcenter };
    const datastore =
      (way === undefined ? undefined : (roomFor(way) ?? way.reach[0])) ?? this.#roomiest(everywhere, size);
    if (datastore !== undefined) {
      const key = datastore.toLowerCase();
      this.#space.set(key, (this.#space.get(key) ?? 0) + size);
    }
    const why =
      item.discoveryType === 'Physical'
        ? 'It was a physical server, and comes home as a virtual machine, with a full copy of its data.'
        : 'Its old machine was not found on the site, so it comes home as a new one, with a full copy of its data.';
    return { way, datastore, notes: [why] };
  }

  /** The way that fulfils the most important wishes; among equal ones a healthy one that carries the least. */
  #best(
    item: CapturedItem,
    group: string | undefined,
    wishes: readonly ((way: WayHome) => boolean)[],
  ): WayHome | undefined {
    const ofGroup = group === undefined ? undefined : this.#wayOfGroup.get(group);
    if (ofGroup?.takes(item) === true) return ofGroup;
    const disks = Math.max(1, item.disks.length);
    const [best] = this.#ways
      .filter((way) => way.takes(item) || way.carries(item))
      .map((way) => {
        const load = this.#disks.get(way) ?? 0;
        const full = this.#architecture === 'modernized' && load + disks > MOST_DISKS;
        const points = [wishes[0], ...wishes.slice(1, -1), () => way.healthy, wishes.at(-1), () => !full];
        return { way, load, met: points.map((wish) => (wish?.(way) === true ? 0 : 1)) };
      })
      .sort((one, other) => compare([...one.met, one.load], [...other.met, other.load]));
    return best?.way;
  }

  #isInVCenterOf(way: WayHome, { discovered }: CapturedItem): boolean {
    const id = discovered?.vcenterId;
    if (id === undefined || way.vcenter === undefined) return false;
    const name = this.#inventory.vcenters?.find(
      (vcenter) => vcenter.id !== undefined && sameName(vcenter.id, id),
    )?.name;
    return sameName(way.vcenter, id) || (name !== undefined && sameName(way.vcenter, name));
  }

  /** Name of the datastore in reach with the most room for a machine of this size. */
  #roomiest(way: Pick<WayHome, 'reach' | 'vcenter'>, size: Bytes): string | undefined {
    const rooms = way.reach.flatMap((name) => {
      const datastore = this.#inventory.datastores?.find((one) => sameName(one.name, name));
      if (datastore !== undefined && !this.#mayHold(datastore, way)) return [];
      const free = datastore === undefined ? 0 : datastore.freeBytes - (this.#space.get(name.toLowerCase()) ?? 0);
      return [{ name, free, fits: free >= size }];
    });
    rooms.sort((one, other) => Number(other.fits) - Number(one.fits) || other.free - one.free);
    return rooms[0]?.name;
  }

  #mayHold({ accessible, maintenance, type, vcenter }: CapturedDatastore, way: Pick<WayHome, 'vcenter'>): boolean {
    const sits = this.#inventory.vcenters?.find(
      ({ id, name }) =>
        way.vcenter !== undefined && (sameName(name, way.vcenter) || (id !== undefined && sameName(id, way.vcenter))),
    );
    const elsewhere =
      sits !== undefined && vcenter !== undefined && !sameName(vcenter, sits.name) && !sameName(vcenter, sits.address);
    const fit = this.#architecture === 'modernized' || FIT_FOR_MASTER_TARGETS.test(type);
    return accessible && (maintenance === undefined || maintenance === 'normal') && fit && !elsewhere;
  }
}

/** @source vmware-azure-prepare-failback: only VMFS and vSAN datastores for a machine that is made anew */
const FIT_FOR_MASTER_TARGETS = /^(?:vmfs|vsan)$/i;

function reaches(way: WayHome, datastore: string): boolean {
  return way.reach.some((name) => sameName(name, datastore));
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const [index, value] of one.entries()) {
    const difference = value - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
