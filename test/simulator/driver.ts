import type { Inventory } from '../../core/inventory/inventory.ts';
import type { Simulator } from '../../simulator/start-simulator.ts';
import { captureSimulatedSite } from './site-capture.ts';

/** A simulator, or the address of one in another process. */
type Asked = Pick<Simulator, 'proxyUrl'> & Partial<Pick<Simulator, 'advance' | 'requests' | 'now'>>;

interface Reply {
  readonly status: number | 'no answer';
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the tests read what the wire carries, whatever it is.
  readonly body: any;
}

/** Asks a simulator over the wire as a plain client would, and tells what came back in one line or a few. */
export class Driver {
  readonly #simulator: Asked;
  readonly #inventory: Inventory;
  #requests = 0;
  #lastJob = 'none';
  #poll = '';
  #result = '';
  readonly #names = new Map<string, string>();

  constructor(simulator: Asked, inventory: Inventory) {
    this.#simulator = simulator;
    this.#inventory = inventory;
  }

  async send(method: string, path: string, body?: unknown, version = '2023-06-01'): Promise<Reply> {
    this.#requests += 1;
    const separator = path.includes('?') ? '&' : '?';
    const url = path.includes('api-version=') ? path : `${path}${separator}api-version=${version}`;
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    try {
      const answer = await fetch(`${this.#simulator.proxyUrl}${url}`, {
        method,
        headers: {
          authorization: 'Bearer of-a-test',
          'content-type': 'application/json',
          'x-ms-client-request-id': `request-${this.#requests}`,
        },
        signal: AbortSignal.timeout(10_000),
        ...content,
      });
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
    } catch {
      return { status: 'no answer', headers: new Headers(), body: undefined };
    }
  }

  advance(count: number, unit: string): readonly string[] {
    const seconds: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600 };
    this.#simulator.advance?.(count * (seconds[unit] ?? 60));
    return [];
  }

  async item(name: string): Promise<readonly string[]> {
    const { status, body } = await this.send('GET', this.#itemOf(name).id);
    return status === 200 ? [itemLine(body)] : [refusal(status, body)];
  }

  async disks(name: string): Promise<readonly string[]> {
    const { body } = await this.send('GET', this.#itemOf(name).id);
    const details = body.properties.providerSpecificDetails;
    const disks = details.protectedDisks.map(
      // biome-ignore lint/suspicious/noExplicitAny: as above.
      (disk: any) =>
        `${disk.diskName} complete ${disk.isInitialReplicationComplete}${disk.irDetails === undefined ? '' : ` ${disk.irDetails.progressHealth} ${disk.irDetails.progressPercentage}`}`,
    );
    return [
      `${details.initialReplicationProgressPercentage} % ${details.initialReplicationProgressHealth}, resync required ${details.resyncRequired}`,
      ...disks,
    ];
  }

  async list(): Promise<readonly string[]> {
    const lines: string[] = [];
    let next: string | null = `${this.#vault}/replicationProtectedItems`;
    while (next !== null) {
      const { status, body }: Reply = await this.send('GET', next.replace(/^https:\/\/[^/]+/, ''));
      if (status !== 200) return [...lines, refusal(status, body)];
      for (const item of body.value) {
        const { protectedDisks, vmNics } = item.properties.providerSpecificDetails;
        lines.push(`${itemLine(item)} (${protectedDisks.length} disks, ${vmNics.length} cards)`);
      }
      next = body.nextLink;
      if (next !== null) lines.push('next page');
    }
    return lines;
  }

  async points(name: string): Promise<readonly string[]> {
    const { body } = await this.send('GET', `${this.#itemOf(name).id}/recoveryPoints`);
    const counts = new Map<string, number>();
    for (const { properties } of body.value)
      counts.set(properties.recoveryPointType, (counts.get(properties.recoveryPointType) ?? 0) + 1);
    return counts.size === 0 ? ['none'] : [...counts].map(([type, count]) => `${count} ${type}`);
  }

  async post(verb: string, name: string, change: Record<string, unknown>): Promise<readonly string[]> {
    const { path, body } = this.#bodyOf(verb, name, change);
    const { status, headers, body: answer } = await this.send('POST', `${this.#itemOf(name).id}/${path}`, body);
    this.#lastJob = 'none';
    if (status !== 202) return [refusal(status, answer)];
    const location = new URL(headers.get('location') ?? '');
    const operation = new URL(headers.get('azure-asyncoperation') ?? '');
    this.#lastJob = location.pathname.split('/').at(-1) ?? '';
    this.#result = location.pathname + location.search;
    this.#poll = operation.pathname + operation.search;
    const told = headers.get('x-ms-request-id') === `${this.#serviceVault}/replicationJobs/${this.#lastJob}`;
    return [
      `202, poll at ${operation.host} after ${headers.get('retry-after')} s${told ? '' : ', without the job in x-ms-request-id'}`,
    ];
  }

  get lastJob(): string {
    return this.#lastJob;
  }

  async jobBody(id: string): Promise<unknown> {
    return (await this.send('GET', `${this.#vault}/replicationJobs/${id}`)).body;
  }

  async job(): Promise<readonly string[]> {
    const { status, body } = await this.send('GET', `${this.#vault}/replicationJobs/${this.#lastJob}`);
    if (status !== 200) return [refusal(status, body)];
    const { scenarioName, state, stateDescription, targetObjectName, activityId, errors, endTime } = body.properties;
    const mark = String(activityId).split(' ')[0];
    return [
      `${scenarioName} of ${targetObjectName}: ${state}, ${stateDescription}${endTime === undefined ? '' : ', ended'}; asked by ${mark}`,
      // biome-ignore lint/suspicious/noExplicitAny: as above.
      ...errors.map((error: any) => `${error.errorLevel} ${error.serviceErrorDetails.code} in ${error.taskId}`),
    ];
  }

  async tasks(): Promise<readonly string[]> {
    const { body } = await this.send('GET', `${this.#vault}/replicationJobs/${this.#lastJob}`);
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    return body.properties.tasks.map((task: any) => `${task.state} ${task.friendlyName}`);
  }

  async poll(): Promise<readonly string[]> {
    const { status, headers, body } = await this.send('GET', this.#poll);
    if (status !== 200) return [refusal(status, body)];
    const error = body.error === null ? '' : `, error ${body.error.code}`;
    const after = headers.get('retry-after');
    return [`${body.status}${error}${after === null ? '' : `, again after ${after} s`}`];
  }

  async result(): Promise<readonly string[]> {
    const { status, body } = await this.send('GET', this.#result);
    if (status === 200) return [itemLine(body)];
    return [status === 202 ? '202' : refusal(status, body)];
  }

  async jobs(filter: string): Promise<readonly string[]> {
    const query = filter === '' ? '' : `?$filter=${encodeURIComponent(filter)}`;
    const { status, body } = await this.send('GET', `${this.#vault}/replicationJobs${query}`);
    if (status !== 200) return [refusal(status, body)];
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    const rows = body.value.map(({ properties: job }: any) => {
      const poor = job.activityId === null && job.customDetails === null && job.tasks.length + job.errors.length === 0;
      return `${job.scenarioName} of ${job.targetObjectName}: ${job.state}${poor ? '' : ', with what lists lack'}`;
    });
    return [...rows, `next: ${body.nextLink}`];
  }

  async vm(name: string): Promise<readonly string[]> {
    const { status, body } = await this.send('GET', `${this.#vmOf(name)}/instanceView`, undefined, '2024-03-01');
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    return [status === 200 ? body.statuses.map(({ code }: any) => code).join(' ') : refusal(status, body)];
  }

  async turn(name: string, to: string): Promise<readonly string[]> {
    const { status, body } = await this.send('POST', `${this.#vmOf(name)}/${to}`, undefined, '2024-03-01');
    return [status === 202 ? '202' : refusal(status, body)];
  }

  /** Deletes a network card or an address of a machine, by the collection's name. */
  async remove(name: string, collection: string): Promise<readonly string[]> {
    const [card = ''] = this.#inventory.azureVms?.find((vm) => vm.name === name)?.networkInterfaceIds ?? [];
    const id =
      collection === 'networkInterfaces'
        ? card
        : card.replace('networkInterfaces', 'publicIPAddresses').replace(/-nic$/, '-ip');
    const { status, body } = await this.send('DELETE', id, undefined, '2024-01-01');
    return [status === 202 || status === 204 ? String(status) : refusal(status, body)];
  }

  async endpoints(): Promise<readonly string[]> {
    const { body } = await this.send('GET', this.#profile, undefined, '2022-04-01');
    return [
      `profile ${body.properties.monitorConfig.profileMonitorStatus}`,
      ...body.properties.endpoints.map(
        // biome-ignore lint/suspicious/noExplicitAny: as above.
        ({ name, properties }: any) => `${name} ${properties.endpointStatus} ${properties.endpointMonitorStatus}`,
      ),
    ];
  }

  async switchEndpoint(name: string, endpointStatus: string): Promise<readonly string[]> {
    const path = `${this.#profile}/ExternalEndpoints/${name}`;
    const { status, body } = await this.send('PATCH', path, { properties: { endpointStatus } }, '2022-04-01');
    return [status === 200 ? `200 ${body.properties.endpointMonitorStatus}` : refusal(status, body)];
  }

  async counts(): Promise<readonly string[]> {
    const { mutating = 0, reading = 0, byItem = {} } = this.#simulator.requests?.() ?? {};
    const items = Object.entries(byItem).map(
      ([name, operations]) =>
        `${name}: ${Object.entries(operations)
          .map(([operation, count]) => `${count} ${operation}`)
          .join(', ')}`,
    );
    return [`${mutating} mutating, ${reading} reading`, ...items];
  }

  /** What vCenters and bare hosts show, as a capture reads it. */
  async site(): Promise<readonly string[]> {
    const now = this.#simulator.now ?? (() => new Date());
    const seen = await captureSimulatedSite({ ...this.#simulator, now }, this.#inventory);
    const gib = (bytes: number | undefined) => (bytes === undefined ? '?' : String(Math.round(bytes / 2 ** 30)));
    return [
      ...(seen.hosts ?? []).map(({ name, memoryFreeBytes }) => `host ${name}: ${gib(memoryFreeBytes)} GiB memory free`),
      ...(seen.datastores ?? []).map(({ name, freeBytes }) => `datastore ${name}: ${gib(freeBytes)} GiB free`),
      ...(seen.siteMachines ?? []).map(
        ({ name, powerState, host, snapshots, datastores, disks }) =>
          `${name}: ${powerState} on ${host}, ${datastores.join(' ')}, ${disks.length} disks, snapshots ${snapshots.join(', ') || 'none'}`,
      ),
      ...(seen.notCaptured ?? []).map(
        ({ what, reason }) => `not captured: ${what}. ${reason.split('\n')[0]?.replace(/:\d+\)/, ')')}`,
      ),
    ];
  }

  async addFaults(faults: readonly string[]): Promise<readonly string[]> {
    const { status } = await this.send('POST', '/_simulator/faults', { faults });
    return [String(status)];
  }

  get #vault(): string {
    return this.#inventory.vault?.id ?? '';
  }

  get #serviceVault(): string {
    return this.#vault.replace('/subscriptions/', '/Subscriptions/');
  }

  get #profile(): string {
    return this.#inventory.trafficProfiles?.[0]?.id ?? '';
  }

  /** ARM id of the item as it is called now. */
  itemId(name: string): string {
    return this.#itemOf(name).id;
  }

  /** From now on the item is asked for by this id. */
  renamed(name: string, id: string): void {
    this.#names.set(name, id);
  }

  #itemOf(name: string): { readonly id: string } {
    const now = this.#names.get(name);
    if (now !== undefined) return { id: now };
    const item = this.#inventory.items?.find((one) => one.friendlyName === name);
    if (item === undefined) throw new Error(`The fixture has no item '${name}'.`);
    return item;
  }

  #vmOf(name: string): string {
    return this.#inventory.azureVms?.find((vm) => vm.name === name)?.id ?? '';
  }

  #bodyOf(
    verb: string,
    name: string,
    change: Record<string, unknown>,
  ): { readonly path: string; readonly body: unknown } {
    const [appliance] = this.#inventory.appliances ?? [];
    const policy = (instanceType: string) =>
      this.#inventory.policies?.find((one) => one.instanceType === instanceType)?.id;
    const { failoverDirection, ...rest } = change;
    const body = (details: object, direction?: string) => {
      const given = failoverDirection === undefined ? direction : failoverDirection;
      return {
        properties: {
          ...(given === undefined || given === null ? {} : { failoverDirection: given }),
          // Another provider's input is given whole.
          providerSpecificDetails: typeof rest.instanceType === 'string' ? rest : { ...details, ...rest },
        },
      };
    };
    if (this.#inventory.masterTargets !== undefined) return this.#classicBodyOf(verb, name, change);
    switch (verb) {
      case 'reprotect':
        return {
          path: 'reProtect',
          body: body(
            {
              instanceType: 'InMageRcm',
              reprotectAgentId: appliance?.reprotectAgentId,
              datastoreName: appliance?.accessibleDatastores[0],
              logStorageAccountId: this.#inventory.storageAccounts?.[0]?.id,
            },
            'RecoveryToPrimary',
          ),
        };
      case 'protect':
        return {
          path: 'reProtect',
          body: body({
            instanceType: 'InMageRcmFailback',
            processServerId: appliance?.processServerId,
            policyId: policy('InMageRcm'),
          }),
        };
      case 'failover':
        return rest.instanceType === 'InMage'
          ? {
              path: 'unplannedFailover',
              body: { properties: { failoverDirection: 'PrimaryToRecovery', providerSpecificDetails: rest } },
            }
          : {
              path: 'plannedFailover',
              body: body({ instanceType: 'InMageRcmFailback', recoveryPointType: 'CrashConsistent' }),
            };
      case 'commit':
        return { path: 'failoverCommit', body: undefined };
      default:
        return { path: 'failoverCancel', body: undefined };
    }
  }

  /** Bodies of a classic estate: through the master target of the machine's family, and the process server in Azure. */
  #classicBodyOf(
    verb: string,
    name: string,
    change: Record<string, unknown>,
  ): { readonly path: string; readonly body: unknown } {
    const { masterTargets = [], processServers = [], policies = [], items = [] } = this.#inventory;
    const item = items.find(({ friendlyName }) => friendlyName === name);
    const target = masterTargets.find(({ osType }) => osType === item?.osType);
    const server = processServers.find(({ azureVmId }) => azureVmId !== undefined);
    const body = (failoverDirection: string, details: object) => ({
      properties: { failoverDirection, providerSpecificDetails: { ...details, ...change } },
    });
    switch (verb) {
      case 'reprotect':
        return {
          path: 'reProtect',
          body: body('RecoveryToPrimary', {
            instanceType: 'InMage',
            masterTargetId: target?.id,
            processServerId: server?.id,
            retentionDrive: target?.retentionVolumes[0]?.name,
            datastoreName: target?.datastores[0],
            profileId: policies.find(({ instanceType }) => instanceType === 'InMage')?.id,
          }),
        };
      case 'protect':
        return { path: 'reProtect', body: body('RecoveryToPrimary', { instanceType: 'InMageAzureV2' }) };
      case 'failover':
        return {
          path: 'unplannedFailover',
          body: body('PrimaryToRecovery', { instanceType: 'InMage', recoveryPointType: 'LatestTime' }),
        };
      case 'commit':
        return { path: 'failoverCommit', body: undefined };
      default:
        return { path: 'failoverCancel', body: undefined };
    }
  }
}

// biome-ignore lint/suspicious/noExplicitAny: as above.
function itemLine({ properties }: any): string {
  const { friendlyName, protectionState, activeLocation, allowedOperations, replicationHealth } = properties;
  const { healthErrors, currentScenario, providerSpecificDetails } = properties;
  const allowed = allowedOperations.length === 0 ? 'nothing' : allowedOperations.join(' ');
  const health = [
    replicationHealth,
    ...healthErrors.map(({ errorCode }: { readonly errorCode: string }) => errorCode),
  ].join(' ');
  return `${friendlyName} ${providerSpecificDetails.instanceType} ${protectionState} ${activeLocation}; allows ${allowed}; ${health}; scenario ${currentScenario.scenarioName}`;
}

// biome-ignore lint/suspicious/noExplicitAny: as above.
export function refusal(status: number | 'no answer', body: any): string {
  return status === 'no answer' ? status : `${status} ${body?.error?.code}: ${body?.error?.message}`;
}
