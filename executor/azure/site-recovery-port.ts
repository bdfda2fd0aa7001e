import type {
  Job,
  RecoveryPoint,
  ReplicationProtectedItem,
  SiteRecoveryManagementClient,
} from '@azure/arm-recoveryservices-siterecovery';
import type { RunCall } from '../../core/run/action.ts';
import type { ClassicServers } from '../../core/run/classic-servers.ts';
import type { ItemDetail, JobFacts, RecoveryPointFact } from '../../core/run/item-facts.ts';
import type { CallOutcome, ItemRows, JobList } from '../effects.ts';
import { made } from './arm-answer.ts';
import { itemAddress, lastSegment } from './arm-id.ts';
import { ArmRest } from './arm-rest.ts';
import { type ArmSession, clientOptions, reading } from './arm-session.ts';
import { classicServers } from './capture-classic-servers.ts';
import { everyPage, everyRow } from './every-row.ts';
import { API_VERSION, listItems, noItemsYet } from './list-items.ts';
import { itemDetail } from './read-item.ts';
import { jobFacts } from './read-job.ts';
import { moment } from './sentinels.ts';
import { startOnce } from './start-once.ts';

export type SiteRecoveryCall = RunCall & {
  readonly operation:
    | 'reprotect'
    | 'planned-failover'
    | 'unplanned-failover'
    | 'commit'
    | 'protect'
    | 'cancel-failover';
};

export function isSiteRecoveryCall(call: RunCall): call is SiteRecoveryCall {
  return ['reprotect', 'planned-failover', 'unplanned-failover', 'commit', 'protect', 'cancel-failover'].includes(
    call.operation,
  );
}

/** Rows after which the service cuts a list of jobs without saying so. */
const JOB_LIST_CAP = 200;

export interface VaultAddress {
  readonly resourceGroup: string;
  readonly vault: string;
}

/**
 * Site Recovery of one vault, by the unmodified SDK. What a run reads for every machine goes past it (the items list, an
 * item, its points, a job), for there the SDK spends a millisecond of processor on turning one answer into objects.
 */
export class SiteRecoveryPort {
  readonly #session: ArmSession;
  readonly #address: VaultAddress;
  readonly #client: SiteRecoveryManagementClient;
  readonly #rest: ArmRest;
  readonly #items = noItemsYet();
  /** What people call the items that were listed: an item's own name is a long id that nobody knows. */
  readonly #machines = new Map<string, string>();
  /** The same by ids as they came, so that a look at ten thousand rows takes none of them apart again. */
  readonly #listed = new Map<string, string>();

  private constructor(session: ArmSession, address: VaultAddress, client: SiteRecoveryManagementClient) {
    this.#session = session;
    this.#address = address;
    this.#client = client;
    this.#rest = new ArmRest(session);
  }

  /** Loads the SDK, a chunk of its own. */
  static async open(session: ArmSession, address: VaultAddress): Promise<SiteRecoveryPort> {
    const { SiteRecoveryManagementClient } = await import('@azure/arm-recoveryservices-siterecovery');
    const options = clientOptions(session);
    return new SiteRecoveryPort(
      session,
      address,
      new SiteRecoveryManagementClient(session.credential, session.subscription, options),
    );
  }

  /** The SDK's client, for the capture. */
  get client(): SiteRecoveryManagementClient {
    return this.#client;
  }

  call(call: SiteRecoveryCall, requestId: string): Promise<CallOutcome> {
    const { resourceGroup, vault, fabric, container, item } = itemAddress(call.resourceId ?? '');
    const where = [vault, resourceGroup, fabric, container, item] as const;
    const items = this.#client.replicationProtectedItems;
    const body = (call.body ?? {}) as never;
    return startOnce(requestId, `'${call.operation}' of '${this.#machineOf(item)}'`, (options) => {
      switch (call.operation) {
        case 'reprotect':
        case 'protect':
          return items.beginReprotect(...where, body, options);
        case 'planned-failover':
          return items.beginPlannedFailover(...where, body, options);
        case 'unplanned-failover':
          return items.beginUnplannedFailover(...where, body, options);
        case 'commit':
          return items.beginFailoverCommit(...where, options);
        case 'cancel-failover':
          return items.beginFailoverCancel(...where, options);
      }
    });
  }

  async items(): Promise<ItemRows> {
    const { vault, resourceGroup } = this.#address;
    const { subscription } = this.#session;
    const facts = await listItems(this.#session, this.#rest, { subscription, resourceGroup, vault }, this.#items);
    for (const { id, friendlyName } of facts) {
      if (this.#listed.get(id) === friendlyName) continue;
      this.#listed.set(id, friendlyName);
      this.#machines.set(lastSegment(id).toLowerCase(), friendlyName);
    }
    return facts;
  }

  async item(id: string): Promise<ItemDetail> {
    const what = `the item of '${this.#machineOf(lastSegment(id))}'`;
    return reading(this.#session, what, async () => {
      const item = (await this.#rest.read(id, API_VERSION)) as ReplicationProtectedItem;
      return made(what, () => itemDetail(item, this.#session.clock.now().toISOString()));
    });
  }

  async recoveryPoints(id: string): Promise<readonly RecoveryPointFact[]> {
    const what = `the recovery points of '${this.#machineOf(lastSegment(id))}'`;
    return reading(this.#session, what, async () => {
      const points = (await this.#rest.list(`${id}/recoveryPoints`, API_VERSION)) as readonly RecoveryPoint[];
      return points.map(({ id, name, properties }) => ({
        id: id ?? name ?? '',
        time: moment(properties?.recoveryPointTime) ?? new Date(0).toISOString(),
        type: properties?.recoveryPointType ?? '',
      }));
    });
  }

  async job(id: string): Promise<JobFacts> {
    const name = lastSegment(id);
    const path = `${this.#vaultId()}/replicationJobs/${encodeURIComponent(name)}`;
    return reading(this.#session, `job '${name}'`, async () => {
      const job = (await this.#rest.read(path, API_VERSION)) as Job;
      return made(`job '${name}'`, () => jobFacts(job));
    });
  }

  /** Servers of all classic fabrics, each read by itself: the list of fabrics leaves details out. */
  async classicServers(): Promise<ClassicServers> {
    const { vault, resourceGroup } = this.#address;
    const seenAt = this.#session.clock.now().toISOString();
    const sections: ClassicServers[] = [];
    for (const name of await this.#classicFabrics()) {
      // One by one: what was put off is asked again by itself, not with all that was answered before it.
      const read = () => this.#client.replicationFabrics.get(vault, resourceGroup, name);
      sections.push(classicServers(await reading(this.#session, `the configuration server '${name}'`, read), seenAt));
    }
    return {
      processServers: sections.flatMap(({ processServers }) => processServers),
      masterTargets: sections.flatMap(({ masterTargets }) => masterTargets),
    };
  }

  async #classicFabrics(): Promise<readonly string[]> {
    const { vault, resourceGroup } = this.#address;
    return reading(this.#session, `the configuration servers of vault '${vault}'`, async () => {
      const names: string[] = [];
      const fabrics = this.#client.replicationFabrics.list(vault, resourceGroup);
      for await (const { name, properties } of everyRow(fabrics, 'the fabrics of the vault'))
        if (name !== undefined && properties?.customDetails?.instanceType === 'VMware') names.push(name);
      return names;
    });
  }

  async jobsBetween(from: string, to: string): Promise<JobList> {
    const { vault, resourceGroup } = this.#address;
    return reading(this.#session, `the jobs of vault '${vault}'`, async () => {
      const jobs: JobFacts[] = [];
      const filter = `StartTime eq '${from}' and EndTime eq '${to}'`;
      const list = this.#client.replicationJobs.list(vault, resourceGroup, { filter });
      // A job that comes twice counts twice: only a list that is surely whole says that a call made no job.
      for await (const page of everyPage(list, 'the jobs of the vault')) jobs.push(...page.map(jobFacts));
      return { jobs, complete: jobs.length < JOB_LIST_CAP };
    });
  }

  #vaultId(): string {
    const { vault, resourceGroup } = this.#address;
    return `/subscriptions/${this.#session.subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.RecoveryServices/vaults/${vault}`;
  }

  #machineOf(item: string): string {
    return this.#machines.get(item.toLowerCase()) || item;
  }
}
