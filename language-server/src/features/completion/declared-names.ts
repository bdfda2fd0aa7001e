import type { NodeKindProvider } from 'langium/lsp';
import { fold, sameName, type World } from '../../../../core/inventory/world.ts';
import { sayBytes, sayCount } from '../../../../core/report/say.ts';
import type { Machine, Runbook, Wave } from '../../../../core/runbook/runbook.ts';
import type { Named, NameTable } from '../../names/declared-names.ts';
import { type Namespace, wordFor } from '../../names/namespaces.ts';
import { fitOf } from '../place/fit.ts';
import type { Around } from '../place/place-in-text.ts';
import type { Offer } from './items.ts';
import { sayHosts } from './say-hosts.ts';

/** What decides which of the declared names fits best. */
export interface Fitness {
  readonly runbook: Runbook | undefined;
  readonly world: World | undefined;
  /** The blocks around the cursor, the innermost last. */
  readonly around: readonly Around[];
  /** Words before the cursor in the same list. */
  readonly before: readonly string[];
  /** What is typed of the name: what does not fit it is passed over at once. */
  readonly typed: string;
}

/** Declared names of a kind, with what decides between them. */
export function* declaredOffers(
  names: NameTable,
  namespace: Namespace,
  kinds: NodeKindProvider,
  fitness: Fitness,
): Generator<Offer> {
  const written = new Set(fitness.before.map(fold));
  const around = fitness.around[0]?.name;
  const self = around === undefined ? undefined : fold(around);
  const judge = JUDGES[namespace]?.(fitness);
  for (const node of names.all(namespace)) {
    if (fitOf(node.name, fitness.typed) === undefined) continue;
    const name = fold(node.name);
    if (written.has(name) || (namespace === 'wave' && name === self)) continue;
    yield new DeclaredOffer(node, kinds.getCompletionItemKind(node), judge);
  }
}

/** One of what may be ten thousand: it holds no more than it needs to speak when it is shown. */
class DeclaredOffer implements Offer {
  readonly kind: Offer['kind'];
  readonly rank: number;
  readonly #node: Named;
  readonly #judge: Judge | undefined;

  constructor(node: Named, kind: Offer['kind'], judge: Judge | undefined) {
    this.#node = node;
    this.kind = kind;
    this.#judge = judge;
    this.rank = judge?.rank(node) ?? 0;
  }

  get label(): string {
    return this.#node.name;
  }

  detail(): string {
    return this.#judge?.detail(this.#node) ?? wordFor(this.#node);
  }
}

interface Judge {
  rank(node: Named): number;
  detail(node: Named): string | undefined;
}

const JUDGES: Partial<Readonly<Record<Namespace, (fitness: Fitness) => Judge>>> = {
  machine: machinesByWave,
  datastore: datastoresByReach,
  'replication target': targetsByHealth,
  host: hostsByState,
  person: peopleByAddress,
  wave: wavesByOrder,
};

/** Machines that no wave moves come first: one in two waves is an error. */
function machinesByWave({ runbook, around }: Fitness): Judge {
  const isWave = around[0]?.block?.rule === 'Wave';
  const waveOf = new Map<string, string>();
  for (const wave of runbook?.waves ?? []) for (const name of namesIn(wave)) waveOf.set(name, wave.name);
  const wave = ({ name }: Named): string | undefined => waveOf.get(fold(name));
  return {
    rank: (node) => (isWave && wave(node) !== undefined ? 1 : 0),
    detail: (node) => `${wordFor(node)}, ${wave(node) === undefined ? 'in no wave yet' : `in wave ${wave(node)}`}`,
  };
}

/** Machines and groups of a wave, by folded name. A wave that did not change is the same object. */
const waveNames = new WeakMap<Wave, ReadonlySet<string>>();

function namesIn(wave: Wave): ReadonlySet<string> {
  const known = waveNames.get(wave);
  if (known !== undefined) return known;
  const names = new Set(
    wave.machines.flatMap(({ value: { name, group } }) =>
      [name, group].flatMap((one) => (one === undefined ? [] : fold(one))),
    ),
  );
  waveNames.set(wave, names);
  return names;
}

/** Those that the machine's appliance or master target reaches first, and of these the one with most room. */
function datastoresByReach({ runbook, world, around }: Fitness): Judge {
  const reached = reachOf(runbook, world, around);
  const written = new Map((runbook?.datastores ?? []).map((one) => [fold(one.name), one]));
  const seenAs = ({ name }: Named) => {
    const declared = written.get(fold(name));
    return {
      called: declared?.datastoreName ?? name,
      seen: world?.datastore(declared?.datastoreName ?? name),
      declared,
    };
  };
  const byRoom = new Map(
    (runbook?.datastores ?? [])
      .map(({ name, datastoreName }) => ({ name, free: world?.datastore(datastoreName)?.freeBytes ?? 0 }))
      .sort((one, other) => other.free - one.free)
      .map(({ name }, place) => [fold(name), place]),
  );
  const isReached = (node: Named): boolean | undefined =>
    reached && [seenAs(node).called, node.name].some((name) => reached.names.has(fold(name)));
  return {
    rank: (node) => (isReached(node) === false ? 50 : 0) + Math.min(49, byRoom.get(fold(node.name)) ?? 0),
    detail: (node) => {
      const { seen, declared, called } = seenAs(node);
      const hosts = world?.hostsMounting(called);
      const room = seen
        ? `${sayBytes(seen.freeBytes)} free of ${sayBytes(seen.capacityBytes)}`
        : declared?.capacity && `${sayBytes(declared.capacity.value)}, as written`;
      return [
        room ?? 'datastore',
        hosts !== undefined && hosts.length > 0 && `on ${sayHosts(hosts)}`,
        isReached(node) === false && `out of reach of ${reached?.target}`,
      ]
        .filter(Boolean)
        .join(', ');
    },
  };
}

/** What the machine's way home reaches: as captured, else as written. */
function reachOf(runbook: Runbook | undefined, world: World | undefined, around: readonly Around[]) {
  const said = around
    .toReversed()
    .find((one) => one.said.has('via'))
    ?.said.get('via');
  const name = around.at(-1)?.name;
  const via = said ?? viaOf(runbook?.machines ?? [], name) ?? usualVia(runbook?.machines ?? []);
  const target =
    via === undefined
      ? undefined
      : [...(runbook?.appliances ?? []), ...(runbook?.masterTargets ?? [])].find((one) => sameName(one.name, via));
  if (target === undefined) return undefined;
  const captured =
    target.kind === 'appliance'
      ? world?.appliance(target.applianceName)?.accessibleDatastores
      : world?.masterTarget(target.targetName)?.datastores;
  const names = captured ?? target.datastores.map(({ value }) => value.datastoreName);
  return { target: target.name, names: new Set(names.map(fold)) };
}

function viaOf(machines: readonly Machine[], name: string | undefined): string | undefined {
  // Most names are of another length, and need not be compared without case. Letters with marks have two lengths.
  const hasMarks = name !== undefined && /[^ -~]/.test(name);
  const isIt = (one: Machine): boolean =>
    name !== undefined && (hasMarks || one.name.length === name.length) && sameName(one.name, name);
  return machines.find(isIt)?.via?.value.name;
}

/** A machine that is just being written takes the way that `defaults vm` says, and the others show it. */
function usualVia(machines: readonly Machine[]): string | undefined {
  return machines.find(({ defaulted }) => defaulted.includes('via'))?.via?.value.name;
}

/** Healthy ones first. */
function targetsByHealth({ world, runbook }: Fitness): Judge {
  const illsOf = ({ name }: Named): readonly string[] | undefined => {
    const appliance = runbook?.appliances.find((one) => sameName(one.name, name));
    const seen = world?.appliance(appliance?.applianceName ?? name);
    if (seen !== undefined)
      return seen.components
        .filter(({ health }) => health !== 'Normal' && health !== 'None')
        .map(({ kind, health }) => `${kind}: ${health}`);
    const target = runbook?.masterTargets.find((one) => sameName(one.name, name));
    return world?.masterTarget(target?.targetName ?? name)?.healthErrors.map(({ message }) => message);
  };
  return {
    rank: (node) => ((illsOf(node)?.length ?? 0) > 0 ? 1 : 0),
    detail: (node) => {
      const ills = illsOf(node);
      return `${wordFor(node)}, ${ills === undefined ? 'never captured' : ills.length === 0 ? 'healthy' : ills.join(', ')}`;
    },
  };
}

/** Those that are connected and not in maintenance first. */
function hostsByState({ world }: Fitness): Judge {
  const isDown = (node: Named): boolean => {
    const seen = world?.host(node.name);
    return seen !== undefined && (seen.maintenance === true || (seen.connectionState ?? 'connected') !== 'connected');
  };
  return {
    rank: (node) => (isDown(node) ? 1 : 0),
    detail: (node) => {
      const seen = world?.host(node.name);
      if (seen === undefined) return 'host';
      const memory = seen.memoryFreeBytes === undefined ? '' : `, ${sayBytes(seen.memoryFreeBytes)} of memory free`;
      const state = isDown(node) ? `, ${seen.maintenance ? 'in maintenance' : seen.connectionState}` : '';
      return `${sayCount(seen.datastores.length, 'datastore')}${memory}${state}`;
    },
  };
}

/** Whoever can be reached comes before a name that leads nowhere. */
function peopleByAddress({ runbook }: Fitness): Judge {
  const person = ({ name }: Named) => runbook?.people.find((one) => sameName(one.name, name));
  return {
    rank: (node) => (person(node)?.email === undefined ? 1 : 0),
    detail: (node) =>
      [person(node)?.fullName, person(node)?.email].filter((part) => part !== undefined).join(', ') || 'person',
  };
}

/** A wave that already comes after this one cannot come before it. */
function wavesByOrder({ runbook, around }: Fitness): Judge {
  const self = around[0]?.name ?? '';
  const comesAfter = (name: string, seen = new Set<string>()): boolean => {
    if (seen.has(name)) return false;
    seen.add(name);
    const wave = runbook?.waves.find((one) => sameName(one.name, name));
    return (wave?.after ?? []).some(({ value }) => sameName(value, self) || comesAfter(value, seen));
  };
  return {
    rank: (node) => (comesAfter(node.name) ? 1 : 0),
    detail: (node) => {
      const wave = runbook?.waves.find((one) => sameName(one.name, node.name));
      const machines = wave === undefined ? 'wave' : sayCount(wave.machines.length, 'machine');
      return comesAfter(node.name) ? `${machines}, comes after '${self}' already` : machines;
    },
  };
}
