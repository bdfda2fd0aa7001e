import type { CapturedVirtualNetwork } from '../inventory/inventory.ts';
import { armName, sameName, type World } from '../inventory/world.ts';
import type { ProcessServer, Runbook } from '../runbook/runbook.ts';
import type { MissingIds } from './missing-ids.ts';
import {
  LONGEST_COMPUTER_NAME,
  partsMade,
  readImage,
  type ServerImage,
  type ServerParts,
  type ServerSettings,
  USUAL_IMAGE,
  USUAL_SIZE,
} from './process-server-calls.ts';

/** Whether the plan has to make it: in Azure, not said to exist, and not among what the vault shows. */
export function isToBeMade(server: ProcessServer, world: World | undefined): boolean {
  if (server.where.value !== 'azure' || server.existing?.value === true) return false;
  return world?.processServer(server.serverName) === undefined;
}

/** How it is to be made; what is missing for that is noted. */
export function serverSettings(
  server: ProcessServer,
  runbook: Runbook,
  world: World | undefined,
  missing: MissingIds,
): ServerSettings {
  const name = server.serverName;
  const need = (what: string) => missing.note(what, server.name);
  const network = networkOf(server, world);
  if (name.length > LONGEST_COMPUTER_NAME)
    need(`'${name}' is longer than the ${LONGEST_COMPUTER_NAME} characters that Windows takes as a computer's name`);
  return {
    name,
    scope:
      scopeOf(server, runbook, network) ?? need('Write `resource-group:`, for nobody knows where it is to be made'),
    location: network?.location ?? runbook.vault?.value.region?.value ?? need('The region of its network is not known'),
    subnetId: subnetOf(server, network) ?? need(missingSubnet(server, network)),
    size: server.vmSize?.value ?? USUAL_SIZE,
    image: imageOf(server, need),
    administrator: server.administrator?.value ?? need('No `administrator:` is written for the machine to be made'),
  };
}

/**
 * What goes when it goes: as this plan makes it, else as captured. It is never guessed by its name alone where the plan
 * makes it, and not at all where nobody captured it: another machine may bear the name.
 */
export function serverParts(
  server: ProcessServer,
  runbook: Runbook,
  world: World | undefined,
  missing: MissingIds,
  isMadeHere: boolean,
): ServerParts {
  if (isMadeHere)
    return partsMade({ name: server.serverName, scope: scopeOf(server, runbook, networkOf(server, world)) ?? null });
  const vmId = world?.processServer(server.serverName)?.azureVmId;
  const [named, other] = world?.azureVmsNamed(server.serverName) ?? [];
  const vm = vmId === undefined ? (other === undefined ? named : undefined) : world?.azureVm(vmId);
  if (vmId === undefined && vm === undefined)
    missing.note(`The machine of process server '${server.name}' is not known`, server.name);
  return {
    vmId: vmId ?? vm?.id ?? null,
    networkInterfaceIds: vm?.networkInterfaceIds ?? [],
    diskIds: [vm?.osDiskId, ...(vm?.dataDisks ?? []).map(({ id }) => id)].filter((id) => id !== undefined),
    publicAddressIds: vm?.publicAddressIds ?? [],
  };
}

function networkOf({ network }: ProcessServer, world: World | undefined): CapturedVirtualNetwork | undefined {
  if (network === undefined) return undefined;
  return world?.inventory.virtualNetworks?.find(
    ({ id, name }) => sameName(id, network.value) || sameName(name, network.value),
  );
}

/** The group that is written, else that of the network; the subscription is the network's, for a machine stands in its own. */
function scopeOf(
  { resourceGroup }: ProcessServer,
  runbook: Runbook,
  network: CapturedVirtualNetwork | undefined,
): string | undefined {
  const vault = runbook.vault?.value;
  const [, subscription, group] = /\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\//i.exec(network?.id ?? '') ?? [];
  const inSubscription = subscription ?? vault?.subscription?.value;
  const inGroup = resourceGroup?.value ?? group ?? vault?.resourceGroup?.value;
  if (inSubscription === undefined || inGroup === undefined) return undefined;
  return `/subscriptions/${inSubscription}/resourceGroups/${inGroup}`;
}

/** The one that is written; else the only one that is no gateway's. */
function subnetOf({ subnet }: ProcessServer, network: CapturedVirtualNetwork | undefined): string | undefined {
  if (subnet?.value.startsWith('/')) return subnet.value;
  const ids = network?.subnetIds ?? [];
  if (subnet !== undefined) return ids.find((id) => sameName(armName(id), subnet.value));
  const [only, other] = ids.filter((id) => !/^(Gateway|AzureBastion|AzureFirewall|RouteServer)/i.test(armName(id)));
  return other === undefined ? only : undefined;
}

function missingSubnet(server: ProcessServer, network: CapturedVirtualNetwork | undefined): string {
  if (server.network === undefined) return 'No `network:` is written for the machine to be made';
  if (network === undefined) return `The inventory shows no virtual network '${server.network.value}'`;
  if (server.subnet === undefined)
    return `'${network.name}' has not exactly one subnet for machines; write \`subnet:\``;
  return `'${network.name}' has no subnet '${server.subnet.value}'`;
}

function imageOf({ known }: ProcessServer, need: (what: string) => null): ServerImage {
  const written = known.find(({ key }) => key === 'image')?.value;
  if (written === undefined) return USUAL_IMAGE;
  const read = readImage(String(written));
  if (read === undefined) need(`The image '${written}' is not written as publisher:offer:sku:version`);
  return read ?? USUAL_IMAGE;
}
