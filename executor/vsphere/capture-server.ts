import { FailbackError } from '../../core/failback-error.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { Names } from './names.ts';
import type { ReadType } from './property-paths.ts';
import { type HostSurroundings, readHost } from './read-host.ts';
import { readLicences } from './read-licences.ts';
import { readMachine } from './read-machine.ts';
import { readPrivileges } from './read-privileges.ts';
import { readRelocations } from './read-relocations.ts';
import { addMounts, type Mounts, readDatastore, readStorageCluster } from './read-storage.ts';
import { retrieveAll, type SeenObject } from './retrieve.ts';
import { orTold } from './told-facts.ts';
import { Untold } from './untold.ts';
import type { VimSession } from './vim-session.ts';
import { nameOf, type Ref } from './vim-value.ts';

export type SiteSections = Pick<
  Inventory,
  'vcenters' | 'hosts' | 'datastores' | 'storageClusters' | 'siteMachines' | 'unreadMachines' | 'notCaptured'
>;

export interface Reading {
  now(): Date;
  progress(text: string): void;
}

type Section<K extends keyof SiteSections> = NonNullable<SiteSections[K]>;

/** Everything that one signed-in server shows. A part that cannot be read leaves its section absent and is told. */
export async function captureServer(session: VimSession, reading: Reading): Promise<SiteSections> {
  return new ServerCapture(session, reading).all();
}

class ServerCapture {
  readonly #session: VimSession;
  readonly #reading: Reading;
  readonly #untold: Untold;
  readonly #vcenter: string;
  readonly #bare: boolean;
  readonly #clusters = new Names();
  readonly #pods = new Names();
  readonly #datastores = new Names();
  readonly #networks = new Names();
  readonly #hosts = new Names();
  readonly #machines = new Names();
  readonly #mounts: Mounts = new Map();
  /** Names of datastores by the name of the datastore cluster that each says it belongs to. */
  readonly #members = new Map<string, string[]>();

  constructor(session: VimSession, reading: Reading) {
    this.#session = session;
    this.#reading = reading;
    this.#vcenter = session.server.name;
    this.#bare = session.content.apiType === 'HostAgent';
    this.#untold = new Untold(this.#vcenter);
  }

  async all(): Promise<SiteSections> {
    const vcenter = await this.#self();
    if (!this.#bare) {
      await this.#part('names of clusters', () => this.#learn('ComputeResource', this.#clusters));
      await this.#part('names of datastore clusters', () => this.#learn('StoragePod', this.#pods));
    }
    await this.#part('names of networks', () => this.#learn('Network', this.#networks));
    const datastores = await this.#part('datastores', () => this.#readDatastores());
    const hosts = await this.#part('hosts', () => this.#readHosts());
    const machines = await this.#part('virtual machines', () => this.#readMachines());
    const storageClusters = this.#bare ? [] : await this.#part('datastore clusters', () => this.#readStorageClusters());
    return {
      vcenters: [vcenter],
      ...(hosts === undefined ? {} : { hosts }),
      ...(datastores === undefined ? {} : { datastores }),
      ...(storageClusters === undefined ? {} : { storageClusters }),
      ...machines,
      notCaptured: [...this.#untold.all()],
    };
  }

  async #part<T>(what: string, read: () => Promise<T>): Promise<T | undefined> {
    this.#reading.progress(`${this.#vcenter}: reading ${what}`);
    try {
      return await this.#session.part(read);
    } catch (error) {
      if (!(error instanceof FailbackError)) throw error;
      this.#untold.part(what, error.message);
      return undefined;
    }
  }

  /** The server itself. Whether the appliance is connected to it is the vault's to tell, so it is not told here. */
  async #self(): Promise<Section<'vcenters'>[number]> {
    const { server, content } = this.#session;
    const seenAt = this.#now();
    const privileges = await this.#part('privileges of the account', () => readPrivileges(this.#session));
    return {
      name: server.name,
      address: server.knownAs ?? server.address,
      ...(content.apiType === undefined ? {} : { apiType: content.apiType }),
      ...(content.version === undefined ? {} : { version: content.version }),
      ...(privileges === undefined ? {} : { privileges }),
      account: server.account,
      seenAt,
    };
  }

  async #learn(type: ReadType, names: Names): Promise<void> {
    await retrieveAll(this.#session, type, (object) => learn(names, object));
  }

  async #readDatastores(): Promise<Section<'datastores'>> {
    const found: Section<'datastores'> = [];
    const seenAt = this.#now();
    await retrieveAll(this.#session, 'Datastore', (object) => {
      learn(this.#datastores, object);
      addMounts(this.#mounts, object.ref, object.value('host'));
      const read = orTold(object, 'datastores', this.#untold, (facts) =>
        readDatastore(facts, this.#pods, this.#vcenter, seenAt),
      );
      if (read === undefined) return;
      found.push(read);
      if (read.storageCluster !== undefined)
        this.#members.set(read.storageCluster, [...(this.#members.get(read.storageCluster) ?? []), read.name]);
    });
    return found;
  }

  async #readHosts(): Promise<Section<'hosts'>> {
    const seenAt = this.#now();
    const objects: SeenObject[] = [];
    await retrieveAll(this.#session, 'HostSystem', (object) => objects.push(object));
    const [only] = objects;
    const bareHost = this.#bare && objects.length === 1 ? only?.ref : undefined;
    const around: HostSurroundings = {
      vcenter: this.#vcenter,
      bareName: bareHost === undefined ? undefined : this.#vcenter,
      clusters: this.#clusters,
      datastores: this.#datastores,
      networks: this.#networks,
      mounts: this.#mounts,
      licences: (await this.#part('licences', () => readLicences(this.#session, bareHost))) ?? new Map(),
      seenAt,
    };
    return objects.flatMap((object) => {
      learn(this.#hosts, object, around.bareName);
      return orTold(object, 'hosts', this.#untold, (facts) => readHost(facts, object.ref, around)) ?? [];
    });
  }

  async #readMachines(): Promise<Pick<SiteSections, 'siteMachines' | 'unreadMachines'>> {
    const relocations = await this.#part('relocations', () => readRelocations(this.#session));
    const found: { readonly ref: Ref; readonly machine: Section<'siteMachines'>[number] }[] = [];
    const unreadMachines: Section<'unreadMachines'> = [];
    const seenAt = this.#now();
    const vcenter = this.#vcenter;
    const around = { vcenter, hosts: this.#hosts, datastores: this.#datastores, seenAt };
    await retrieveAll(this.#session, 'VirtualMachine', (object) => {
      learn(this.#machines, object);
      const machine = orTold(
        object,
        'virtual machines',
        this.#untold,
        (facts) => readMachine(facts, around),
        (name, reason) => unreadMachines.push({ name, vcenter, reason, seenAt }),
      );
      if (machine !== undefined) found.push({ ref: object.ref, machine });
      if (found.length % 500 === 0) this.#reading.progress(`${this.#vcenter}: ${found.length} virtual machines read`);
    });
    const isThere = (ref: Ref) => this.#machines.of(ref) !== undefined;
    const siteMachines = found.map(({ ref, machine }) => {
      const moves = relocations?.of(ref, machine.name, isThere);
      if (moves === undefined) return machine;
      if (!('unclear' in moves)) return { ...machine, relocations: [...moves] };
      this.#untold.note('relocations of virtual machines', machine.name, `Unknown: ${moves.unclear}.`);
      return machine;
    });
    return { siteMachines, ...(unreadMachines.length === 0 ? {} : { unreadMachines }) };
  }

  /** One that cannot be read takes all along: without it, its machines would look as if nothing moved them. */
  async #readStorageClusters(): Promise<SiteSections['storageClusters']> {
    const found: Section<'storageClusters'> = [];
    const seenAt = this.#now();
    const around = {
      datastores: this.#datastores,
      machines: this.#machines,
      members: this.#members,
      vcenter: this.#vcenter,
      seenAt,
    };
    let whole = true;
    await retrieveAll(this.#session, 'StoragePod', (object) => {
      const read = orTold(
        object,
        'datastore clusters',
        this.#untold,
        (facts) => readStorageCluster(facts, around),
        () => {
          whole = false;
        },
      );
      if (read !== undefined) found.push(read);
    });
    return whole ? found : undefined;
  }

  #now(): string {
    return this.#reading.now().toISOString();
  }
}

function learn(names: Names, object: SeenObject, called?: string): void {
  const name = called ?? nameOf(object.value('name'));
  if (name !== undefined) names.set(object.ref, name);
}
