import type { CapturedItem, CapturedSiteMachine } from '../../inventory/inventory.ts';
import type { World } from '../../inventory/world.ts';
import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import type { ConfigurationServerInPlay } from '../classic-in-play.ts';
import { knownFact } from '../decisions.ts';
import { runsInAzure } from '../item-stage.ts';
import { broken, declared, holds, type Outcome, type Seen, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { type MachineInPlay, type Situation, situationOf } from '../situation.ts';
import { counted } from '../words.ts';
import { withinRanges } from './address-range.ts';
import { networkOf } from './networks-in-play.ts';
import { serverOfItem } from './server-of-item.ts';

interface Params {
  readonly server: string;
  readonly cards: number;
  readonly vm: string;
  readonly address: string;
}

/** One for the machines at home, one for Azure. */
const CARDS = 2;

export const oneNetworkCardForRetainedAddresses = defineRule<Params>({
  code: 'FB097',
  title: 'Configuration server has one network card though addresses were kept in Azure',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'where a range of addresses exists on both sides, a server with one card cannot reach the machines in Azure, and data does not come home.',
  architecture: 'classic',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.prepareFailback,
    says: 'if the addresses of the machines were retained on failover, the configuration server needs two network cards: one towards the machines on the site, one for the failback from Azure',
    confidence: 'documented',
  },
  byHand:
    'Compare the addresses of the machine in Azure with those it had at home; then count the network cards of the configuration server in the vSphere client, or inside it:\nGet-NetAdapter -Physical',
  mend: 'Add a second network card to the configuration server, in the network from which Azure is reached, and give it a route there. Or say what you know: `known { network-cards: 2 }`',
  message: ({ server, cards, vm, address }) =>
    `'${vm}' had the address ${address} at home, and its network in Azure has the same range: the addresses were kept. The configuration server '${server}' has ${counted(cards, 'network card')} where it needs one towards each side, or the two ranges collide.`,
  reads: [],
  *check(context) {
    const situation = situationOf(context);
    for (const server of situation.configurationServers) {
      const question = { subject: server.name, at: server.at, fact: 'network cards', how: situation.howToCapture };
      const outcome = judge(server, situation);
      if (outcome !== undefined) yield verdictOn(question, outcome);
    }
  },
});

/** Undefined: no machine of this server is in Azure any more. */
function judge(server: ConfigurationServerInPlay, { machines, world }: Situation): Outcome<Params> | undefined {
  const look = lookInto(world);
  let oldest: Seen | undefined;
  let open: string | undefined;
  for (const subject of machines) {
    if (subject.item.seen !== undefined && !isHeldBy(server, subject.item.seen)) continue;
    const { name } = subject.machine;
    const found = look(subject);
    if (found?.address !== undefined)
      return cardsOf(server, world, { vm: name, address: found.address, seen: found.seen });
    if (found === undefined) open ??= name;
    else for (const each of found.seen) oldest = olderOf(oldest, each);
  }
  if (open === undefined) return oldest === undefined ? undefined : holds(oldest);
  return saidCards(server, undefined) ?? unknown(`nobody captured whether '${open}' kept its address in Azure`);
}

function olderOf(one: Seen | undefined, other: Seen): Seen {
  if (one === undefined || one.seenAt === other.seenAt) return one ?? other;
  return Date.parse(one.seenAt) <= Date.parse(other.seenAt) ? one : other;
}

/** A machine that still runs in Azure, and is not in another configuration server. */
function isHeldBy({ captured }: ConfigurationServerInPlay, item: CapturedItem): boolean {
  return runsInAzure(item) && (captured.seen === undefined || serverOfItem(item, [captured.seen]) !== undefined);
}

/** Tells whether a machine kept its address: it has the same one, or its network has the range. Undefined: nobody can tell. */
function lookInto(world: World | undefined) {
  const networks = new Map(
    world?.inventory.virtualNetworks?.map((network) => [
      network.id.toLowerCase(),
      { network, hasRange: withinRanges(network.addressPrefixes) },
    ]),
  );
  return ({ item, azureVm }: MachineInPlay): Kept | undefined => {
    const interfaces = azureVm.seen?.interfaces;
    if (
      item.seen === undefined ||
      item.seen.discovered === null ||
      azureVm.seen === undefined ||
      interfaces === undefined
    )
      return undefined;
    const within = networks.get(networkOf(azureVm.seen)?.toLowerCase() ?? '');
    if (within === undefined) return undefined;
    const isOwn = (each: string) => interfaces.some(({ privateAddresses }) => privateAddresses.includes(each));
    const address = item.seen.discovered.ipAddresses.find((each) => isOwn(each) || within.hasRange(each));
    return { address, seen: [item.seen, azureVm.seen, within.network] };
  };
}

interface Kept {
  /** Undefined: it has another one. */
  readonly address: string | undefined;
  readonly seen: readonly Seen[];
}

function cardsOf(
  server: ConfigurationServerInPlay,
  world: World | undefined,
  { vm, address, seen }: { readonly vm: string; readonly address: string; readonly seen: readonly Seen[] },
): Outcome<Params> {
  const machine = machineOf(server, world);
  const cards = machine?.networkCards?.length;
  if (machine !== undefined && cards !== undefined) {
    const rests = [...seen, machine];
    return cards >= CARDS ? holds(...rests) : broken({ server: server.name, cards, vm, address }, rests);
  }
  const said = saidCards(server, { vm, address });
  return said ?? unknown(`nobody captured how many network cards '${server.name}' has, and '${vm}' kept its address`);
}

/** Its own virtual machine, by the name that the vault shows. */
function machineOf(
  { name, declared: server }: ConfigurationServerInPlay,
  world: World | undefined,
): CapturedSiteMachine | undefined {
  return world?.siteMachine(server?.serverName ?? name);
}

function saidCards(
  { name, declared: server }: ConfigurationServerInPlay,
  kept: { readonly vm: string; readonly address: string } | undefined,
): Outcome<Params> | undefined {
  const fact = server === undefined ? undefined : knownFact(server.known, 'network-cards');
  if (fact === undefined || typeof fact.value !== 'number') return undefined;
  if (fact.value >= CARDS) return declared();
  return kept === undefined ? undefined : broken({ server: name, cards: fact.value, ...kept }, [], { at: fact.at });
}
