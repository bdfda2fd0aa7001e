import { sameName, type World } from '../../../../core/inventory/world.ts';
import type { Runbook } from '../../../../core/runbook/runbook.ts';
import { hole, literal } from './items.ts';

/** The body of a block for something captured, as a snippet: what the capture tells is filled in, the rest is a place to fill. */
export function capturedBody(
  block: string,
  name: string,
  world: World,
  runbook: Runbook | undefined,
): string | undefined {
  const lines = LINES[block]?.(name, world, runbook);
  return lines === undefined || lines.length === 0 ? undefined : lines.map((line) => `  ${line}\n`).join('');
}

type Lines = (name: string, world: World, runbook: Runbook | undefined) => readonly string[];

const LINES: Readonly<Record<string, Lines>> = {
  Vm: (name, world, runbook) => {
    const [item] = world.itemsNamed(name);
    if (item === undefined) return [];
    const family = item.osType === 'Windows' ? 'windows' : item.osType === 'Linux' ? 'linux' : undefined;
    const was = item.discovered?.datastores[0];
    const declared =
      was === undefined ? undefined : runbook?.datastores.find(({ datastoreName }) => sameName(datastoreName, was));
    const [address] = item.discovered?.ipAddresses ?? [];
    const several = world.itemsNamed(name).length > 1;
    return [
      family === undefined
        ? `os: ${hole('1|windows,linux|')}`
        : `os: ${family}${item.osName === undefined ? '' : ` "${literal(item.osName.replaceAll('"', ''))}"`}`,
      ...(several ? [`item: "${literal(item.name)}"`] : []),
      ...(runbook !== undefined && runbook.architecture.value === 'classic' && item.discoveryType === 'Physical'
        ? ['source: physical']
        : []),
      `datastore: ${declared === undefined ? hole('2:datastore') : literal(declared.name)}`,
      ...(address === undefined ? [] : [`nic { port-group: "${hole('3:port group')}"  address: ${literal(address)} }`]),
    ];
  },
  Datastore: (name, world, runbook) => {
    const seen = world.datastore(name);
    if (seen === undefined) return [];
    const vcenter = runbook?.vcenters.find(
      (one) =>
        seen.vcenter !== undefined &&
        (sameName(one.name, seen.vcenter) || (one.address !== undefined && sameName(one.address.value, seen.vcenter))),
    );
    const type = seen.type.toLowerCase().replace(/^nfs41$/, 'nfs');
    return [
      ...(vcenter === undefined ? [] : [`vcenter: ${vcenter.name}`]),
      ...(/^(vmfs|vsan|nfs|vvol)$/.test(type) ? [`type: ${type}`] : []),
      `capacity: ${Math.round(seen.capacityBytes / 2 ** 30)} GB`,
    ];
  },
  Host: (name, world, runbook) => {
    const seen = world.host(name);
    const mounted = runbook?.datastores.filter(({ datastoreName }) =>
      seen?.datastores.some((one) => sameName(one.name, datastoreName)),
    );
    return mounted === undefined || mounted.length === 0
      ? []
      : [`datastores: ${mounted.map((one) => one.name).join(', ')}`];
  },
  Appliance: (name, world, runbook) => {
    const seen = world.appliance(name);
    const reached = runbook?.datastores.filter(({ datastoreName }) =>
      seen?.accessibleDatastores.some((one) => sameName(one, datastoreName)),
    );
    return [
      `vcenter: ${hole(`1:${runbook?.vcenters[0]?.name ?? 'vcenter'}`)}`,
      ...(reached === undefined || reached.length === 0
        ? []
        : [`datastores: ${reached.map((one) => one.name).join(', ')}`]),
    ];
  },
  VCenter: (name, world) => {
    const seen = world.inventory.vcenters?.find((one) => sameName(one.name, name));
    return seen === undefined ? [] : [`address: ${literal(seen.address)}`];
  },
  Vault: (name, world) => {
    const { vault } = world.inventory;
    if (vault === undefined || !sameName(vault.name, name)) return [];
    const [, , subscription, , group] = vault.id.split('/');
    return [`subscription: "${subscription}"`, `resource-group: "${group}"`, `region: "${vault.location}"`];
  },
};
