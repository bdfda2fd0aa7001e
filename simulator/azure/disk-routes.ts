import { armError, notFound, ok, page } from '../arm/answer.ts';
import type { Call } from '../arm/call.ts';
import type { Route } from '../arm/router.ts';
import type { ManagedDisk } from '../estate/azure-side.ts';
import type { Estate } from '../estate/estate.ts';
import { acceptedOperation } from './azure-operation.ts';
import { idOf, inGroup, inSubscription } from './resource-id.ts';

const subscription = '/subscriptions/{subscription}';
const provider = 'providers/Microsoft.Compute';
const group = `${subscription}/resourceGroups/{group}/${provider}`;

/** Managed disks: what a commit leaves behind. */
export function diskRoutes(estate: Estate): readonly Route[] {
  const { disks } = estate.azure;
  const find = (call: Call) => disks.get(idOf(call, 'disks', call.path.disk).toLowerCase());
  return [
    [
      'GET',
      `${subscription}/${provider}/disks`,
      (call) => page([...disks.values()].filter(({ id }) => inSubscription(id, call)).map(renderDisk)),
    ],
    [
      'GET',
      `${group}/disks`,
      (call) => page([...disks.values()].filter(({ id }) => inGroup(id, call)).map(renderDisk)),
    ],
    [
      'GET',
      `${group}/disks/{disk}`,
      (call) => {
        const disk = find(call);
        return disk === undefined ? notFound(call.path.disk ?? '') : ok(renderDisk(disk));
      },
    ],
    [
      'DELETE',
      `${group}/disks/{disk}`,
      (call) => {
        const disk = find(call);
        if (disk === undefined) return { status: 204 };
        if (disk.vmId !== undefined)
          return armError(409, 'OperationNotAllowed', `Disk ${disk.name} is attached to VM ${disk.vmId}.`);
        return acceptedOperation(estate, call, 'Microsoft.Compute', disk.location, () => {
          disks.delete(disk.id.toLowerCase());
        });
      },
    ],
  ];
}

function renderDisk(disk: ManagedDisk) {
  return {
    id: disk.id,
    name: disk.name,
    type: 'Microsoft.Compute/disks',
    location: disk.location,
    sku: { name: 'Premium_LRS', tier: 'Premium' },
    ...(disk.vmId === undefined ? {} : { managedBy: disk.vmId }),
    properties: {
      ...(disk.osType === undefined ? {} : { osType: disk.osType }),
      creationData: { createOption: 'Empty' },
      diskSizeGB: Math.ceil(disk.sizeBytes / 2 ** 30),
      diskSizeBytes: disk.sizeBytes,
      timeCreated: new Date(disk.createdAt).toISOString(),
      provisioningState: 'Succeeded',
      diskState: disk.vmId === undefined ? 'Unattached' : 'Attached',
    },
  };
}
