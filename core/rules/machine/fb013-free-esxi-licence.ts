import { fold, sameName, type World } from '../../inventory/world.ts';
import { days } from '../../quantity.ts';
import type { Host, Machine } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { knownFact } from '../decisions.ts';
import { broken, declared, holds, type Outcome, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { section, seenHost, situationOf } from '../situation.ts';

/** VMware sold the free edition as "VMware vSphere N Hypervisor". */
const FREE_EDITION = /\bhypervisor\b|\bfree\b/i;

interface Params {
  readonly host: string;
  readonly licence: string;
}

export const freeEsxiLicence = defineRule<Params>({
  code: 'FB013',
  title: 'Host has a free ESXi licence',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'the free edition refuses the API calls that create and attach disks, so failback fails after days of replication.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: days(30),
  source: {
    ...articles.reprotect,
    says: 'with the free edition of ESXi failover works, failback does not (written of 5.5 and 6, for classic; taken to hold for modernized too)',
    confidence: 'inferred',
  },
  seenIn: 'vcenter',
  byHand: 'In the vSphere client, open the host, Configure, Licensing.',
  mend: 'Assign an evaluation or a paid licence to the host. Or say what you know: `known { licence: "VMware vSphere 8 Standard" }`',
  message: ({ host, licence }) =>
    `The host '${host}' runs on the licence '${licence}'. The free edition keeps its API read-only, so machines can fail over from it but never back to it.`,
  reads: ['datastore'],
  *check(context) {
    const { runbook, world, howToCapture } = situationOf(context);
    const hosts = runbook.hosts;
    const ask = (name: string, at: Host['at']) => ({ subject: name, at, fact: 'licence', how: howToCapture });
    for (const host of hosts) yield verdictOn(ask(host.name, host.at), ofDeclaredHost(host, world));
    const targets = targetsOf(runbook.machines);
    const others = (section(world, 'hosts') ?? []).filter(
      (seen) =>
        seen.datastores.some(({ name }) => targets.has(fold(name))) &&
        !hosts.some((host) => sameName(host.name, seen.name)),
    );
    for (const seen of others) yield verdictOn(ask(seen.name, runbook.at), ofLicence(seen.name, seen.license, [seen]));
    if (hosts.length + others.length === 0)
      yield verdictOn(ask(runbook.name, runbook.at), unknown('nobody named or captured a host of the site'));
  },
});

function ofDeclaredHost(host: Host, world: World | undefined): Outcome<Params> {
  const seen = seenHost(world, host.name);
  if (seen !== undefined && seen.license !== undefined) return ofLicence(host.name, seen.license, [seen]);
  const said = knownFact(host.known, 'licence') ?? knownFact(host.known, 'license');
  if (said === undefined) return unknown();
  const licence = String(said.value);
  return FREE_EDITION.test(licence) ? broken({ host: host.name, licence }, [], { at: said.at }) : declared();
}

function ofLicence(host: string, licence: string | undefined, seen: readonly { seenAt: string }[]): Outcome<Params> {
  if (licence === undefined) return unknown();
  return FREE_EDITION.test(licence) ? broken({ host, licence }, seen) : holds(...seen);
}

/** Names of the datastores that machines name, in lower case. */
function targetsOf(machines: readonly Machine[]): ReadonlySet<string> {
  const named = new Set(machines.map(({ datastore }) => datastore?.value));
  return new Set([...named].flatMap((datastore) => (datastore === undefined ? [] : fold(datastore.datastoreName))));
}
