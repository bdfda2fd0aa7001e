import type { CapturedConnection, CapturedVirtualNetwork } from '../../inventory/inventory.ts';
import { armName, sameName, type World } from '../../inventory/world.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import type { Seen } from '../outcome.ts';

/** A connection between a network in Azure and the site, and whether data can come home over it. */
export interface Line {
  readonly name: string;
  readonly kind: 'site-to-site-vpn' | 'expressroute';
  /** Undefined: it serves. Else a clause that says why it does not. */
  readonly trouble: string | undefined;
  /** Nobody captured enough to tell. */
  readonly open: boolean;
  readonly seen: readonly Seen[];
}

/** What the inventory tells of the ways out of a network. */
export interface Lines {
  readonly lines: readonly Line[];
  /** Lines of these networks that the runbook does not name, though it names some. */
  readonly others: readonly string[];
  /** Where something may be that nobody captured: a clause. */
  readonly gap: string | undefined;
  readonly seen: readonly Seen[];
}

/**
 * The lines of a network: of its own gateway, and of those of peered networks whose gateway it uses. Of these only the
 * ones that the runbook names, where it names any, for a VPN may lead to quite another place. Undefined: never captured.
 */
export function linesOf(networkId: string, world: World | undefined, { connections }: Runbook): Lines | undefined {
  const { virtualNetworks, connections: captured } = world?.inventory ?? {};
  if (virtualNetworks === undefined || captured === undefined) return undefined;
  const network = virtualNetworks.find(({ id }) => sameName(id, networkId));
  if (network === undefined)
    return { lines: [], others: [], gap: `the inventory has no network '${armName(networkId)}'`, seen: [] };
  const gateways = gatewayNetworks(network);
  const leading = captured.filter(
    ({ virtualNetworkId: id }) => id !== undefined && gateways.some((gateway) => sameName(gateway, id)),
  );
  const isNamed = ({ name }: { readonly name: string }) =>
    connections.length === 0 || connections.some((each) => sameName(each.connectionName, name));
  const lines = leading.flatMap((connection) => lineOf(connection) ?? []);
  return {
    lines: lines.filter(isNamed),
    others: lines.flatMap((line) => (isNamed(line) ? [] : [line.name])),
    gap: gapIn(gateways, virtualNetworks, captured.filter(isNamed)),
    seen: [network],
  };
}

function gatewayNetworks({ id, peerings }: CapturedVirtualNetwork): readonly string[] {
  const remote = peerings.filter(({ useRemoteGateways, state }) => useRemoteGateways && sameName(state, 'Connected'));
  return [id, ...remote.map(({ remoteNetworkId }) => remoteNetworkId)];
}

/** A virtual hub, or a network of another subscription, may hold the gateway without having been captured. */
function gapIn(
  gateways: readonly string[],
  networks: readonly CapturedVirtualNetwork[],
  connections: readonly CapturedConnection[],
): string | undefined {
  const unseen = gateways.find((gateway) => !networks.some(({ id }) => sameName(id, gateway)));
  if (unseen !== undefined) return `nobody captured the network '${armName(unseen)}', whose gateway is used`;
  const homeless = connections.find(({ virtualNetworkId }) => virtualNetworkId === undefined);
  return homeless === undefined ? undefined : `the capture did not tell to which network '${homeless.name}' belongs`;
}

/** Networks among themselves and single computers are no line to the site. */
function lineOf(connection: CapturedConnection): Line | undefined {
  const { name, kind, status, circuit } = connection;
  const base = { name, open: false, seen: [connection] };
  const trouble = sameName(status, 'Connected') ? undefined : `its status is '${status}'`;
  if (sameName(kind, 'IPsec')) return { ...base, kind: 'site-to-site-vpn', trouble };
  if (!sameName(kind, 'ExpressRoute')) return undefined;
  if (trouble !== undefined) return { ...base, kind: 'expressroute', trouble };
  if (circuit === undefined)
    return { ...base, kind: 'expressroute', trouble: 'nobody captured its circuit', open: true };
  return { ...base, kind: 'expressroute', trouble: circuitTrouble(circuit) };
}

/** @source concepts-expressroute-with-site-recovery: private peering serves reverse replication, Microsoft peering does not. */
function circuitTrouble({ providerState, peerings }: NonNullable<CapturedConnection['circuit']>): string | undefined {
  const peering = peerings.find(({ name }) => sameName(name, 'AzurePrivatePeering'));
  if (peering === undefined) return 'its circuit has no private peering';
  if (!sameName(peering.state, 'Enabled')) return `its private peering is '${peering.state}'`;
  if (providerState !== undefined && !sameName(providerState, 'Provisioned'))
    return `its provider has it as '${providerState}'`;
  return undefined;
}
