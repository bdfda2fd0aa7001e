import type { Inventory } from '../../core/inventory/inventory.ts';
import { captureSite } from '../../executor/vsphere/capture-site.ts';
import { LIMITS } from '../../executor/vsphere/soap-transport.ts';
import type { Simulator } from '../../simulator/start-simulator.ts';
import { siteServers } from '../../simulator/vim25/site-servers.ts';
import { vimPath } from '../../simulator/vim25/vim-endpoint.ts';

/** Captures every vCenter and bare host of a simulated estate, as `failback capture` does. */
export function captureSimulatedSite(
  simulator: Pick<Simulator, 'proxyUrl' | 'now'>,
  inventory: Inventory,
  password = 'any',
): ReturnType<typeof captureSite> {
  const servers = siteServers(inventory).map(({ name, captured }) => ({
    name,
    address: `${simulator.proxyUrl}${vimPath(name)}`,
    knownAs: captured?.address ?? name,
    account: captured?.account ?? 'capture@vsphere.local',
    password,
    trust: { kind: 'system' } as const,
  }));
  return captureSite(servers, { now: () => simulator.now(), limits: { ...LIMITS, pausesMs: [1, 1, 1] } });
}
