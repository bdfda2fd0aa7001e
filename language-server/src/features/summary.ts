import type { CapturedItem } from '../../../core/inventory/inventory.ts';
import { itemsOf, sameName, type World } from '../../../core/inventory/world.ts';
import { sayMoment } from '../../../core/report/say.ts';
import type { Machine, Runbook } from '../../../core/runbook/runbook.ts';
import type { Analysis } from '../workspace/runbook-analysis.ts';

/** What the runbook settles for a declaration, defaults included, and what was captured of it, as Markdown. */
export function summaryOf(type: string, name: string, analysis: Analysis | undefined): string | undefined {
  const runbook = analysis?.lowered.runbook;
  if (runbook === undefined) return undefined;
  switch (type) {
    case 'Vm':
    case 'Member': {
      const machine = runbook.machines.find((one) => sameName(one.name, name));
      return machine && machineSummary(machine, runbook, analysis?.world);
    }
    case 'VmGroup': {
      const members = runbook.machines.filter((one) => one.group !== undefined && sameName(one.group, name));
      return members.map((one) => `\`${one.name}\``).join(', ');
    }
    case 'Datastore':
      return datastoreSummary(runbook, name, analysis?.world);
    case 'Appliance':
      return applianceSummary(runbook, name, analysis?.world);
    case 'Person': {
      const person = runbook.people.find((one) => sameName(one.name, name));
      return [person?.fullName, person?.email].filter((part) => part !== undefined).join(', ');
    }
    case 'Wave':
      return runbook.waves
        .find((one) => sameName(one.name, name))
        ?.machines.map((one) => `\`${one.value.name}\``)
        .join(', ');
    default:
      return undefined;
  }
}

function machineSummary(machine: Machine, runbook: Runbook, world: World | undefined): string {
  const wave = runbook.waves.find((one) => one.machines.some((each) => each.value === machine));
  const from = (key: string): string => (machine.defaulted.includes(key) ? ' (from `defaults vm`)' : '');
  const lines = [
    `location: ${machine.location.value}${from('location')}`,
    machine.via && `via: ${machine.via.value.name}${from('via')}`,
    machine.datastore && `datastore: ${machine.datastore.value.name}${from('datastore')}`,
    `recovery point: ${machine.recoveryPoint.value.kind}${from('recovery-point')}`,
    wave && `wave: ${wave.name}`,
  ];
  return [list(lines), captured(world && itemsOf(world, machine), world)].join('\n\n');
}

function captured(items: readonly CapturedItem[] | undefined, world: World | undefined): string {
  const [item] = items ?? [];
  if (world === undefined || items === undefined) return '_Nobody captured anything of it._';
  if (item === undefined)
    return world.inventory.items === undefined
      ? '_Protected items were not captured._'
      : '_No protected item has this name._';
  const size = item.disks.reduce((sum, disk) => sum + disk.capacityBytes, 0);
  return `Captured ${sayMoment(item.seenAt)}:\n\n${list([
    `state: ${item.protectionState}`,
    `replication health: ${item.replicationHealth}`,
    item.osName && `operating system: ${item.osName}`,
    `disks: ${item.disks.length}, ${Math.round(size / 2 ** 30)} GiB`,
    item.discovered && item.discovered.datastores.length > 0 && `was on: ${item.discovered.datastores.join(', ')}`,
  ])}`;
}

function datastoreSummary(runbook: Runbook, name: string, world: World | undefined): string | undefined {
  const declared = runbook.datastores.find((one) => sameName(one.name, name));
  const seen = declared && world?.datastore(declared.datastoreName);
  if (seen === undefined) return undefined;
  const sized = (bytes: number): string => `${Math.round(bytes / 2 ** 30)} GiB`;
  return `Captured ${sayMoment(seen.seenAt)}:\n\n${list([
    `${seen.type}, ${seen.accessible ? 'accessible' : 'not accessible'}`,
    `free: ${sized(seen.freeBytes)} of ${sized(seen.capacityBytes)}`,
  ])}`;
}

function applianceSummary(runbook: Runbook, name: string, world: World | undefined): string | undefined {
  const declared = runbook.appliances.find((one) => sameName(one.name, name));
  const seen = declared && world?.appliance(declared.applianceName);
  if (seen === undefined) return undefined;
  return `Captured ${sayMoment(seen.seenAt)}:\n\n${list([
    ...seen.components.map((one) => `${one.kind}: ${one.health}`),
    `reaches: ${seen.accessibleDatastores.join(', ') || 'no datastore'}`,
  ])}`;
}

function list(lines: readonly (string | false | null | undefined)[]): string {
  return lines
    .filter(Boolean)
    .map((line) => `- ${line}`)
    .join('\n');
}
