import { type Answer, notFound, ok, page } from '../arm/answer.ts';
import type { Call } from '../arm/call.ts';
import type { Route } from '../arm/router.ts';
import type { SimulatedVm } from '../estate/azure-side.ts';
import type { Estate } from '../estate/estate.ts';
import { acceptedOperation, operationResult, operationStatus } from './azure-operation.ts';
import { putVm } from './make-vm.ts';
import { renderInstanceView, renderVm } from './render-vm.ts';
import { idOf, inGroup, inSubscription } from './resource-id.ts';

const subscription = '/subscriptions/{subscription}';
const provider = 'providers/Microsoft.Compute';
const group = `${subscription}/resourceGroups/{group}/${provider}`;

/** Microsoft.Compute: machines with their power. */
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
    ['PUT', `${group}/virtualMachines/{vm}`, (call) => putVm(estate, call)],
    [
      'DELETE',
      `${group}/virtualMachines/{vm}`,
      (call) => {
        const vm = azure.vm(idOf(call, 'virtualMachines', call.path.vm));
        if (vm === undefined) return { status: 204 };
        return acceptedOperation(estate, call, 'Microsoft.Compute', vm.captured.location, (at) =>
          azure.deleteVm(vm.captured.id, at, { disks: false, interfaces: false }),
        );
      },
    ],
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
    estate.azure.setPower(vm, meanwhile, call.at);
    return acceptedOperation(estate, call, 'Microsoft.Compute', vm.captured.location, (at) =>
      estate.azure.setPower(vm, atLast, at),
    );
  };
}
