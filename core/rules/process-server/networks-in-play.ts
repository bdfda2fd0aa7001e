import type { CapturedAzureVm } from '../../inventory/inventory.ts';
import { armName, sameName } from '../../inventory/world.ts';
import type { SourceRange } from '../../runbook/source.ts';
import { runsInAzure } from '../item-stage.ts';
import type { MachineInPlay, Situation } from '../situation.ts';

/** A virtual network in which machines of the runbook run until they are home. */
export interface NetworkInPlay {
  readonly name: string;
  /** ARM id; undefined where only a process server's `network:` tells of it. */
  readonly id: string | undefined;
  /** The first machine in it. */
  readonly at: SourceRange;
  readonly machines: readonly MachineInPlay[];
}

/** The networks of the machines, as captured; else that of their process server, as written. */
export function networksInPlay({ machines }: Situation): readonly NetworkInPlay[] {
  const inAzure = machines.filter(({ item }) => item.seen === undefined || runsInAzure(item.seen));
  return [...Map.groupBy(inAzure, (machine) => (idOf(machine) ?? writtenFor(machine))?.toLowerCase())].flatMap(
    ([key, members]) => {
      const [first] = members;
      if (key === undefined || first === undefined) return [];
      const id = idOf(first);
      return [{ name: armName(id ?? writtenFor(first) ?? key), id, at: first.machine.at, machines: members }];
    },
  );
}

/** Machines whose network neither capture nor text tells. */
export function withoutNetwork({ machines }: Situation): readonly MachineInPlay[] {
  return machines.filter(
    (machine) =>
      (machine.item.seen === undefined || runsInAzure(machine.item.seen)) &&
      idOf(machine) === undefined &&
      writtenFor(machine) === undefined,
  );
}

const networks = new WeakMap<CapturedAzureVm, string>();

/** The network that a machine in Azure stands in: all of its interfaces are in one. Found once for all rules. */
export function networkOf(vm: CapturedAzureVm): string | undefined {
  const known = networks.get(vm);
  if (known !== undefined) return known;
  const subnet = vm.interfaces?.find(({ subnetId }) => subnetId !== undefined)?.subnetId;
  if (subnet === undefined) return undefined;
  const network = subnet.replace(/\/subnets\/[^/]+$/i, '');
  networks.set(vm, network);
  return network;
}

/** Whether a network is the one that somebody wrote: by name or by ARM id. */
export function isNetwork(id: string, written: string): boolean {
  return sameName(written.startsWith('/') ? id : armName(id), written);
}

function idOf({ azureVm }: MachineInPlay): string | undefined {
  return azureVm.seen === undefined ? undefined : networkOf(azureVm.seen);
}

function writtenFor({ processServer }: MachineInPlay): string | undefined {
  const network = processServer?.server.network?.value;
  return network?.startsWith('/') ? network : network && `/${network}`;
}
