import type { Inventory } from '../inventory/inventory.ts';
import { type World, worldOf } from '../inventory/world.ts';
import type { Appliance, Machine, MasterTarget, ProcessServer, Runbook } from '../runbook/runbook.ts';
import { masterTargetSeen, processServerFor, processServerSeen } from './classic-in-play.ts';
import { lookedUp, type MachineInPlay } from './machine-in-play.ts';
import { applianceSeen } from './site-in-play.ts';

/** What a runbook says besides its machines and how they travel: its head and its site. */
export type RunbookFrame = Omit<
  Runbook,
  | 'machines'
  | 'waves'
  | 'apps'
  | 'consistencyGroups'
  | 'afterAll'
  | 'moments'
  | 'batches'
  | 'accepted'
  | 'attested'
  | 'documentation'
  | 'change'
  | 'freeze'
  | 'objective'
  | 'review'
>;

/** What a rule about one machine may look at besides that machine. */
export interface Frame {
  readonly runbook: RunbookFrame;
  readonly world: World | undefined;
  /** How to get a fact that is missing, with the command on its own line. */
  readonly howToCapture: string;
  /** A machine beside what was captured of it; of the site's things all machines get the same objects. */
  inPlay(machine: Machine): MachineInPlay;
}

export function frameOf(runbook: RunbookFrame, inventory: Inventory | undefined): Frame {
  const world = inventory === undefined ? undefined : worldOf(inventory);
  const appliance = kept((each: Appliance) => applianceSeen(each, runbook, world));
  const masterTarget = kept((each: MasterTarget) => masterTargetSeen(each, runbook, world));
  const processServer = kept((each: ProcessServer) => processServerSeen(each, world));
  return {
    runbook,
    world,
    howToCapture: `Capture the inventory anew.\nfailback capture ${fileOf(runbook)} --out ${inventoryFileOf(runbook)}`,
    inPlay(machine) {
      const way = machine.via?.value;
      const server = processServerFor(machine);
      return {
        machine,
        ...lookedUp(machine, world),
        appliance: way?.kind === 'appliance' ? appliance(way) : undefined,
        masterTarget: way?.kind === 'master-target' ? masterTarget(way) : undefined,
        processServer: server === undefined ? undefined : processServer(server),
      };
    },
  };
}

type FramePart = keyof RunbookFrame;

/** Things of the site, each declared once. */
const SITE = [
  'vaults',
  'vcenters',
  'hosts',
  'datastores',
  'appliances',
  'people',
  'trafficProfiles',
  'configurationServers',
  'processServers',
  'masterTargets',
  'connections',
] as const satisfies readonly FramePart[];

/** Whether what was judged in one frame stands in the other: the same things, as the same objects. */
export function isSameFrame(one: RunbookFrame, other: RunbookFrame): boolean {
  return (
    one === other ||
    (one.name === other.name &&
      one.at === other.at &&
      isSameWord(one.architecture, other.architecture) &&
      isSameWord(one.vault, other.vault) &&
      isSameWord(one.inventory, other.inventory) &&
      SITE.every((part) => haveSame(one[part], other[part])))
  );
}

type Word = { readonly value: unknown; readonly at: unknown } | undefined;

function isSameWord(one: Word, other: Word): boolean {
  return one?.value === other?.value && one?.at === other?.at;
}

function haveSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some === others || (some.length === others.length && some.every((each, at) => each === others[at]));
}

function kept<T extends object, R>(make: (thing: T) => R): (thing: T) => R {
  const made = new Map<T, R>();
  return (thing) => {
    const known = made.get(thing) ?? make(thing);
    made.set(thing, known);
    return known;
  };
}

function fileOf({ at }: RunbookFrame): string {
  return decodeURIComponent(at.uri.slice(at.uri.lastIndexOf('/') + 1));
}

function inventoryFileOf({ inventory, name }: RunbookFrame): string {
  return inventory === undefined ? `${name}.inventory.json` : inventory.value;
}
