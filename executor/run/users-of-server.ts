import { sameName } from '../../core/inventory/world.ts';
import { processServerNamed } from '../../core/run/classic-servers.ts';
import type { RunContext } from './run-context.ts';

/**
 * Machines of the whole vault that replicate through the process server on a machine in Azure, this run's or anybody's: a
 * server may serve those of another plan, and one that came home may still have it. Read anew, since it is asked once,
 * before the server goes.
 */
export async function usersOfServer(context: RunContext, vmId: string): Promise<readonly string[]> {
  const servers = await context.servers.seen(0);
  const captured = context.before?.processServers?.find(({ azureVmId }) => azureVmId && sameName(azureVmId, vmId));
  const name = captured?.name ?? vmId.slice(vmId.lastIndexOf('/') + 1);
  const server = processServerNamed(servers, name);
  if (server === undefined) return [];
  const items = await context.effects.items();
  return items
    .filter(({ processServerId }) => processServerId !== undefined && sameName(processServerId, server.id))
    .map(({ friendlyName }) => friendlyName);
}
