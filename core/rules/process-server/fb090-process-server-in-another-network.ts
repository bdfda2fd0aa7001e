import { armName, sameName, type World } from '../../inventory/world.ts';
import { hours } from '../../quantity.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { emptyAfter } from '../../runbook/source.ts';
import { articles } from '../articles.ts';
import { runsInAzure } from '../item-stage.ts';
import { eachMachine } from '../judge.ts';
import { broken, declared, holds, type Outcome, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { MachineInPlay } from '../situation.ts';
import type { QuickFix } from '../verdict.ts';
import { isNetwork, networkOf } from './networks-in-play.ts';

type Params =
  | { readonly kind: 'none'; readonly vm: string }
  | { readonly kind: 'nowhere'; readonly server: string }
  | {
      readonly kind: 'peered' | 'apart';
      readonly vm: string;
      readonly network: string;
      readonly server: string;
      readonly serverNetwork: string;
    };

export const processServerInAnotherNetwork = defineRule<Params>({
  code: 'FB090',
  title: 'No process server in the network of the machine',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'the machine sends its data to the process server, and in a network apart it does not reach it; through a peering it may, slower than the article wants, so that is a warning.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.processServerInAzure,
    says: 'set up a process server in Azure in the virtual network in which the failed over machines are; if there are several such networks, you need one in each',
    confidence: 'documented',
  },
  byHand:
    'Compare the virtual networks of the two machines on their Networking pages in the portal, or:\naz vm nic list --resource-group RG --vm-name NAME --query "[].id" --output tsv | xargs -n1 az network nic show --query "ipConfigurations[].subnet.id" --output tsv --ids',
  mend: "Create a process server in the machine's network, declare it with that `network:`, and name it in `process-server:` of the machine or of its master target.",
  message: (params) => {
    switch (params.kind) {
      case 'none':
        return `The runbook does not say which process server receives the data of '${params.vm}'. Reprotect must name one.`;
      case 'nowhere':
        return `The process server '${params.server}' is to be created, but the runbook does not say in which network.`;
      case 'peered':
        return `'${params.vm}' runs in the network '${params.network}', its process server '${params.server}' in '${params.serverNetwork}'. The two are peered, so data may pass; but it is advised to have a process server in each network, for replication needs low latency.`;
      case 'apart':
        return `'${params.vm}' runs in the network '${params.network}', its process server '${params.server}' in '${params.serverNetwork}', and no peering joins them. The machine cannot send its data home.`;
    }
  },
  check: eachMachine<Params>('network of the process server', (subject, { world }) => judge(subject, world)),
  fix(params, at, { runbook }) {
    if (params.kind === 'none') return onlyServerFix(params.vm, runbook);
    if (params.kind !== 'apart' && params.kind !== 'peered') return undefined;
    const isWritten = runbook.processServers.some(({ network }) => network?.at === at);
    if (!isWritten) return undefined;
    return { title: `Place it in '${params.network}'`, edits: [{ range: at, newText: `"${params.network}"` }] };
  },
});

/** Where the runbook knows one process server in Azure only, that is the one. */
function onlyServerFix(vm: string, { machines, processServers }: Runbook): QuickFix | undefined {
  const [server, second] = processServers.filter(({ where }) => where.value === 'azure');
  const via = machines.find(({ name }) => name === vm)?.via;
  if (server === undefined || second !== undefined || via === undefined) return undefined;
  const range = emptyAfter(via.at);
  return { title: `Take '${server.name}'`, edits: [{ range, newText: `  process-server: ${server.name}` }] };
}

function judge(subject: MachineInPlay, world: World | undefined): Outcome<Params> | undefined {
  const { machine, item, azureVm, processServer } = subject;
  if (item.seen !== undefined && !runsInAzure(item.seen)) return undefined;
  if (machine.unresolved.includes('process-server')) return undefined;
  if (processServer === undefined) {
    if (machine.via !== undefined) return broken({ kind: 'none', vm: machine.name }, []);
    return unknown(`the runbook does not say through which master target '${machine.name}' comes home`);
  }
  const { server, name } = processServer;
  // One on the site is the matter of FB091.
  if (server.where.value === 'on-premises') return undefined;
  const own = azureVm.seen === undefined ? undefined : networkOf(azureVm.seen);
  const itsVm = processServer.azureVm.seen;
  const its = itsVm === undefined ? undefined : networkOf(itsVm);
  if (its !== undefined && itsVm !== undefined && own !== undefined && azureVm.seen !== undefined) {
    if (sameName(its, own)) return holds(azureVm.seen, itsVm);
    return apart(subject, name, own, { id: its, at: undefined, seen: [azureVm.seen, itsVm] }, world);
  }
  if (server.network === undefined) {
    if (its === undefined && server.existing?.value !== true)
      return broken({ kind: 'nowhere', server: name }, [], { at: server.at });
    return unknown(`the capture did not tell the networks of '${machine.name}' and of '${name}'`);
  }
  if (own === undefined || azureVm.seen === undefined) return declared();
  if (!isNetwork(own, server.network.value))
    return apart(subject, name, own, { id: server.network.value, at: server.network.at, seen: [azureVm.seen] }, world);
  // Where it is to be created, the text decides; of one that is there, it only says so.
  return server.existing?.value === true ? declared() : holds(azureVm.seen);
}

function apart(
  { machine }: MachineInPlay,
  server: string,
  own: string,
  its: Pick<Parameters<typeof broken>[2] & object, 'at'> & {
    readonly id: string;
    readonly seen: Parameters<typeof broken>[1];
  },
  world: World | undefined,
): Outcome<Params> {
  const network = world?.inventory.virtualNetworks?.find(({ id }) => sameName(id, own));
  const isPeered = network?.peerings.some(
    ({ remoteNetworkId, state }) => sameName(state, 'Connected') && isNetwork(remoteNetworkId, its.id),
  );
  const params = { vm: machine.name, network: armName(own), server, serverNetwork: armName(its.id) };
  return isPeered === true
    ? broken({ kind: 'peered', ...params }, its.seen, { at: its.at, severity: 'warning' })
    : broken({ kind: 'apart', ...params }, its.seen, { at: its.at });
}
