import type { CapturedConfigurationServer, CapturedItem } from '../../inventory/inventory.ts';
import { sameName } from '../../inventory/world.ts';
import { days } from '../../quantity.ts';
import { emptyAfter } from '../../runbook/source.ts';
import { articles } from '../articles.ts';
import { together } from '../check.ts';
import type { ConfigurationServerInPlay } from '../classic-in-play.ts';
import type { Frame } from '../frame.ts';
import { eachMachine } from '../judge.ts';
import { broken, declared, holds, type Outcome, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { type MachineInPlay, situationOf } from '../situation.ts';
import type { RuleContext, Verdict } from '../verdict.ts';
import { serverOfItem } from './server-of-item.ts';

type Params =
  | { readonly kind: 'gone'; readonly vm: string }
  | { readonly kind: 'address'; readonly server: string; readonly written: string; readonly seen: string }
  | { readonly kind: 'backup'; readonly server: string };

export const machineNotInConfigurationServer = defineRule<Params>({
  code: 'FB095',
  title: 'Configuration server does not know the machine, or has another address',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'a machine that is not in its database cannot fail back, and agents look for the server at its old address; a server without backups is a warning.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(1),
  source: {
    ...articles.prepareFailback,
    says: 'the machine must exist in the database of the configuration server; back the server up regularly, and after a disaster restore it with the same IP address, so that failback works',
    confidence: 'documented',
  },
  byHand:
    'In the vault, open Site Recovery infrastructure, Configuration servers, the server: its address is shown, and its replicated machines. Or in PowerShell:\n(Get-AzRecoveryServicesAsrFabric -Name CS).FabricSpecificDetails | Format-List HostName, IpAddress',
  mend: 'Restore the configuration server from its backup, with the address that it had. A machine that is missing from its database cannot be added again while it is failed over.',
  message: (params) => {
    switch (params.kind) {
      case 'gone':
        return `The vault shows no configuration server that holds '${params.vm}'. A machine that is not in the database of its configuration server cannot fail back.`;
      case 'address':
        return `The configuration server '${params.server}' answers with the address ${params.seen}; the runbook says ${params.written}. Agents and master targets look for it at the address that it had when they were set up, and after a restore with another one failback fails.`;
      case 'backup':
        return `The runbook does not say how the configuration server '${params.server}' is backed up. If it is lost, and cannot be restored with its database and its address, no machine can fail back.`;
    }
  },
  remedy: ({ kind }) => {
    switch (kind) {
      case 'gone':
        return 'Restore the configuration server from its backup, with the address that it had, and capture anew.';
      case 'address':
        return 'Give the server its old address; or correct `address:`, where the server never had another one.';
      case 'backup':
        return 'Take regular, scheduled backups of the server and write how old the last one may be: `backup: within 24 h`.';
    }
  },
  reads: [],
  check: together(eachMachine('entry in the configuration server', ofMachine), eachServer),
  fix(params, at, { runbook }) {
    if (params.kind === 'gone') return undefined;
    const server = runbook.configurationServers.find(({ name }) => name === params.server);
    if (params.kind === 'address') {
      const isWritten = server?.address?.at === at;
      return isWritten
        ? { title: 'Write the captured address', edits: [{ range: at, newText: params.seen }] }
        : undefined;
    }
    const before = server?.vcenter ?? server?.address;
    if (before === undefined) return undefined;
    const range = emptyAfter(before.at);
    return { title: 'Ask for a backup within 24 h', edits: [{ range, newText: '  backup: within 24 h' }] };
  },
});

function ofMachine({ machine, item }: MachineInPlay, { runbook, world }: Frame): Outcome<Params> {
  if (item.seen === undefined)
    return item.found === undefined && runbook.configurationServers.length > 0 ? declared() : unknown(item.reason);
  return inServer(machine.name, item.seen, world?.inventory.configurationServers, world?.inventory.capturedAt);
}

function inServer(
  vm: string,
  item: CapturedItem,
  servers: readonly CapturedConfigurationServer[] | undefined,
  capturedAt: string | undefined,
): Outcome<Params> {
  if (servers === undefined || capturedAt === undefined) return unknown();
  const server = serverOfItem(item, servers);
  return server === undefined ? broken({ kind: 'gone', vm }, [item, { seenAt: capturedAt }]) : holds(item, server);
}

function* eachServer(context: RuleContext): Generator<Verdict<Params>> {
  const { configurationServers, howToCapture: how } = situationOf(context);
  for (const server of configurationServers) {
    const question = { subject: server.name, at: server.at, how };
    yield verdictOn({ ...question, fact: 'address of the configuration server' }, addressOf(server));
    if (server.declared !== undefined && server.declared.backup === undefined) {
      const outcome = broken<Params>({ kind: 'backup', server: server.name }, [], { severity: 'warning' });
      yield verdictOn({ ...question, fact: 'backups of the configuration server' }, outcome);
    }
  }
}

function addressOf({ name, declared: server, captured }: ConfigurationServerInPlay): Outcome<Params> {
  if (captured.seen === undefined) return server?.address === undefined ? unknown(captured.reason) : declared();
  const written = server?.address;
  const { ipAddress } = captured.seen;
  if (ipAddress === undefined) return unknown(`the capture did not tell the address of '${name}'`);
  // A DNS name says nothing of the address behind it.
  if (written === undefined || !IP_ADDRESS.test(written.value) || sameName(written.value, ipAddress))
    return holds(captured.seen);
  const params = { kind: 'address', server: name, written: written.value, seen: ipAddress } as const;
  return broken(params, [captured.seen], { at: written.at });
}

const IP_ADDRESS = /^(?:\d+\.){3}\d+$|:/;
