import { armName, sameName } from '../inventory/world.ts';
import type { BitsPerSecond } from '../quantity.ts';
import type { Connection, Runbook } from '../runbook/runbook.ts';
import { processServerOf } from './classic-calls.ts';
import type { SettledMachine } from './settle-machines.ts';

/** What a machine's data travels over, and how fast that may be. */
export interface Link {
  readonly low: BitsPerSecond;
  readonly likely: BitsPerSecond;
  readonly high: BitsPerSecond;
  readonly name: string;
  /** Where the bandwidth comes from, in brackets. */
  readonly known: string;
}

/**
 * The link of each machine; machines with the same one share it. It is the connection of the network of the machine's
 * process server. Where several are written and none is of that network, the slowest is taken, and said to be.
 */
export function linksHome({ connections }: Runbook): (machine: SettledMachine) => Link {
  const unknown = assumedLink('no connection is written');
  const links = new Map<Connection, Link>(connections.map((connection) => [connection, linkOver(connection)]));
  const slowest = [...links.values()].toSorted((one, other) => one.likely - other.likely)[0] ?? unknown;
  const anyOf: Link =
    links.size < 2 ? slowest : { ...slowest, known: `${slowest.known}, the slowest of ${links.size} that are written` };
  return (machine) => {
    const network = processServerOf(machine)?.network?.value;
    const own = network === undefined ? undefined : connectionOf(network, connections);
    return (own === undefined ? undefined : links.get(own)) ?? anyOf;
  };
}

/** Where a network has several, Azure sends over ExpressRoute's private peering. */
function connectionOf(network: string, connections: readonly Connection[]): Connection | undefined {
  const own = connections.filter((one) => one.network !== undefined && sameNetwork(one.network.value, network));
  return own.find(({ connectionKind }) => connectionKind.value === 'expressroute-private') ?? own[0];
}

/** A network is written by its name or by its ARM id. */
function sameNetwork(one: string, other: string): boolean {
  return one.startsWith('/') && other.startsWith('/') ? sameName(one, other) : sameName(armName(one), armName(other));
}

function linkOver({ name, bandwidth }: Connection): Link {
  if (bandwidth === undefined) return assumedLink(`connection '${name}' has no bandwidth written`);
  const { value } = bandwidth;
  return {
    low: value * 0.5,
    likely: value * 0.8,
    high: value,
    name: '80 % of the bandwidth',
    known: `connection '${name}'`,
  };
}

function assumedLink(why: string): Link {
  return { low: 100e6, likely: 500e6, high: 1e9, name: '500 Mbps', known: `assumed: ${why}` };
}
