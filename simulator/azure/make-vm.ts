import { type Answer, armError, ok } from '../arm/answer.ts';
import { type Call, field, textField } from '../arm/call.ts';
import { lastPart, type SimulatedVm, type Tags } from '../estate/azure-side.ts';
import type { Estate } from '../estate/estate.ts';
import { joinsByItself } from '../estate/register-process-server.ts';
import { creating } from './azure-operation.ts';
import { renderVm } from './render-vm.ts';
import { idOf } from './resource-id.ts';

const GiB = 2 ** 30;

/** What Windows takes as a computer's name. */
const LONGEST_COMPUTER_NAME = 15;

/** PUT of a virtual machine: made anew, or shown as it is where it exists. */
export function putVm(estate: Estate, call: Call): Answer {
  const { azure, knobs } = estate;
  const id = idOf(call, 'virtualMachines', call.path.vm);
  const standing = azure.vm(id);
  if (standing !== undefined) return ok(renderVm(estate, standing, call.at, false));
  const read = readVm(estate, call, id);
  if ('status' in read) return read;
  azure.vms.set(id.toLowerCase(), read);
  for (const cardId of read.captured.networkInterfaceIds) {
    const card = azure.interfaces.get(cardId.toLowerCase());
    if (card !== undefined) card.vmId = id;
  }
  const { osDiskId, location } = read.captured;
  if (osDiskId !== undefined)
    azure.disks.set(osDiskId.toLowerCase(), {
      id: osDiskId,
      name: lastPart(osDiskId),
      location,
      sizeBytes: 127 * GiB,
      osType: 'Windows',
      createdAt: call.at,
      vmId: id,
    });
  return creating(estate, call, {
    provider: 'Microsoft.Compute',
    location,
    seconds: knobs.vmCreationSeconds,
    body: () => renderVm(estate, read, call.at, false),
    done: (at) => {
      read.provisioningState = 'Succeeded';
      azure.setPower(read, 'running', at);
      joinsByItself(estate, read, at);
    },
  });
}

/** What a body asks for, or the refusal of what it lacks. The codes are those that Compute is known to use. */
function readVm(estate: Estate, call: Call, id: string): SimulatedVm | Answer {
  const { body } = call;
  const location = textField(body, 'location');
  if (location === undefined)
    return armError(400, 'LocationRequired', 'The location property is required for this definition.');
  const storage = ['properties', 'storageProfile'] as const;
  const os = ['properties', 'osProfile'] as const;
  if (field(body, ...storage, 'imageReference') === undefined) return required('imageReference');
  const missing = (['computerName', 'adminUsername', 'adminPassword'] as const).find(
    (name) => textField(body, ...os, name) === undefined,
  );
  if (missing !== undefined) return required(missing);
  if ((textField(body, ...os, 'computerName') ?? '').length > LONGEST_COMPUTER_NAME)
    return armError(
      400,
      'InvalidParameter',
      `Windows computer name cannot be more than ${LONGEST_COMPUTER_NAME} characters long.`,
    );
  const cards = readCards(estate, body);
  if ('status' in cards) return cards;
  const group = id.replace(/\/virtualMachines\/[^/]+$/i, '');
  const osDiskId = `${group}/disks/${textField(body, ...storage, 'osDisk', 'name') ?? `${call.path.vm}_OsDisk_1`}`;
  if (estate.azure.disks.has(osDiskId.toLowerCase()))
    return armError(
      409,
      'ConflictingUserInput',
      `Disk ${lastPart(osDiskId)} already exists in resource group ${call.path.group}. Only CreateOption.Attach is supported.`,
    );
  const size = textField(body, 'properties', 'hardwareProfile', 'vmSize');
  const administrator = textField(body, ...os, 'adminUsername');
  return {
    captured: {
      id,
      name: call.path.vm ?? '',
      location,
      powerState: 'starting',
      osDiskId,
      dataDisks: [],
      networkInterfaceIds: [...cards.ids],
      seenAt: new Date(call.at).toISOString(),
      ...(size === undefined ? {} : { size }),
    },
    powerState: 'starting',
    provisioningState: 'Creating',
    stoppedAt: undefined,
    tags: (field(body, 'tags') as Tags | undefined) ?? {},
    ...(administrator === undefined ? {} : { administrator }),
    deletesWithIt: {
      osDisk: textField(body, ...storage, 'osDisk', 'deleteOption') === 'Delete',
      interfaceIds: cards.goingWithIt,
    },
  };
}

function readCards(
  { azure }: Estate,
  body: unknown,
): { readonly ids: readonly string[]; readonly goingWithIt: readonly string[] } | Answer {
  const given = field(body, 'properties', 'networkProfile', 'networkInterfaces');
  const cards = Array.isArray(given) ? (given as readonly unknown[]) : [];
  if (cards.length === 0) return required('networkProfile');
  for (const card of cards) {
    const id = textField(card, 'id') ?? '';
    const found = azure.interfaces.get(id.toLowerCase());
    if (found === undefined) return armError(404, 'NotFound', `Resource ${id} not found.`);
    if (found.vmId !== undefined)
      return armError(400, 'NicInUse', `Network Interface ${id} is used by existing resource ${found.vmId}.`);
  }
  const ids = (list: readonly unknown[]) => list.map((card) => textField(card, 'id') ?? '');
  return {
    ids: ids(cards),
    goingWithIt: ids(cards.filter((card) => textField(card, 'properties', 'deleteOption') === 'Delete')),
  };
}

function required(name: string): Answer {
  return armError(400, 'InvalidParameter', `Required parameter '${name}' is missing (null).`);
}
