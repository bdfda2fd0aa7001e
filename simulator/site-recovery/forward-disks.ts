import type { ItemView } from './item-view.ts';
import { diskReplicationDetails } from './replication-details.ts';

/** `protectedDisks` of an item that is protected to Azure. */
export function forwardDisks({ estate, machine, state, at }: ItemView) {
  const running = state.phase === 'replicating-forward';
  const logAccount = state.logStorageAccountId ?? estate.inventory.storageAccounts?.[0]?.id ?? null;
  const vm = estate.azure.vm(state.azureVmId);
  return machine.item.disks.map((disk, index) => {
    const replication = state.replication?.disks.find(({ diskId }) => diskId === disk.id);
    const busy = running && replication !== undefined && at < replication.endsAt;
    return {
      diskId: disk.id,
      diskName: disk.name,
      isOSDisk: String(disk.isOs),
      capacityInBytes: disk.capacityBytes,
      logStorageAccountId: logAccount,
      diskEncryptionSetId: null,
      seedManagedDiskId:
        machine.item.targetResourceGroupId === undefined
          ? null
          : `${machine.item.targetResourceGroupId}/providers/Microsoft.Compute/disks/asrseeddisk-${machine.item.friendlyName}-${index}`,
      seedBlobUri: null,
      targetManagedDiskId: (disk.isOs ? vm?.captured.osDiskId : vm?.captured.dataDisks[index - 1]?.id) ?? null,
      diskType: 'Premium_LRS',
      dataPendingInLogDataStoreInMB: 0,
      dataPendingAtSourceAgentInMB: 0.1025390625,
      isInitialReplicationComplete: String(!busy && (disk.initialReplicationComplete ?? true)),
      ...(busy && state.replication !== undefined
        ? { irDetails: diskReplicationDetails(state.replication, replication, at) }
        : {}),
    };
  });
}

/** `vmNics` of such an item: the card that the machine has on-premises. */
export function forwardCard(address: string | null, guid: string) {
  return {
    nicId: `00:50:56:${[0, 2, 4].map((index) => guid.slice(index, index + 2)).join(':')}`,
    isPrimaryNic: 'true',
    isSelectedForFailover: 'true',
    sourceIPAddress: address,
    sourceIPAddressType: 'Static',
    sourceNetworkId: 'VM Network',
    sourceSubnetName: null,
    targetIPAddress: '',
    targetIPAddressType: 'Dynamic',
    targetSubnetName: 'recovery',
    testSubnetName: null,
    testIPAddress: null,
    testIPAddressType: 'Dynamic',
  };
}
