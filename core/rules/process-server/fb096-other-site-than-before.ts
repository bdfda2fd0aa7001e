import type { CapturedVCenter } from '../../inventory/inventory.ts';
import { armName, sameName, type World } from '../../inventory/world.ts';
import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { type HostInPlay, placeOfProcessServer } from '../classic-in-play.ts';
import type { RunbookFrame } from '../frame.ts';
import { eachMachine } from '../judge.ts';
import { broken, declared, holds, type Outcome, type Seen, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { MachineInPlay } from '../situation.ts';
import { isCreatedByPlan } from './created-by-plan.ts';

type Params =
  | { readonly kind: 'home'; readonly vm: string; readonly home: string }
  | {
      readonly kind: 'vcenter';
      readonly vm: string;
      readonly original: string;
      readonly target: string;
      readonly now: string;
    }
  | {
      readonly kind: 'server';
      readonly vm: string;
      readonly original: string;
      readonly who: string;
      readonly now: string;
    };

export const otherSiteThanBefore = defineRule<Params>({
  code: 'FB096',
  title: 'Another vCenter or configuration server than before',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'classic fails back to the vCenter and through the configuration server that it came from, and to no other.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.typesOfFailback,
    says: 'you can fail back to the original vCenter and configuration server only; a new configuration server cannot be used, and a vCenter added to the existing one neither',
    confidence: 'documented',
  },
  byHand:
    'In the replicated item, Properties, see the vCenter and the configuration server; compare them with the host of the master target in the vSphere client.',
  mend: 'Come home through a master target whose host belongs to the original vCenter, and which is registered with the original configuration server. Where that site is gone, only the modernized architecture can bring machines to a new one, and it does not take machines that are failed over.',
  message: (params) => {
    switch (params.kind) {
      case 'home':
        return `'${params.vm}' is to come home to '${params.home}'. Classic knows no other home than the vCenter that the machine came from; \`home:\` is for modernized runbooks.`;
      case 'vcenter':
        return `'${params.vm}' came from the vCenter '${params.original}', but its master target '${params.target}' stands in '${params.now}'. Classic fails back to the original vCenter only.`;
      case 'server':
        return `'${params.vm}' is in the configuration server '${params.original}', but ${params.who} is registered with '${params.now}'. Classic fails back through the original configuration server only.`;
    }
  },
  check: eachMachine<Params>('original site', (subject, { world, runbook }) => judge(subject, runbook, world)),
});

interface NamedServer {
  readonly name: string;
  readonly address: string | undefined;
}

function judge(subject: MachineInPlay, runbook: RunbookFrame, world: World | undefined): Outcome<Params> {
  const { machine } = subject;
  if (machine.home !== undefined)
    return broken({ kind: 'home', vm: machine.name, home: machine.home.value.name }, [], { at: machine.home.at });
  const other = otherServer(subject);
  if (other !== undefined) return other;
  const outcome = vcenterOf(subject, runbook, world);
  const open = outcome.kind === 'holds' ? unregistered(subject) : undefined;
  if (open === undefined) return outcome;
  return unknown(`nobody captured with which configuration server '${open}' is registered`);
}

/** Registered with a configuration server that is not the item's own. */
function otherServer({ machine, item, masterTarget, processServer }: MachineInPlay): Outcome<Params> | undefined {
  if (item.seen === undefined) return undefined;
  const original = fabricOf(item.seen.id);
  for (const [who, each, at] of [
    ['master target', masterTarget, machine.via?.at],
    ['process server', processServer, placeOfProcessServer(machine)],
  ] as const) {
    const captured = each?.captured.seen;
    if (each === undefined || captured?.fabricId === undefined || original === undefined) continue;
    if (sameName(armName(captured.fabricId), original)) continue;
    const params = { vm: machine.name, original, who: `its ${who} '${each.name}'`, now: armName(captured.fabricId) };
    return broken({ kind: 'server', ...params }, [item.seen, captured], { at });
  }
  return undefined;
}

/** The server of which nobody tells where it is registered. One that the plan creates will be, where it should. */
function unregistered({ masterTarget, processServer }: MachineInPlay): string | undefined {
  if (masterTarget !== undefined && masterTarget.captured.seen?.fabricId === undefined) return masterTarget.name;
  if (processServer === undefined || isCreatedByPlan(processServer.server)) return undefined;
  return processServer.captured.seen?.fabricId === undefined ? processServer.name : undefined;
}

/** `…/replicationFabrics/NAME/…` */
function fabricOf(itemId: string): string | undefined {
  return /\/replicationFabrics\/([^/]+)\//i.exec(itemId)?.[1];
}

function vcenterOf(subject: MachineInPlay, runbook: RunbookFrame, world: World | undefined): Outcome<Params> {
  const { machine, item, masterTarget } = subject;
  const vm = machine.name;
  const host = masterTarget?.host;
  if (masterTarget === undefined || host === undefined) return unknown(`nobody says on which host '${vm}' comes home`);
  const id = item.seen?.discovered?.vcenterId;
  const original =
    id === undefined ? undefined : world?.inventory.vcenters?.find((each) => sameName(each.id ?? '', id));
  if (item.seen === undefined) return asWritten(vm, masterTarget.name, host, runbook, item.reason);
  // A physical server came from no vCenter.
  if (item.seen.discoveryType === 'Physical') return holds(item.seen);
  // From a bare host a machine may return through any host that reaches its datastore, which is FB065's to judge.
  if (original !== undefined && isBareHost(original, runbook)) return holds(item.seen, original);
  if (original === undefined)
    return asWritten(vm, masterTarget.name, host, runbook, `the capture did not tell the vCenter of '${vm}'`);
  const now = vcenterOfHost(host);
  if (now === undefined) return unknown(`nobody says to which vCenter the host '${host.name}' belongs`);
  const seenNow = world?.inventory.vcenters?.filter((each) => isCalled(each, now)) ?? [];
  if (!isCalled(original, now)) {
    // One server may go by two names; only one that was captured beside the original is surely another.
    if (seenNow.length === 0) return unknown(`nobody captured whether '${now.name}' is '${original.name}'`);
    const params = { kind: 'vcenter', vm, original: original.name, target: masterTarget.name, now: now.name } as const;
    return broken(params, [item.seen, original, ...now.seen]);
  }
  return now.seen.length > 0 ? holds(item.seen, original, ...now.seen) : declared();
}

function isCalled({ name, address }: CapturedVCenter, now: NamedServer): boolean {
  return [now.name, now.address].some(
    (each) => each !== undefined && (sameName(each, name) || sameName(each, address)),
  );
}

function isBareHost(original: CapturedVCenter, { hosts }: RunbookFrame): boolean {
  if (original.apiType !== undefined) return sameName(original.apiType, 'HostAgent');
  return hosts.some(
    ({ name, address, vcenter }) => vcenter === undefined && isCalled(original, { name, address: address?.value }),
  );
}

/** The server that shows a host: its vCenter, or the bare host itself. As captured; else as written. */
function vcenterOfHost({
  name,
  captured,
  declared: host,
}: HostInPlay): (NamedServer & { readonly seen: readonly Seen[] }) | undefined {
  if (captured.seen !== undefined)
    return { name: captured.seen.vcenter ?? name, address: host?.vcenter?.value.address?.value, seen: [captured.seen] };
  if (host === undefined) return undefined;
  if (host.vcenter === undefined) return { name, address: host.address?.value, seen: [] };
  return { name: host.vcenter.value.name, address: host.vcenter.value.address?.value, seen: [] };
}

/** The vCenter in which the configuration server discovered the machines, beside that of the master target's host. */
function asWritten(
  vm: string,
  target: string,
  { declared: host }: HostInPlay,
  { configurationServers }: RunbookFrame,
  reason: string | undefined,
): Outcome<Params> {
  const discovered = configurationServers.flatMap(({ vcenter }) => vcenter?.value ?? []);
  const now = host?.vcenter?.value;
  const [first] = discovered;
  if (first === undefined || now === undefined) return unknown(reason);
  const isKnown = discovered.some(
    (each) => each === now || (each.address !== undefined && each.address.value === now.address?.value),
  );
  if (isKnown) return declared();
  return broken({ kind: 'vcenter', vm, original: first.name, target, now: now.name }, []);
}
