import type { CapturedVCenter, Inventory, UnreadMachine } from '../../core/inventory/inventory.ts';
import { sameName } from '../../core/inventory/world.ts';
import { mergeVCenters } from './merge-vcenters.ts';

/** What servers of the site showed, section by section. */
export type SiteSections = Pick<
  Inventory,
  'vcenters' | 'hosts' | 'datastores' | 'storageClusters' | 'siteMachines' | 'unreadMachines' | 'notCaptured'
>;

type SectionName = Exclude<keyof SiteSections, 'notCaptured' | 'unreadMachines'>;

/** One server that a capture was to ask, and what it showed; nothing, where it could not be asked. */
export interface ServerSight {
  /** As the runbook calls it. */
  readonly name: string;
  readonly address: string;
  readonly seen: SiteSections;
}

const names = ['vcenters', 'hosts', 'datastores', 'storageClusters', 'siteMachines'] as const;

/** From whose absence a rule concludes that all is well: such a section is whole, or it is not there at all. */
const wholeOnly: readonly SectionName[] = ['storageClusters', 'siteMachines'];

/**
 * The site's sections after a capture. Where a server did not show one, its entries of the earlier capture stay, as old
 * as they are. Where there are none either, a section whose gaps would pass for good news is left out as a whole.
 */
export function mergeSite(
  sights: readonly ServerSight[],
  before: Inventory | undefined,
  isWanted: (machine: string) => boolean,
): SiteSections {
  const notCaptured = sights.flatMap(({ seen }) => seen.notCaptured ?? []);
  const merged: Record<string, unknown> = {};
  for (const name of names) {
    const lacking = sights.filter(({ seen }) => seen[name] === undefined);
    const fresh = sights.flatMap(({ seen }) => (seen[name] ?? []) as readonly Entry[]);
    const earlier = before?.[name] as readonly Entry[] | undefined;
    const kept = (earlier ?? []).filter((entry) => lacking.some((sight) => isFrom(entry, sight, name)));
    if (lacking.length === sights.length) {
      if (earlier !== undefined) merged[name] = earlier;
      continue;
    }
    if (lacking.length > 0 && earlier === undefined && wholeOnly.includes(name)) {
      notCaptured.push({ what: WHAT[name], reason: leftOut(lacking) });
      continue;
    }
    merged[name] = [...fresh, ...kept];
  }
  const sections = merged as SiteSections;
  const unread = unreadMachines(sights, before).filter(({ name }) => isWanted(name));
  return {
    ...sections,
    ...(sections.siteMachines === undefined
      ? {}
      : { siteMachines: sections.siteMachines.filter((machine) => isWanted(machine.name)) }),
    ...(unread.length === 0 && before?.unreadMachines === undefined ? {} : { unreadMachines: unread }),
    notCaptured,
  };
}

/** Those of servers that showed their machines now, and of the others those of before. */
function unreadMachines(sights: readonly ServerSight[], before: Inventory | undefined): readonly UnreadMachine[] {
  const silent = sights.filter(({ seen }) => seen.siteMachines === undefined);
  const kept = (before?.unreadMachines ?? []).filter((one) =>
    silent.some((sight) => isFrom(one as Entry, sight, 'siteMachines')),
  );
  return [...sights.flatMap(({ seen }) => seen.unreadMachines ?? []), ...kept];
}

/** The vault's view and the site's, as one inventory. */
export function withSite(azure: Inventory, site: SiteSections): Inventory {
  const { notCaptured = [], vcenters, ...sections } = site;
  const together: CapturedVCenter[] | undefined =
    vcenters === undefined ? azure.vcenters : mergeVCenters(azure.vcenters ?? [], vcenters);
  return {
    ...azure,
    ...sections,
    ...(together === undefined ? {} : { vcenters: together }),
    notCaptured: [...(azure.notCaptured ?? []), ...notCaptured],
  };
}

interface Entry {
  readonly name: string;
  readonly vcenter?: string | undefined;
  readonly address?: string | undefined;
}

const WHAT: Readonly<Record<SectionName, string>> = {
  vcenters: 'vCenters',
  hosts: 'hosts',
  datastores: 'datastores',
  storageClusters: 'datastore clusters',
  siteMachines: 'virtual machines of the site',
};

/** Whether an entry was seen through this server; entries say so by its name, older ones by its address. */
function isFrom({ name, vcenter, address }: Entry, sight: ServerSight, section: SectionName): boolean {
  const own = section === 'vcenters' ? [name, address] : [vcenter ?? (section === 'hosts' ? name : undefined)];
  return own.some((one) => one !== undefined && (sameName(one, sight.name) || sameName(one, sight.address)));
}

function leftOut(lacking: readonly ServerSight[]): string {
  const who = lacking.map(({ name }) => `'${name}'`).join(', ');
  return `${who} did not show them, and what other servers showed is left out too: what is missing would look as if it were not there.`;
}
