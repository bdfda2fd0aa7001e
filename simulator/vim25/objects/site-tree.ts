import type { Estate } from '../../estate/estate.ts';
import { type ManagedObject, type ObjectTree, objectTree } from '../managed-object.ts';
import { siteLoad } from '../site-load.ts';
import { siteMachinesNow } from '../site-machines.ts';
import type { SiteServer } from '../site-servers.ts';
import { type Reference, reference } from '../vim-value.ts';
import { datastoreObject, storagePodObject } from './datastore-object.ts';
import { folderObjects } from './folder-objects.ts';
import { hostObject } from './host-object.ts';
import { machineObject } from './machine-object.ts';
import { type SiteNames, siteNames } from './site-names.ts';

/** A server's objects, and the names by which they are found. */
export interface SiteTree {
  readonly tree: ObjectTree;
  readonly names: SiteNames;
}

/** What the site looked like when a tree was made: nothing else that is in it ever changes. */
interface Standing {
  readonly states: readonly unknown[];
  readonly machines: number;
}

const made = new WeakMap<SiteServer, { readonly standing: Standing; readonly tree: SiteTree }>();

/** All that one server of the site shows at this moment; made anew when a machine has moved since. */
export function siteTree(estate: Estate, server: SiteServer): SiteTree {
  const standing = standingOf(estate);
  const last = made.get(server);
  if (last !== undefined && isSame(last.standing, standing)) return last.tree;
  const tree = grown(estate, server);
  made.set(server, { standing, tree });
  return tree;
}

function standingOf(estate: Estate): Standing {
  const captured = estate.inventory.siteMachines ?? [];
  return {
    states: estate.machines.map(({ state }) => state),
    machines: captured.filter(({ name }) => estate.siteMachine(name) !== undefined).length,
  };
}

function isSame(one: Standing, other: Standing): boolean {
  return one.machines === other.machines && one.states.every((state, index) => state === other.states[index]);
}

function grown(estate: Estate, server: SiteServer): SiteTree {
  const machines = siteMachinesNow(estate).filter(({ machine }) => server.shows(machine));
  const names = siteNames(server, machines);
  const load = siteLoad(
    (estate.inventory.siteMachines ?? []).filter(server.shows),
    machines.map(({ machine }) => machine),
  );
  const capturedAt = Date.parse(estate.inventory.capturedAt);
  const shown = machines.map(({ id, machine }) => ({ machine, self: reference('VirtualMachine', id) }));
  const onHost = grouped(shown, ({ machine }) => (machine.host === undefined ? [] : [machine.host]));
  const onDatastore = grouped(shown, ({ machine }) => machine.datastores);
  const objects: ManagedObject[] = [
    ...folderObjects(
      server,
      names,
      shown.map(({ self }) => self),
    ),
  ];
  for (const host of server.hosts) {
    const self = names.host(host.name);
    if (self !== undefined) objects.push(hostObject(host, self, names, load, onHost(host.name)));
  }
  for (const datastore of server.datastores) {
    const self = names.datastore(datastore.name);
    if (self !== undefined)
      objects.push(datastoreObject(datastore, self, server, names, load, onDatastore(datastore.name)));
  }
  for (const pod of server.storageClusters) {
    const self = names.storagePod(pod.name);
    if (self !== undefined) objects.push(storagePodObject(pod, self, names));
  }
  for (const { machine, self } of shown) objects.push(machineObject(machine, self, names, capturedAt));
  return { tree: objectTree(names.root, objects), names };
}

type Shown = { readonly machine: { readonly name: string }; readonly self: Reference };

function grouped<T extends Shown>(
  machines: readonly T[],
  keys: (machine: T) => readonly string[],
): (key: string) => readonly Reference[] {
  const groups = new Map<string, Reference[]>();
  for (const machine of machines)
    for (const key of new Set(keys(machine).map((each) => each.toLowerCase()))) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [machine.self]);
      else group.push(machine.self);
    }
  return (key) => groups.get(key.toLowerCase()) ?? [];
}
