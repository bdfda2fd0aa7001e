import type { Runbook } from '../runbook/runbook.ts';
import { someOf } from './missing-ids.ts';
import type { Plan } from './plan.ts';
import { counted } from './readable.ts';
import type { SettledMachine } from './settle-machines.ts';

/** What will still be there, or will be missing, once every machine is home: full sentences. */
export function leftBehind(runbook: Runbook, machines: readonly SettledMachine[], part: Plan['part']): string[] {
  if (part === 'until-replicated')
    return ['The machines go on running in Azure, and replicate to the site until their cutover is planned.'];
  const removed = new Set(runbook.afterAll.flatMap(({ removeLeftovers }) => removeLeftovers.map(({ value }) => value)));
  return [
    ...(machines.every(({ azureVm }) => azureVm === undefined)
      ? ['What the machines in Azure leave behind is not known: the inventory does not show them.']
      : inAzure(machines, removed)),
    ...logStorage(runbook),
    ...oldMachines(machines),
    ...missingAtHome(machines),
    ...processServers(runbook),
    ...unmoved(runbook, machines),
  ];
}

function inAzure(machines: readonly SettledMachine[], removed: ReadonlySet<string>): string[] {
  const count = (ids: (one: NonNullable<SettledMachine['azureVm']>) => number) =>
    machines.reduce((sum, { azureVm }) => sum + (azureVm === undefined ? 0 : ids(azureVm)), 0);
  const nics = count(({ networkInterfaceIds }) => networkInterfaceIds.length);
  const addresses = count(({ publicAddressIds }) => publicAddressIds?.length ?? 0);
  const disks = count(({ osDiskId, dataDisks }) => (osDiskId === undefined ? 0 : 1) + dataDisks.length);
  const sentences: string[] = [];
  if (!removed.has('network-interfaces') && nics > 0)
    sentences.push(
      `${counted(nics, 'network interface')} of the machines in Azure stay; \`remove-leftovers\` can delete them.`,
    );
  if (!removed.has('public-addresses') && addresses > 0)
    sentences.push(
      `${counted(addresses, 'public address', 'public addresses')} of the machines in Azure stay and go on costing money.`,
    );
  if (!removed.has('disks') && disks > 0)
    sentences.push(
      `${counted(disks, 'disk')} in Azure may stay: whether commit deletes them with the machine is not documented.`,
    );
  return sentences;
}

function logStorage({ vault }: Runbook): string[] {
  const account = vault?.value.logStorage?.value;
  return account === undefined ? [] : [`Replication logs stay in the storage account '${account}'.`];
}

/** A machine that came home as a new one leaves its old self where that still exists. */
function oldMachines(machines: readonly SettledMachine[]): string[] {
  const names = machines
    .filter(
      ({ machine, item, location }) =>
        location === 'alternate' &&
        machine.source.value !== 'physical' &&
        machine.deleteOld?.value !== true &&
        item?.discovered,
    )
    .map(({ machine }) => machine.name);
  return names.length === 0 ? [] : [`The old machines of ${someOf(names)} stay, switched off.`];
}

function missingAtHome(machines: readonly SettledMachine[]): string[] {
  const without = machines.filter(
    ({ machine, item }) => machine.excludedDisks.length + (item?.excludedDisks?.length ?? 0) > 0,
  );
  if (without.length === 0) return [];
  return [
    `Disks of ${someOf(without.map(({ machine }) => machine.name))} were excluded from replication and will be missing at home.`,
  ];
}

function processServers({ processServers }: Runbook): string[] {
  const inAzure = processServers.filter(({ where }) => where.value === 'azure');
  const removed = inAzure
    .filter(({ remove }) => remove?.value === 'after-failback')
    .map(({ serverName }) => serverName);
  return [
    ...inAzure
      .filter(({ remove }) => remove?.value !== 'after-failback')
      .map(({ name }) => `The process server '${name}' stays in Azure and goes on costing money.`),
    ...(removed.length === 0 ? [] : [unregister(removed)]),
  ];
}

/** @source includes/site-recovery-vmware-unregister-process-server */
function unregister(names: readonly string[]): string {
  return (
    `The configuration server goes on listing ${someOf(names)} once ${names.length === 1 ? 'it is' : 'they are'} removed. Unregister ${names.length === 1 ? 'it' : 'them'} there: ` +
    'perl Unregister-ASRComponent.pl -IPAddress ADDRESS -Component PS, in %ProgramData%\\ASR\\home\\svsystems\\bin.'
  );
}

function unmoved(runbook: Runbook, machines: readonly SettledMachine[]): string[] {
  const moved = new Set(machines.map(({ machine }) => machine));
  const names = runbook.machines.filter((machine) => !moved.has(machine)).map(({ name }) => name);
  return names.length === 0
    ? []
    : [
        `${someOf(names)} ${names.length === 1 ? 'stays' : 'stay'} in Azure, for no wave names ${names.length === 1 ? 'it' : 'them'}.`,
      ];
}
