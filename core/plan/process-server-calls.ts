import type { ArmCall } from './plan.ts';
import { passwordReference } from './references.ts';

/**
 * The calls that make a classic process server in Azure and remove it. Made again they do the same, so a lost answer
 * needs no search.
 */

/** Everything that making one takes; whatever is null was neither written nor captured. */
export interface ServerSettings {
  readonly name: string;
  /** `/subscriptions/…/resourceGroups/…`, where its parts are made. */
  readonly scope: string | null;
  readonly location: string | null;
  readonly subnetId: string | null;
  readonly size: string;
  readonly image: ServerImage;
  readonly administrator: string | null;
}

export interface ServerImage {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
  readonly version: string;
}

/**
 * The image of a failback process server in Azure's marketplace. That it was offered is documented; that it still is,
 * after the classic architecture was retired, could not be verified. `known { image: "publisher:offer:sku:version" }` of
 * the process server takes another one.
 * @source lists of Azure's own images: MicrosoftAzureSiteRecovery, Process-Server, Windows-2012-R2-Datacenter
 */
export const USUAL_IMAGE: ServerImage = {
  publisher: 'MicrosoftAzureSiteRecovery',
  offer: 'Process-Server',
  sku: 'Windows-2012-R2-Datacenter',
  version: 'latest',
};

/** Assumed where no `vm-size:` is written: as many cores and as much memory as the smallest process server has. */
export const USUAL_SIZE = 'Standard_D4s_v3';

/** What Windows takes as a computer's name, and the vault shows as the server's. */
export const LONGEST_COMPUTER_NAME = 15;

/** Marks what failback made, so that it never takes a stranger's machine of the same name for its own. */
export const MADE_BY = 'failback-process-server';

export function creationCalls(server: ServerSettings): ArmCall[] {
  const { name, location, scope } = server;
  const tags = { [MADE_BY]: name };
  const interfaceId = idOf(scope, 'Microsoft.Network/networkInterfaces', `${name}-nic`);
  return [
    {
      operation: 'create-network-interface',
      resourceId: interfaceId,
      body: {
        location,
        tags,
        properties: {
          ipConfigurations: [
            {
              name: 'ipconfig1',
              properties: { subnet: { id: server.subnetId }, privateIPAllocationMethod: 'Dynamic' },
            },
          ],
        },
      },
      requires: null,
    },
    {
      operation: 'create-process-server',
      resourceId: idOf(scope, 'Microsoft.Compute/virtualMachines', name),
      body: {
        location,
        tags,
        properties: {
          hardwareProfile: { vmSize: server.size },
          storageProfile: {
            imageReference: { ...server.image },
            osDisk: {
              name: `${name}-os`,
              createOption: 'FromImage',
              managedDisk: { storageAccountType: 'StandardSSD_LRS' },
            },
          },
          osProfile: {
            computerName: name,
            adminUsername: server.administrator,
            adminPassword: { ...passwordReference(name) },
            windowsConfiguration: { provisionVMAgent: true },
          },
          networkProfile: { networkInterfaces: [{ id: interfaceId, properties: { primary: true } }] },
        },
      },
      requires: null,
    },
  ];
}

/** The parts of a process server that go when it goes. */
export interface ServerParts {
  readonly vmId: string | null;
  readonly networkInterfaceIds: readonly string[];
  readonly diskIds: readonly string[];
  readonly publicAddressIds: readonly string[];
}

/** The parts of one that `creationCalls` made. */
export function partsMade({ name, scope }: Pick<ServerSettings, 'name' | 'scope'>): ServerParts {
  const one = (type: string, part: string) => [idOf(scope, type, part)].filter((id) => id !== null);
  return {
    vmId: idOf(scope, 'Microsoft.Compute/virtualMachines', name),
    networkInterfaceIds: one('Microsoft.Network/networkInterfaces', `${name}-nic`),
    diskIds: one('Microsoft.Compute/disks', `${name}-os`),
    publicAddressIds: [],
  };
}

/** In an order that Azure accepts: an interface and a disk go only once their machine is gone, an address after its interface. */
export function removalCalls({ vmId, networkInterfaceIds, diskIds, publicAddressIds }: ServerParts): ArmCall[] {
  const call = (operation: ArmCall['operation']) => (resourceId: string | null) => ({
    operation,
    resourceId,
    body: null,
    requires: null,
  });
  return [
    call('remove-process-server')(vmId),
    ...networkInterfaceIds.map(call('delete-network-interface')),
    ...diskIds.map(call('delete-disk')),
    ...publicAddressIds.map(call('delete-public-address')),
  ];
}

/** `publisher:offer:sku:version`, as Azure's own tools write an image; undefined for anything else. */
export function readImage(urn: string): ServerImage | undefined {
  const [publisher, offer, sku, version, ...more] = urn.split(':');
  if (!publisher || !offer || !sku || !version || more.length > 0) return undefined;
  return { publisher, offer, sku, version };
}

/** What the plan says of the image, as a sentence. */
export function sayImage(image: ServerImage): string {
  const urn = `${image.publisher}:${image.offer}:${image.sku}:${image.version}`;
  if (image !== USUAL_IMAGE) return `It is made from the image '${urn}', as written.`;
  return `It is made from the image '${urn}'. That Azure still offers it is not verified; \`known { image: "…" }\` takes another one.`;
}

function idOf(scope: string | null, type: string, name: string): string | null {
  return scope === null ? null : `${scope}/providers/${type}/${name}`;
}
