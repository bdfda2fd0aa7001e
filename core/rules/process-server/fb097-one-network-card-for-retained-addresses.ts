import type { CapturedItem, CapturedSiteMachine } from '../../inventory/inventory.ts';
import type { World } from '../../inventory/world.ts';
import { sameName } from '../../inventory/world.ts';
import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import type { ConfigurationServerInPlay } from '../classic-in-play.ts';
import { knownFact } from '../decisions.ts';
import { runsInAzure } from '../item-stage.ts';
import { broken, declared, holds, type Outcome, type Seen, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { type MachineInPlay, type Situation, situationOf } from '../situation.ts';
import { counted } from '../words.ts';
import { isWithin } from './address-range.ts';
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
  *check(context) {
    const situation = situationOf(context);
    for (const server of situation.configurationServers) {
      const question = { subject: server.name, at: server.at, fact: 'network cards', how: situation.howToCapture };
      yield verdictOn(question, judge(server, situation));
    }
  },
});

function judge(server: ConfigurationServerInPlay, { machines, world }: Situation): Outcome<Params> {
  const inAzure = machines.filter(({ item }) => item.seen === undefined || isHeldBy(server, item.seen));
  const looks = inAzure.map((machine) => ({ machine, look: lookAt(machine, world) }));
  const kept = looks.find(({ look }) => look?.address !== undefined);
  const open = looks.find(({ look }) => look === undefined);
  if (kept?.look?.address !== undefined)
    return cardsOf(server, world, { vm: kept.machine.machine.name, address: kept.look.address, seen: kept.look.seen });
  if (open !== undefined)
    return (
      saidCards(server, undefined) ??
      unknown(`nobody captured whether '${open.machine.machine.name}' kept its address in Azure`)
    );
  return holds(...looks.flatMap(({ look }) => look?.seen ?? []));
}

/** A machine that still runs in Azure, and is not in another configuration server. */
function isHeldBy({ captured }: ConfigurationServerInPlay, item: CapturedItem): boolean {
  return runsInAzure(item) && (captured.seen === undefined || serverOfItem(item, [captured.seen]) !== undefined);
}

/** Whether a machine kept its address: it has the same one, or its network has the range. Undefined: nobody can tell. */
function lookAt({ item, azureVm }: MachineInPlay, world: World | undefined) {
  if (item.seen === undefined || azureVm.seen === undefined || azureVm.seen.interfaces === undefined) return undefined;
  const id = networkOf(azureVm.seen);
  const network = world?.inventory.virtualNetworks?.find((each) => sameName(each.id, id ?? ''));
  if (network === undefined || item.seen.discovered === null) return undefined;
  const own = new Set(azureVm.seen.interfaces.flatMap(({ privateAddresses }) => privateAddresses));
  const address = item.seen.discovered.ipAddresses.find(
    (each) => own.has(each) || network.addressPrefixes.some((range) => isWithin(each, range)),
  );
  return { address, seen: [item.seen, azureVm.seen, network] as readonly Seen[] };
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
