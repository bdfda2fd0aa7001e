import type { AfterAll } from '../runbook/runbook.ts';
import type { ArmCall } from './plan.ts';
import type { SettledMachine } from './settle-machines.ts';

type Leftover = AfterAll['removeLeftovers'][number]['value'];

const inOrder: readonly {
  kind: Leftover;
  operation: ArmCall['operation'];
  ids: (one: SettledMachine) => readonly string[];
}[] = [
  {
    kind: 'network-interfaces',
    operation: 'delete-network-interface',
    ids: ({ azureVm }) => azureVm?.networkInterfaceIds ?? [],
  },
  // An address can go only once its interface is gone.
  {
    kind: 'public-addresses',
    operation: 'delete-public-address',
    ids: ({ azureVm }) => azureVm?.publicAddressIds ?? [],
  },
  {
    kind: 'disks',
    operation: 'delete-disk',
    ids: ({ azureVm }) =>
      [azureVm?.osDiskId, ...(azureVm?.dataDisks ?? []).map(({ id }) => id)].filter((id) => id !== undefined),
  },
];

/** Deletes what the Azure machines leave behind, in an order that Azure accepts. */
export function leftoverCalls(kinds: ReadonlySet<Leftover>, machines: readonly SettledMachine[]): ArmCall[] {
  return inOrder
    .filter(({ kind }) => kinds.has(kind))
    .flatMap(({ operation, ids }) =>
      machines.flatMap((settled) =>
        ids(settled).map((resourceId): ArmCall => ({ operation, resourceId, body: null, requires: null })),
      ),
    );
}
