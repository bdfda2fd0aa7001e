import type { Inventory } from '../../core/inventory/inventory.ts';
import { type Driver, refusal } from './driver.ts';

// biome-ignore lint/suspicious/noExplicitAny: the tests read what the wire carries, whatever it is.
type Wire = any;

/** What only the classic architecture has to ask: its servers, renamed items, and a process server made in Azure. */
export class ClassicDriver {
  readonly #driver: Driver;
  readonly #inventory: Inventory;
  #poll = '';

  constructor(driver: Driver, inventory: Inventory) {
    this.#driver = driver;
    this.#inventory = inventory;
  }

  async servers(): Promise<readonly string[]> {
    const { body } = await this.#driver.send('GET', this.#fabric);
    const { friendlyName, health, customDetails: details } = body.properties;
    return [
      `${friendlyName} ${health}: ${details.csServiceStatus}, heard ${details.lastHeartbeat}, certificate ${details.sslCertExpiryRemainingDays} days`,
      ...details.processServers.map(
        (one: Wire) =>
          `process server ${one.friendlyName} ${one.psServiceStatus} ${one.ipAddress}, heard ${one.lastHeartbeat}, load ${one.systemLoadStatus}, ${one.machineCount} machines`,
      ),
      ...details.masterTargetServers.map(
        (one: Wire) =>
          `master target ${one.name} ${one.osType}, heard ${one.lastHeartbeat}; ${one.retentionVolumes.map((volume: Wire) => volume.volumeName).join(' ')}; ${one.dataStores.map((store: Wire) => `${store.symbolicName} ${store.freeSpace}`).join(', ')}`,
      ),
      ...details.runAsAccounts.map((one: Wire) => `account ${one.accountId} ${one.accountName}`),
    ];
  }

  /** What a classic item tells of its way home. */
  async details(name: string): Promise<readonly string[]> {
    const { body } = await this.#driver.send('GET', this.#driver.itemId(name));
    const details = body.properties.providerSpecificDetails;
    const { protectionStage, resyncDetails, masterTargetId, processServerId, datastores, consistencyPoints } = details;
    const percentage = resyncDetails?.initialReplicationProgressPercentage ?? details.resyncProgressPercentage;
    return [
      `${protectionStage} ${percentage} %; ${details.vmProtectionState}; through ${masterTargetId} and ${processServerId} to ${datastores.join(' ')}; ${Object.keys(consistencyPoints ?? {}).length} points`,
      ...details.protectedDisks.map((disk: Wire) => {
        const left = Math.round(disk.sourceDataInMB ?? disk.sourceDataInMegaBytes);
        return `${disk.diskName} ${disk.protectionStage} ${disk.resyncProgressPercentage} % ${disk.progressHealth}, ${left > 10 ? left : 'little'} MB at the source`;
      }),
    ];
  }

  /** Goes on under the name that the last job told, if it told one. */
  async follow(name: string): Promise<readonly string[]> {
    const { properties } = (await this.#driver.jobBody(this.#driver.lastJob)) as {
      readonly properties: { readonly customDetails: { readonly newReplicationProtectedItemId?: string | null } };
    };
    const id = properties.customDetails.newReplicationProtectedItemId;
    if (id === null || id === undefined) return ['the item keeps its name'];
    const before = this.#driver.itemId(name);
    this.#driver.renamed(name, id);
    const { status } = await this.#driver.send('GET', before);
    return [
      `another name in the same container: ${id.split('/').slice(0, -1).join('/').toLowerCase() === before.split('/').slice(0, -1).join('/').toLowerCase()}; the old one answers ${status}`,
    ];
  }

  /** PUT of a card, an address or a machine of a process server, with what is usual unless it is given. */
  async make(kind: string, name: string, change: Record<string, unknown>): Promise<readonly string[]> {
    const body = {
      location: 'westeurope',
      tags: { purpose: 'test' },
      properties: this.#properties(kind, name),
      ...change,
    };
    const { status, headers, body: answer } = await this.#driver.send('PUT', this.#id(kind, name), body, version(kind));
    const operation = headers.get('azure-asyncoperation');
    if (operation !== null) this.#poll = new URL(operation).pathname;
    return [
      status === 200 || status === 201 ? `${status} ${answer.properties.provisioningState}` : refusal(status, answer),
    ];
  }

  async made(): Promise<readonly string[]> {
    const { status, body } = await this.#driver.send('GET', this.#poll, undefined, '2024-03-01');
    return [status === 200 ? body.status : refusal(status, body)];
  }

  async show(kind: string, name: string): Promise<readonly string[]> {
    const { status, body } = await this.#driver.send('GET', this.#id(kind, name), undefined, version(kind));
    return [status === 200 ? `${body.name} ${body.properties.provisioningState}` : refusal(status, body)];
  }

  async drop(kind: string, name: string): Promise<readonly string[]> {
    const { status, body } = await this.#driver.send('DELETE', this.#id(kind, name), undefined, version(kind));
    return [status === 202 || status === 204 ? String(status) : refusal(status, body)];
  }

  async byHand(what: string, name: string): Promise<readonly string[]> {
    const { status, body } = await this.#driver.send('POST', `/_simulator/${what}`, { name });
    return [status === 200 ? 'done' : refusal(status, body)];
  }

  /** Asks the configuration server to look around anew. */
  async refresh(): Promise<readonly string[]> {
    const listed = await this.#driver.send('GET', `${this.#fabric}/replicationRecoveryServicesProviders`);
    const { status, headers } = await this.#driver.send('POST', `${listed.body.value[0].id}/refreshProvider`);
    this.#poll = new URL(headers.get('azure-asyncoperation') ?? '').pathname;
    return [String(status)];
  }

  get #fabric(): string {
    return this.#inventory.fabrics?.[0]?.id ?? '';
  }

  get #group(): string {
    return (this.#inventory.azureVms?.[0]?.id ?? '').replace(/\/providers\/.*$/i, '/providers');
  }

  #id(kind: string, name: string): string {
    switch (kind) {
      case 'card':
        return `${this.#group}/Microsoft.Network/networkInterfaces/${name}-nic`;
      case 'address':
        return `${this.#group}/Microsoft.Network/publicIPAddresses/${name}-ip`;
      case 'disk':
        return `${this.#group}/Microsoft.Compute/disks/${name}-os`;
      default:
        return `${this.#group}/Microsoft.Compute/virtualMachines/${name}`;
    }
  }

  #properties(kind: string, name: string): object {
    const subnet = this.#inventory.virtualNetworks?.[0]?.subnetIds[0];
    if (kind === 'address') return { publicIPAllocationMethod: 'Static' };
    if (kind === 'card')
      return {
        ipConfigurations: [
          { name: 'first', properties: { subnet: { id: subnet }, publicIPAddress: { id: this.#id('address', name) } } },
        ],
      };
    return {
      hardwareProfile: { vmSize: 'Standard_D4s_v3' },
      storageProfile: {
        imageReference: { publisher: 'publisher', offer: 'offer', sku: 'sku', version: 'latest' },
        osDisk: { name: `${name}-os`, createOption: 'FromImage' },
      },
      osProfile: { computerName: name, adminUsername: 'operator', adminPassword: 'not-to-be-kept' },
      networkProfile: { networkInterfaces: [{ id: this.#id('card', name), properties: { primary: true } }] },
    };
  }
}

function version(kind: string): string {
  return kind === 'card' || kind === 'address' ? '2024-01-01' : '2024-03-01';
}
