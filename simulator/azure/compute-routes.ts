import { type Answer, notFound, ok, page } from '../arm/answer.ts';
import { type Call, field, textField } from '../arm/call.ts';
import type { Route } from '../arm/router.ts';
import type { ManagedDisk, SimulatedVm, Snapshot } from '../estate/azure-side.ts';
import type { Estate } from '../estate/estate.ts';
import { acceptedOperation, operationResult, operationStatus } from './azure-operation.ts';
import { renderInstanceView, renderVm } from './render-vm.ts';

const subscription = '/subscriptions/{subscription}';
const provider = 'providers/Microsoft.Compute';
const group = `${subscription}/resourceGroups/{group}/${provider}`;

/** Microsoft.Compute: machines with their power, disks, snapshots. */
export function computeRoutes(estate: Estate): readonly Route[] {
  const { azure } = estate;
  const vms = () => [...azure.vms.values()];
  const withVm = (answer: (vm: SimulatedVm, call: Call) => Answer) => (call: Call) => {
    const vm = azure.vm(idOf(call, 'virtualMachines', call.path.vm));
    return vm === undefined ? notFound(call.path.vm ?? '') : answer(vm, call);
  };
  return [
    [
      'GET',
      `${subscription}/${provider}/virtualMachines`,
      (call) =>
        page(
          vms()
            .filter(({ captured }) => inSubscription(captured.id, call))
            .map((vm) => renderVm(estate, vm, call.at, call.query.get('statusOnly') === 'true')),
        ),
    ],
    [
      'GET',
      `${group}/virtualMachines`,
      (call) =>
        page(
          vms()
            .filter(({ captured }) => inGroup(captured.id, call))
            .map((vm) => renderVm(estate, vm, call.at, call.query.get('$expand') === 'instanceView')),
        ),
    ],
    [
      'GET',
      `${group}/virtualMachines/{vm}`,
      withVm((vm, call) => ok(renderVm(estate, vm, call.at, call.query.get('$expand') === 'instanceView'))),
    ],
    ['GET', `${group}/virtualMachines/{vm}/instanceView`, withVm((vm, call) => ok(renderInstanceView(vm, call.at)))],
    ['POST', `${group}/virtualMachines/{vm}/start`, withVm(turn(estate, 'starting', 'running'))],
    ['POST', `${group}/virtualMachines/{vm}/powerOff`, withVm(turn(estate, 'stopping', 'stopped'))],
    ['POST', `${group}/virtualMachines/{vm}/deallocate`, withVm(turn(estate, 'deallocating', 'deallocated'))],
    [
      'DELETE',
      `${group}/virtualMachines/{vm}`,
      (call) => {
        const vm = azure.vm(idOf(call, 'virtualMachines', call.path.vm));
        if (vm === undefined) return { status: 204 };
        return acceptedOperation(estate, call, 'Microsoft.Compute', vm.captured.location, () =>
          azure.deleteVm(vm.captured.id, { disks: false, interfaces: false }),
        );
      },
    ],
    ...diskRoutes(estate),
    ...snapshotRoutes(estate),
    [
      'GET',
      `${subscription}/${provider}/locations/{location}/operations/{operation}`,
      (call) => operationStatus(estate, call),
    ],
    [
      'GET',
      `${subscription}/${provider}/locations/{location}/operationResults/{operation}`,
      (call) => operationResult(estate, call),
    ],
  ];
}

function turn(estate: Estate, meanwhile: string, atLast: string) {
  return (vm: SimulatedVm, call: Call): Answer => {
    vm.powerState = meanwhile;
    return acceptedOperation(estate, call, 'Microsoft.Compute', vm.captured.location, () => {
      vm.powerState = atLast;
    });
  };
}

function diskRoutes(estate: Estate): readonly Route[] {
  const { disks } = estate.azure;
  const find = (call: Call) => disks.get(idOf(call, 'disks', call.path.disk).toLowerCase());
  return [
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
        return acceptedOperation(estate, call, 'Microsoft.Compute', disk.location, () => {
          disks.delete(disk.id.toLowerCase());
        });
      },
    ],
  ];
}

function snapshotRoutes(estate: Estate): readonly Route[] {
  const { snapshots, disks } = estate.azure;
  const find = (call: Call) => snapshots.get(idOf(call, 'snapshots', call.path.snapshot).toLowerCase());
  return [
    [
      'PUT',
      `${group}/snapshots/{snapshot}`,
      (call) => {
        const sourceId = textField(call.body, 'properties', 'creationData', 'sourceResourceId');
        const source = disks.get(sourceId?.toLowerCase() ?? '');
        if (source === undefined) return notFound(sourceId ?? 'creationData.sourceResourceId');
        const id = idOf(call, 'snapshots', call.path.snapshot);
        const snapshot: Snapshot = {
          id,
          name: call.path.snapshot ?? '',
          location: textField(call.body, 'location') ?? source.location,
          sourceId: source.id,
          sizeBytes: source.sizeBytes,
          createdAt: call.at,
          tags: field(call.body, 'tags') as Readonly<Record<string, string>> | undefined,
        };
        snapshots.set(id.toLowerCase(), snapshot);
        return ok(renderSnapshot(snapshot));
      },
    ],
    [
      'GET',
      `${group}/snapshots/{snapshot}`,
      (call) => {
        const snapshot = find(call);
        return snapshot === undefined ? notFound(call.path.snapshot ?? '') : ok(renderSnapshot(snapshot));
      },
    ],
    [
      'DELETE',
      `${group}/snapshots/{snapshot}`,
      (call) => {
        const snapshot = find(call);
        if (snapshot === undefined) return { status: 204 };
        return acceptedOperation(estate, call, 'Microsoft.Compute', snapshot.location, () => {
          snapshots.delete(snapshot.id.toLowerCase());
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

function renderSnapshot(snapshot: Snapshot) {
  return {
    id: snapshot.id,
    name: snapshot.name,
    type: 'Microsoft.Compute/snapshots',
    location: snapshot.location,
    ...(snapshot.tags === undefined ? {} : { tags: snapshot.tags }),
    properties: {
      creationData: { createOption: 'Copy', sourceResourceId: snapshot.sourceId },
      diskSizeGB: Math.ceil(snapshot.sizeBytes / 2 ** 30),
      diskSizeBytes: snapshot.sizeBytes,
      timeCreated: new Date(snapshot.createdAt).toISOString(),
      provisioningState: 'Succeeded',
    },
  };
}

export function idOf(call: Call, collection: string, name: string | undefined, provider = 'Microsoft.Compute'): string {
  return `/subscriptions/${call.path.subscription}/resourceGroups/${call.path.group}/providers/${provider}/${collection}/${name}`;
}

export function inGroup(id: string, call: Call): boolean {
  return id
    .toLowerCase()
    .startsWith(`/subscriptions/${call.path.subscription}/resourcegroups/${call.path.group}/`.toLowerCase());
}

export function inSubscription(id: string, call: Call): boolean {
  return id.toLowerCase().startsWith(`/subscriptions/${call.path.subscription}/`.toLowerCase());
}
