import type { CapturedHost } from '../../core/inventory/inventory.ts';
import type { Estate } from '../estate/estate.ts';
import type { Machine } from '../estate/machine.ts';
import { same } from './site-servers.ts';

/**
 * The host, and its vCenter, on which a machine without an old one stands: that of the appliance or the master target
 * it comes through, else one that reaches the datastore.
 */
export function placeOfNewMachine(
  estate: Estate,
  machine: Machine,
  datastore: string | undefined,
): { readonly host?: string; readonly vcenter?: string } {
  const { hosts = [], siteMachines = [] } = estate.inventory;
  const carrier = carrierOf(estate, machine);
  const standing = siteMachines.find(({ name }) => carrier !== undefined && same(name, carrier))?.host;
  const reaches = (host: CapturedHost) =>
    datastore === undefined || host.datastores.some(({ name }) => same(name, datastore));
  const host = hosts.find(({ name }) => standing !== undefined && same(name, standing)) ?? hosts.find(reaches);
  return {
    ...(host === undefined ? {} : { host: host.name }),
    ...(host?.vcenter === undefined ? {} : { vcenter: host.vcenter }),
  };
}

/** Name of the appliance or the master target. */
function carrierOf({ inventory }: Estate, { architecture, state, item }: Machine): string | undefined {
  if (architecture === 'modernized')
    return inventory.appliances?.find(({ reprotectAgentId }) => sameId(reprotectAgentId, state.reprotectAgentId))?.name;
  const id = state.masterTargetId ?? item.masterTargetId;
  return inventory.masterTargets?.find((target) => sameId(target.id, id))?.name;
}

function sameId(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && same(one, other);
}
