import type { CapturedProcessServer, Inventory } from '../../core/inventory/inventory.ts';
import type { Estate } from './estate.ts';

/** What was silent for longer than this when it was captured is taken to be dead. */
const ALIVE_MS = 15 * 60_000;

/** Whether something was alive when it was captured; what nobody looked at is taken to be. */
export function wasAlive(inventory: Inventory, captured: string | undefined): boolean {
  return captured === undefined || Date.parse(inventory.capturedAt) - Date.parse(captured) <= ALIVE_MS;
}

/** A configuration server answers while it was heard at the capture and its service was not seen stopped. */
export function configurationServerAlive(estate: Estate, fabricId: string): boolean {
  const server = estate.classic.configurationServer(fabricId);
  return server === undefined || (wasAlive(estate.inventory, server.lastHeartbeat) && !isStopped(server.serviceStatus));
}

/** A process server in Azure lives no longer than its machine runs. */
export function processServerAlive(estate: Estate, server: CapturedProcessServer): boolean {
  return (
    wasAlive(estate.inventory, server.lastHeartbeat) &&
    !isStopped(server.serviceStatus) &&
    estate.azure.silentSince(server.azureVmId) === undefined
  );
}

function isStopped(status: string | undefined): boolean {
  return status !== undefined && /stopped|stopping|not ?running/i.test(status);
}
