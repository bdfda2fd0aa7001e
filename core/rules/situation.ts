import type { CapturedHost, Inventory } from '../inventory/inventory.ts';
import type { World } from '../inventory/world.ts';
import type { Runbook } from '../runbook/runbook.ts';
import { type ClassicInPlay, classicInPlay } from './classic-in-play.ts';
import { type Frame, frameOf } from './frame.ts';
import type { MachineInPlay } from './machine-in-play.ts';
import { type ApplianceInPlay, appliancesInPlay, type VCenterInPlay, vcentersInPlay } from './site-in-play.ts';
import type { RuleContext } from './verdict.ts';

export type { MachineInPlay } from './machine-in-play.ts';

/** Runbook and inventory side by side, with every look-up that rules share done once, and when it is first asked for. */
export interface Situation extends Frame, ClassicInPlay {
  readonly runbook: Runbook;
  readonly machines: readonly MachineInPlay[];
  readonly appliances: readonly ApplianceInPlay[];
  readonly vcenters: readonly VCenterInPlay[];
  readonly frame: Frame;
}

const situations = new WeakMap<RuleContext, Situation>();

/** The situation of a context; made on first use. */
export function situationOf(context: RuleContext): Situation {
  const known = situations.get(context);
  if (known !== undefined) return known;
  const frame = frameOf(context.runbook, context.inventory);
  return situate(
    context,
    frame,
    once(() => context.runbook.machines.map((machine) => frame.inPlay(machine))),
  );
}

/** Tells the situation of a context, where its frame and its machines were looked at before. */
export function situate(context: RuleContext, frame: Frame, machines: () => readonly MachineInPlay[]): Situation {
  const situation = surveyed(context.runbook, frame, machines);
  situations.set(context, situation);
  return situation;
}

function surveyed(runbook: Runbook, frame: Frame, machines: () => readonly MachineInPlay[]): Situation {
  const { world, howToCapture } = frame;
  const itemIds = () => machines().flatMap(({ item: { seen } }) => (seen === undefined ? [] : [seen.id]));
  const classic = once(() => classicInPlay(runbook, world, itemIds()));
  const appliances = once(() => appliancesInPlay(runbook, world));
  const vcenters = once(() => vcentersInPlay(runbook, appliances(), world));
  return {
    runbook,
    world,
    howToCapture,
    frame,
    inPlay: frame.inPlay,
    get machines() {
      return machines();
    },
    get appliances() {
      return appliances();
    },
    get vcenters() {
      return vcenters();
    },
    get masterTargets() {
      return classic().masterTargets;
    },
    get processServers() {
      return classic().processServers;
    },
    get configurationServers() {
      return classic().configurationServers;
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The host as vSphere shows it. */
export function seenHost(world: World | undefined, name: string): CapturedHost | undefined {
  return world === undefined ? undefined : world.host(name);
}

/** The section of an inventory, or why there is none. */
export function section<K extends keyof Inventory>(world: World | undefined, name: K): Inventory[K] | undefined {
  return world === undefined ? undefined : world.inventory[name];
}
