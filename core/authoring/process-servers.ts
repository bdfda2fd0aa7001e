import type { CapturedItem, CapturedProcessServer, Inventory } from '../inventory/inventory.ts';
import { armName, sameName } from '../inventory/world.ts';
import { networkOf } from '../rules/process-server/networks-in-play.ts';
import { isText, NameBook, quoted } from './words-in-text.ts';
import { block, comment } from './write-block.ts';

/** A machine that serves for one; the author takes another where the estate is large. @source the sizing table of the article */
const USUAL_SIZE = 'Standard_D4s_v3';

/**
 * The process servers of a classic runbook: for each machine one in its own network in Azure, which is there already or
 * is to be created.
 */
export class ProcessServers {
  readonly #inventory: Inventory;
  readonly #names = new NameBook('process-server');
  readonly #existing = new Map<CapturedProcessServer, string>();
  readonly #created = new Map<string, { readonly name: string; readonly block: string }>();

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    for (const { name } of inventory.processServers ?? []) this.#names.take(name);
  }

  /** The declared name of the one that a machine takes; undefined where nobody knows any. */
  for(item: CapturedItem): string | undefined {
    const all = this.#inventory.processServers ?? [];
    const carrying = all.find(({ id }) => item.masterTargetId !== undefined && isSame(id, item.processServerId));
    if (carrying !== undefined) return this.#declare(carrying);
    const vm = this.#inventory.azureVms?.find(({ id }) => isSame(id, item.azureVmId));
    const network = vm === undefined ? undefined : networkOf(vm);
    const inAzure = all.filter(({ azureVmId }) => azureVmId !== undefined);
    if (network === undefined) {
      const any = inAzure[0] ?? all[0];
      return any === undefined ? undefined : this.#declare(any);
    }
    const near = inAzure.filter((server) => isSame(this.#networkOf(server), network) && isOfServer(server, item));
    const [best] = [...near].sort((one, other) => troubles(one) - troubles(other));
    return best === undefined ? this.#create(network, vm?.id, vm) : this.#declare(best);
  }

  /** All that machines asked for. */
  blocks(): readonly string[] {
    const existing = [...this.#existing].map(([server, name]) =>
      block(`process-server ${name}`, [
        ...(name === server.name || !isText(server.name) ? [] : [`name: ${quoted(server.name)}`]),
        `where: ${server.azureVmId === undefined ? 'on-premises' : 'azure'}`,
        ...this.#network(server),
        'existing: true',
        ...(server.azureVmId === undefined ? [] : ['remove: after-failback']),
      ]),
    );
    return [...existing, ...[...this.#created.values()].map((created) => created.block)];
  }

  #declare(server: CapturedProcessServer): string {
    const known = this.#existing.get(server);
    if (known !== undefined) return known;
    const name = new NameBook('process-server').take(server.name);
    const taken = [...this.#existing.values()].some((one) => sameName(one, name)) ? this.#names.take(name) : name;
    this.#existing.set(server, taken);
    return taken;
  }

  #create(
    network: string,
    vmId: string | undefined,
    vm: { readonly interfaces?: readonly { readonly subnetId?: string | undefined }[] | undefined } | undefined,
  ): string {
    const key = network.toLowerCase();
    const known = this.#created.get(key);
    if (known !== undefined) return known.name;
    const name = this.#names.take(computerName(armName(network)));
    const subnet = vm?.interfaces?.find(({ subnetId }) => subnetId !== undefined)?.subnetId;
    const group = vmId?.split('/')[4];
    const settings = [
      'where: azure',
      `network: ${quoted(armName(network))}`,
      ...(subnet === undefined ? [] : [`subnet: ${quoted(armName(subnet))}`]),
      ...(group === undefined || group === '' ? [] : [`resource-group: ${quoted(group)}`]),
      `vm-size: ${quoted(USUAL_SIZE)}`,
      'administrator: "psadmin"',
      'existing: false',
      'remove: after-failback',
    ];
    const why = comment(
      `None stands in '${armName(network)}' yet, so it is created there. Size and administrator are yours to choose.`,
      '///',
    );
    this.#created.set(key, { name, block: `${why}\n${block(`process-server ${name}`, settings)}` });
    return name;
  }

  #networkOf({ azureVmId }: CapturedProcessServer): string | undefined {
    const vm = this.#inventory.azureVms?.find(({ id }) => isSame(id, azureVmId));
    return vm === undefined ? undefined : networkOf(vm);
  }

  #network(server: CapturedProcessServer): readonly string[] {
    const network = this.#networkOf(server);
    return network === undefined ? [] : [`network: ${quoted(armName(network))}`];
  }
}

/**
 * The name is that of a Windows machine too: at most 15 letters, digits and hyphens, of which some are left for a number.
 * @source Microsoft.Compute: "Windows computer name cannot be more than 15 characters long"
 */
function computerName(network: string): string {
  const plain = network.replace(/^vnet-?/i, '').replaceAll(/[^a-z0-9]+/gi, '-');
  return `ps-${plain}`.slice(0, 12).replace(/-+$/, '');
}

function isOfServer({ fabricId }: CapturedProcessServer, { id }: CapturedItem): boolean {
  const original = /\/replicationFabrics\/([^/]+)\//i.exec(id)?.[1];
  return fabricId === undefined || original === undefined || sameName(armName(fabricId), original);
}

function troubles({ healthErrors, strains = [] }: CapturedProcessServer): number {
  return healthErrors.length + strains.length;
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && sameName(one, other);
}
