import type { CapturedItem, Inventory } from '../inventory/inventory.ts';
import { sameName } from '../inventory/world.ts';
import { isInRealGroup } from '../rules/groups/groups-in-play.ts';
import type { Architecture } from '../runbook/runbook.ts';
import { WayChooser } from './choose-way.ts';
import { type DraftedMachine, SETTING_ORDER } from './drafted-machine.ts';
import { ProcessServers } from './process-servers.ts';
import { runAsFor } from './run-as-accounts.ts';
import type { SiteBook } from './site-book.ts';
import type { VaultPart } from './vault-part.ts';
import type { WayShares } from './way-blocks.ts';
import type { WayHome } from './ways-home.ts';
import { isName, isText, NameBook, quoted } from './words-in-text.ts';

/** A way that machines take, with what stands at it instead of at each of them. */
export interface UsedWay extends WayShares {
  readonly way: WayHome;
  readonly name: string;
}

export interface DraftedMachines {
  readonly machines: readonly DraftedMachine[];
  readonly ways: readonly UsedWay[];
  readonly processServers: ProcessServers;
  /** Consistency groups that somebody made, with the names of their machines. */
  readonly groups: readonly { readonly name: string; readonly machines: readonly string[] }[];
}

interface Chosen {
  readonly item: CapturedItem;
  readonly name: string;
  readonly way: WayHome | undefined;
  readonly location: 'original' | 'alternate';
  readonly datastore: string | undefined;
  readonly processServer: string | undefined;
  readonly runAs: string | undefined;
  readonly notes: readonly string[];
}

/** Each machine with its way home, the datastore, and what it needs to be named for. */
export function draftMachines(
  items: readonly CapturedItem[],
  inventory: Inventory,
  architecture: Architecture,
  site: SiteBook,
  vault: VaultPart,
): DraftedMachines {
  const names = namesOf(items);
  const chooser = new WayChooser(inventory, architecture);
  const processServers = new ProcessServers(inventory);
  const chosen = items.map((item): Chosen => {
    const { way, location, datastore, notes } = chooser.choose(
      item,
      // Only a master target has to take a group as a whole.
      architecture === 'classic' ? groupOf(item)?.toLowerCase() : undefined,
    );
    return {
      item,
      name: names.get(item) ?? item.friendlyName,
      way,
      location,
      datastore: site.datastore(datastore),
      // Without a master target it receives nothing.
      processServer: architecture === 'classic' && way !== undefined ? processServers.for(item) : undefined,
      runAs: runAsFor(item, inventory),
      notes,
    };
  });
  const ways = usedWays(chosen);
  const ambiguous = namedTwice(inventory.items ?? []);
  const machines = chosen.map((one): DraftedMachine => {
    const used = ways.find(({ way }) => way === one.way);
    const { osType, osName } = one.item;
    const settings: Record<(typeof SETTING_ORDER)[number], string | undefined> = {
      os:
        osType === undefined
          ? undefined
          : `${osType.toLowerCase()}${osName === undefined || !isText(osName) ? '' : ` ${quoted(osName)}`}`,
      source: one.item.discoveryType === 'Physical' ? 'physical' : undefined,
      item: needsItem(one, ambiguous) ? quoted(itemCalled(one.item, inventory)) : undefined,
      via: used?.name,
      'process-server': one.processServer === used?.processServer ? undefined : one.processServer,
      location: one.location,
      datastore: one.datastore,
      policy: quotedOr(vault.policyOf(one.item)),
      'run-as': one.runAs === used?.runAs ? undefined : quotedOr(one.runAs),
    };
    const written = SETTING_ORDER.flatMap((key) => {
      const value = settings[key];
      return value === undefined ? [] : [[key, value] as const];
    });
    return { name: one.name, item: one.item, settings: new Map(written), notes: one.notes };
  });
  return { machines, ways, processServers, groups: groupsOf(chosen) };
}

/** Names that can be written as they are go first, so that nobody else takes them. */
function namesOf(items: readonly CapturedItem[]): ReadonlyMap<CapturedItem, string> {
  const book = new NameBook('machine');
  const given = new Map<CapturedItem, string>();
  for (const item of items)
    if (isName(item.friendlyName) && !book.isTaken(item.friendlyName)) given.set(item, book.take(item.friendlyName));
  for (const item of items) if (!given.has(item)) given.set(item, book.take(item.friendlyName));
  return given;
}

function namedTwice(items: readonly CapturedItem[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { friendlyName } of items) {
    const key = friendlyName.toLowerCase();
    if (seen.has(key)) twice.add(key);
    seen.add(key);
  }
  return twice;
}

function needsItem({ name, item }: Chosen, ambiguous: ReadonlySet<string>): boolean {
  return !sameName(name, item.friendlyName) || ambiguous.has(item.friendlyName.toLowerCase());
}

/** Its name in the vault where that is one item's alone, else its whole id. */
function itemCalled({ id, name }: CapturedItem, { items = [] }: Inventory): string {
  const alone = items.filter((other) => sameName(other.name, name)).length === 1;
  return alone && isText(name) ? name : id;
}

function usedWays(chosen: readonly Chosen[]): readonly UsedWay[] {
  const names = new NameBook('way-home');
  return [...Map.groupBy(chosen, ({ way }) => way)].flatMap(([way, machines]) =>
    way === undefined
      ? []
      : [
          {
            way,
            name: names.take(way.name),
            runAs: common(machines.map(({ runAs }) => runAs)),
            processServer: most(machines.flatMap(({ processServer }) => processServer ?? [])),
          },
        ],
  );
}

/** The value that all have. */
function common(values: readonly (string | undefined)[]): string | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}

function most(values: readonly string[]): string | undefined {
  const [first] = [...Map.groupBy(values, (value) => value)].sort((one, other) => other[1].length - one[1].length);
  return first?.[0];
}

function groupOf(item: CapturedItem): string | undefined {
  return isInRealGroup(item) ? item.multiVmGroupName : undefined;
}

function groupsOf(chosen: readonly Chosen[]): DraftedMachines['groups'] {
  const names = new NameBook('group');
  return [...Map.groupBy(chosen, ({ item }) => groupOf(item)?.toLowerCase())].flatMap(([key, members]) => {
    const called = members[0] === undefined ? undefined : groupOf(members[0].item);
    if (key === undefined || called === undefined) return [];
    return [{ name: names.take(called), machines: members.map(({ name }) => name) }];
  });
}

function quotedOr(text: string | undefined): string | undefined {
  return text === undefined || !isText(text) ? undefined : quoted(text);
}
