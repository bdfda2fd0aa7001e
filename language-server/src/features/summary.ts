import type { CapturedItem } from '../../../core/inventory/inventory.ts';
import { itemsOf, sameName, type World } from '../../../core/inventory/world.ts';
import type { Timestamp } from '../../../core/quantity.ts';
import { sayBytes, sayCount, sayDuration, sayMoment } from '../../../core/report/say.ts';
import type { Machine, Runbook } from '../../../core/runbook/runbook.ts';
import type { Analysis } from '../workspace/runbook-analysis.ts';

/** What the runbook settles for a declaration, defaults included, and what was captured of it, as Markdown. */
export function summaryOf(type: string, name: string, analysis: Analysis | undefined, now: Date): string | undefined {
  const runbook = analysis?.lowered.runbook;
  if (runbook === undefined) return undefined;
  switch (type) {
    case 'Vm':
    case 'Member': {
      const machine = runbook.machines.find((one) => sameName(one.name, name));
      return machine && machineSummary(machine, runbook, analysis?.world, now);
    }
    case 'VmGroup': {
      const members = runbook.machines.filter((one) => one.group !== undefined && sameName(one.group, name));
      return machinesIn(members);
    }
    case 'Datastore':
      return datastoreSummary(runbook, name, analysis?.world, now);
    case 'Appliance':
      return applianceSummary(runbook, name, analysis?.world, now);
    case 'Person': {
      const person = runbook.people.find((one) => sameName(one.name, name));
      return [person?.fullName, person?.email].filter((part) => part !== undefined).join(', ');
    }
    case 'Wave': {
      const wave = runbook.waves.find((one) => sameName(one.name, name));
      return wave && machinesIn(wave.machines.map(({ value }) => value));
    }
    default:
      return undefined;
  }
}

/** As many as a person reads at a glance, and how many they are. */
const MOST_NAMED = 12;

function machinesIn(machines: readonly Machine[]): string {
  const names = machines.slice(0, MOST_NAMED).map(({ name }) => `\`${name}\``);
  const more = machines.length - names.length;
  const rest = more === 0 ? '' : ` and ${more.toLocaleString('en-US')} more`;
  return `${sayCount(machines.length, 'machine')}: ${names.join(', ')}${rest}`;
}

function machineSummary(machine: Machine, runbook: Runbook, world: World | undefined, now: Date): string {
  const wave = runbook.waves.find((one) => one.machines.some((each) => each.value === machine));
  const from = (key: string): string => (machine.defaulted.includes(key) ? ' (from `defaults vm`)' : '');
  const lines = [
    `location: ${machine.location.value}${from('location')}`,
    machine.via && `via: ${machine.via.value.name}${from('via')}`,
    machine.datastore && `datastore: ${machine.datastore.value.name}${from('datastore')}`,
    `recovery point: ${machine.recoveryPoint.value.kind}${from('recovery-point')}`,
    wave && `wave: ${wave.name}`,
  ];
  return [list(lines), captured(world && itemsOf(world, machine), world, now)].join('\n\n');
}

function captured(items: readonly CapturedItem[] | undefined, world: World | undefined, now: Date): string {
  const [item] = items ?? [];
  if (world === undefined || items === undefined) return '_Nobody captured anything of it._';
  if (item === undefined)
    return world.inventory.items === undefined
      ? '_Protected items were not captured._'
      : '_No protected item has this name._';
  const size = item.disks.reduce((sum, disk) => sum + disk.capacityBytes, 0);
  return `Captured ${saySince(item.seenAt, now)}:\n\n${list([
    `state: ${item.protectionState}`,
    `replication health: ${item.replicationHealth}`,
    item.osName && `operating system: ${item.osName}`,
    `disks: ${item.disks.length}, ${sayBytes(size)} in all`,
    item.discovered && item.discovered.datastores.length > 0 && `was on: ${item.discovered.datastores.join(', ')}`,
  ])}`;
}

function datastoreSummary(runbook: Runbook, name: string, world: World | undefined, now: Date): string | undefined {
  const declared = runbook.datastores.find((one) => sameName(one.name, name));
  const seen = declared && world?.datastore(declared.datastoreName);
  if (seen === undefined) return undefined;
  return `Captured ${saySince(seen.seenAt, now)}:\n\n${list([
    `${seen.type}, ${seen.accessible ? 'accessible' : 'not accessible'}`,
    `free: ${sayBytes(seen.freeBytes)} of ${sayBytes(seen.capacityBytes)}`,
  ])}`;
}

function applianceSummary(runbook: Runbook, name: string, world: World | undefined, now: Date): string | undefined {
  const declared = runbook.appliances.find((one) => sameName(one.name, name));
  const seen = declared && world?.appliance(declared.applianceName);
  if (seen === undefined) return undefined;
  return `Captured ${saySince(seen.seenAt, now)}:\n\n${list([
    ...seen.components.map((one) => `${one.kind}: ${one.health}`),
    `reaches: ${seen.accessibleDatastores.join(', ') || 'no datastore'}`,
  ])}`;
}

/** When it was, and how long ago: nobody subtracts times at three in the morning. */
function saySince(at: Timestamp, now: Date): string {
  const seconds = (now.getTime() - new Date(at).getTime()) / 1000;
  return seconds < 0 ? sayMoment(at) : `${sayMoment(at)}, ${sayDuration(seconds)} ago`;
}

function list(lines: readonly (string | false | null | undefined)[]): string {
  return lines
    .filter(Boolean)
    .map((line) => `- ${line}`)
    .join('\n');
}
