import type { CapturedProcessServer } from '../../core/inventory/inventory.ts';
import type { Instant } from '../virtual-clock.ts';
import { configurationServerAlive } from './alive.ts';
import type { SimulatedVm } from './azure-side.ts';
import type { Estate } from './estate.ts';
import { sameId } from './same-id.ts';
import { siteInReach, subnetOfVm } from './site-reach.ts';

/**
 * What a person does on the machine with the installer and the passphrase: it shows among the process servers from now on.
 * @returns the server, or why it does not come to that.
 */
export function registerProcessServer(estate: Estate, name: string, at: Instant): CapturedProcessServer | string {
  const vm = [...estate.azure.vms.values()].find(({ captured }) => sameId(captured.name, name));
  if (vm === undefined) return `There is no virtual machine '${name}' in Azure.`;
  const fabric = estate.inventory.fabrics?.find(({ instanceType }) => instanceType === 'VMware');
  if (fabric === undefined) return 'The vault has no configuration server.';
  if (vm.powerState !== 'running') return `The virtual machine '${name}' is ${vm.powerState}, not running.`;
  if (!configurationServerAlive(estate, fabric.id) || !siteInReach(estate, subnetOfVm(estate, vm.captured.id)))
    return `The virtual machine '${name}' does not reach the configuration server.`;
  const [card] = vm.captured.networkInterfaceIds;
  const address = estate.azure.interfaces.get(card?.toLowerCase() ?? '')?.privateAddress;
  const version = estate.classic.configurationServer(fabric.id)?.version;
  const server: CapturedProcessServer = {
    id: estate.chance.guid('process-server', vm.captured.id.toLowerCase()).toUpperCase(),
    name: vm.captured.name,
    fabricId: fabric.id,
    azureVmId: vm.captured.id,
    serviceStatus: 'Running',
    lastHeartbeat: new Date(at).toISOString(),
    healthErrors: [],
    seenAt: new Date(at).toISOString(),
    ...(address === undefined ? {} : { ipAddress: address }),
    ...(version === undefined ? {} : { version }),
  };
  estate.classic.join(server);
  return server;
}

/** Where the knob says so, nobody need run the installer: after a while a machine that was made counts as installed. */
export function joinsByItself(estate: Estate, vm: SimulatedVm, madeAt: Instant): void {
  const after = estate.knobs.processServerRegistrationSeconds;
  if (after === null) return;
  const at = madeAt + after * 1000;
  estate.due.schedule(at, vm.captured.id.toLowerCase(), () => {
    registerProcessServer(estate, vm.captured.name, at);
  });
}
