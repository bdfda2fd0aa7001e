import { type DraftedMachine, SETTING_ORDER } from './drafted-machine.ts';
import { inNaturalOrder, NameBook } from './words-in-text.ts';

/** A `vm`, or a `vms` group whose members may differ from what it says. */
export type Declaration =
  | { readonly kind: 'vm'; readonly machine: DraftedMachine }
  | {
      readonly kind: 'vms';
      readonly name: string;
      readonly shared: ReadonlyMap<string, string>;
      readonly members: readonly { readonly machine: DraftedMachine; readonly own: ReadonlyMap<string, string> }[];
    };

/** A member that differs in more than this is better read on its own. */
const MOST_DIFFERENCES = 2;

/**
 * Puts machines together that are one thing by their names (`erp-app-01`, `erp-app-02`), and then those that share all of
 * their settings. What a member does otherwise stands at the member.
 */
export function groupMachines(machines: readonly DraftedMachine[]): readonly Declaration[] {
  const names = new NameBook('machines');
  for (const { name } of machines) names.take(name);
  const byStem = Map.groupBy(machines, ({ name }) => stemOf(name));
  const grouped: Declaration[] = [];
  const single: DraftedMachine[] = [];
  for (const [stem, members] of byStem) {
    const alike = stem === undefined ? [] : likeMost(members);
    if (stem === undefined || alike.length < 2) single.push(...members);
    else {
      grouped.push(groupOf(names.take(stem), alike));
      single.push(...members.filter((member) => !alike.includes(member)));
    }
  }
  const bySettings = Map.groupBy(single, ({ settings }) => JSON.stringify([...settings]));
  for (const members of bySettings.values()) {
    const [first] = members;
    // An item of its own, or something to know, is easier read at a machine of its own.
    if (first === undefined || members.length < 3 || first.settings.has('item'))
      grouped.push(...members.map((machine): Declaration => ({ kind: 'vm', machine })));
    else grouped.push(groupOf(names.take(nameBySettings(first)), members));
  }
  return grouped.sort((one, other) => inNaturalOrder(firstName(one), firstName(other)));
}

/** `erp-app` of `erp-app-01`; undefined for a name without a number at its end. */
function stemOf(name: string): string | undefined {
  const stem = /^(.*?[A-Za-z])[-_.]?\d+$/.exec(name)?.[1];
  return stem === undefined || stem.length < 2 ? undefined : stem;
}

/** Those that differ little from what most of them have. */
function likeMost(members: readonly DraftedMachine[]): readonly DraftedMachine[] {
  const usual = usualSettings(members);
  return members.filter(({ settings }) => {
    const keys = new Set([...settings.keys(), ...usual.keys()]);
    const differing = [...keys].filter((key) => settings.get(key) !== usual.get(key));
    // What the group says cannot be unsaid by a member.
    return differing.length <= MOST_DIFFERENCES && differing.every((key) => settings.has(key));
  });
}

function groupOf(name: string, members: readonly DraftedMachine[]): Declaration {
  const usual = usualSettings(members);
  const shared = new Map(
    [...usual].filter(([key]) => key !== 'item' && members.every(({ settings }) => settings.has(key))),
  );
  return {
    kind: 'vms',
    name,
    shared,
    members: [...members]
      .sort((one, other) => inNaturalOrder(one.name, other.name))
      .map((machine) => ({
        machine,
        own: new Map([...machine.settings].filter(([key, value]) => shared.get(key) !== value)),
      })),
  };
}

/** The value of each key that most have; a key that most do not have is left out. */
function usualSettings(members: readonly DraftedMachine[]): ReadonlyMap<string, string> {
  const usual = new Map<string, string>();
  for (const key of SETTING_ORDER) {
    const votes = Map.groupBy(members, ({ settings }) => settings.get(key));
    const [value] = [...votes].reduce((best, vote) => (vote[1].length > best[1].length ? vote : best), [
      undefined,
      [],
    ] as [string | undefined, DraftedMachine[]]);
    if (value !== undefined && key !== 'item') usual.set(key, value);
  }
  return usual;
}

function nameBySettings({ settings }: DraftedMachine): string {
  const family = settings.get('os')?.split(' ')[0] ?? 'machines';
  const datastore = settings.get('datastore');
  return datastore === undefined ? `${family}-machines` : `${family}-on-${datastore}`;
}

function firstName(declaration: Declaration): string {
  return declaration.kind === 'vm'
    ? declaration.machine.name
    : (declaration.members[0]?.machine.name ?? declaration.name);
}
