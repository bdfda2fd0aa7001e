import type { CapturedHost, CapturedVCenter, Inventory } from '../inventory/inventory.ts';
import { sameName } from '../inventory/world.ts';
import { inNaturalOrder, isName, isText, NameBook, quoted } from './words-in-text.ts';
import { listSetting, shortBlock } from './write-block.ts';

const TYPES: Readonly<Record<string, string>> = { vmfs: 'vmfs', vsan: 'vsan', nfs: 'nfs', nfs41: 'nfs', vvol: 'vvol' };

/**
 * The vCenters, hosts and datastores that the runbook needs. Whoever asks for the name of one has it declared; nothing
 * else is, for a site has more than a failback is about.
 */
export class SiteBook {
  readonly #inventory: Inventory;
  readonly #vcenters = new Map<string, { readonly name: string; readonly seen: CapturedVCenter }>();
  readonly #hosts = new Map<string, { readonly name: string; readonly seen: CapturedHost }>();
  readonly #datastores = new Map<string, { readonly name: string; readonly called: string }>();
  readonly #names = {
    vcenter: new NameBook('vcenter'),
    host: new NameBook('host'),
    datastore: new NameBook('datastore'),
  };

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  /** Undefined for a name that no text can hold. */
  datastore(called: string | undefined): string | undefined {
    if (called === undefined || !isText(called)) return undefined;
    const known = this.#datastores.get(called.toLowerCase());
    if (known !== undefined) return known.name;
    const name = this.#names.datastore.take(called);
    this.#datastores.set(called.toLowerCase(), { name, called });
    return name;
  }

  /** By its name, its address or its ARM id; undefined for one that nobody captured, and for a bare host. */
  vcenter(called: string | undefined): string | undefined {
    const seen = this.#vcenterCalled(called);
    if (seen === undefined || isBareHost(seen)) return undefined;
    const known = this.#vcenters.get(seen.name.toLowerCase());
    if (known !== undefined) return known.name;
    const name = this.#names.vcenter.take(seen.name);
    this.#vcenters.set(seen.name.toLowerCase(), { name, seen });
    return name;
  }

  /** The declared vCenter, where there is one only. */
  onlyVCenter(): string | undefined {
    const [only, ...others] = this.#vcenters.values();
    return others.length === 0 ? only?.name : undefined;
  }

  /** Rules look hosts up by their name, so one that cannot be written as it is stays undeclared. */
  host(seen: CapturedHost | undefined): string | undefined {
    if (seen === undefined || !isName(seen.name)) return undefined;
    const known = this.#hosts.get(seen.name.toLowerCase());
    if (known !== undefined) return known.name;
    const name = this.#names.host.take(seen.name);
    this.#hosts.set(seen.name.toLowerCase(), { name, seen });
    this.vcenter(seen.vcenter);
    return name;
  }

  /** The names by which these datastores are declared already. */
  declaredAmong(datastores: readonly string[]): readonly string[] {
    const names = datastores.flatMap((called) => this.#datastores.get(called.toLowerCase())?.name ?? []);
    return [...new Set(names)].sort(inNaturalOrder);
  }

  /** Declares the hosts on which old machines of these names stand. */
  addHostsOf(machines: readonly string[]): void {
    const wanted = new Set(machines.map((name) => name.toLowerCase()));
    for (const { name, host } of this.#inventory.siteMachines ?? [])
      if (host !== undefined && wanted.has(name.toLowerCase()))
        this.host(this.#inventory.hosts?.find((one) => sameName(one.name, host)));
  }

  /** vCenters, then datastores, then hosts. */
  blocks(): readonly string[] {
    const datastores = sorted(this.#datastores.values()).map(({ name, called }) => this.#datastoreBlock(name, called));
    const hosts = sorted(this.#hosts.values()).map(({ name, seen }) => this.#hostBlock(name, seen));
    const vcenters = sorted(this.#vcenters.values()).map(({ name, seen }) =>
      shortBlock(`vcenter ${name}`, signIn(seen)),
    );
    return [vcenters.join('\n'), datastores.join('\n'), hosts.join('\n')].filter((part) => part !== '');
  }

  #datastoreBlock(name: string, called: string): string {
    const all = this.#inventory.datastores?.filter((one) => sameName(one.name, called)) ?? [];
    const [seen] = all;
    const type = seen === undefined ? undefined : TYPES[seen.type.toLowerCase()];
    // One that several servers show belongs to none of them.
    const vcenter = all.every((one) => one.vcenter === seen?.vcenter) ? this.vcenter(seen?.vcenter) : undefined;
    return shortBlock(`datastore ${name}`, [
      ...(name === called ? [] : [`name: ${quoted(called)}`]),
      ...(vcenter === undefined ? [] : [`vcenter: ${vcenter}`]),
      ...(type === undefined ? [] : [`type: ${type}`]),
    ]);
  }

  #hostBlock(name: string, seen: CapturedHost): string {
    const vcenter = this.vcenter(seen.vcenter);
    const server = this.#vcenterCalled(seen.vcenter ?? seen.name);
    const reached = this.declaredAmong(
      seen.datastores.filter(({ accessMode }) => sameName(accessMode, 'readWrite')).map((mount) => mount.name),
    );
    return shortBlock(`host ${name}`, [
      ...(vcenter === undefined ? (server === undefined ? [] : signIn(server)) : [`vcenter: ${vcenter}`]),
      ...(reached.length === 0 ? [] : [listSetting('datastores', reached, 1)]),
    ]);
  }

  #vcenterCalled(called: string | undefined): CapturedVCenter | undefined {
    if (called === undefined) return undefined;
    return this.#inventory.vcenters?.find(
      ({ id, name, address }) =>
        sameName(name, called) || sameName(address, called) || (id !== undefined && sameName(id, called)),
    );
  }
}

function isBareHost({ apiType }: CapturedVCenter): boolean {
  return apiType === 'HostAgent';
}

function signIn({ address, account }: CapturedVCenter): readonly string[] {
  return [
    ...(isText(address) ? [`address: ${isName(address) ? address : quoted(address)}`] : []),
    ...(account === undefined || !isText(account) ? [] : [`account: ${quoted(account)}`]),
  ];
}

function sorted<T extends { readonly name: string }>(entries: Iterable<T>): readonly T[] {
  return [...entries].sort((one, other) => inNaturalOrder(one.name, other.name));
}
