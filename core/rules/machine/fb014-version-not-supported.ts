import { sameName } from '../../inventory/world.ts';
import { days } from '../../quantity.ts';
import type { KnownFact } from '../../runbook/runbook.ts';
import type { SourceRange } from '../../runbook/source.ts';
import { articles } from '../articles.ts';
import { knownFact } from '../decisions.ts';
import { broken, declared, holds, type Outcome, type Seen, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { seenHost, situationOf } from '../situation.ts';

/** @source support matrix (09/2023): vCenter Server and vSphere 6.5, 6.7, 7.0, 8.0. */
const SUPPORTED: readonly string[] = ['6.5', '6.7', '7.0', '8.0'];

interface Params {
  readonly name: string;
  readonly what: 'vCenter' | 'ESXi';
  readonly version: string;
  readonly older: boolean;
}

export const versionNotSupported = defineRule<Params>({
  code: 'FB014',
  title: 'Version of vCenter or ESXi is not in the support matrix',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'an older version lacks what Site Recovery calls; a newer one than the matrix names is a warning, since the matrix may lag behind.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: days(30),
  source: {
    ...articles.supportMatrix,
    says: `vCenter Server and ESXi ${SUPPORTED.join(', ')} are supported`,
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand:
    'In the vSphere client, select the vCenter, then the host: Summary shows version and build. In PowerCLI:\n$global:DefaultVIServer.Version; Get-VMHost | Select-Object Name, Version, Build',
  mend: 'Upgrade vCenter first and the host after it; for a newer version, see whether the support matrix has come to name it. Or say what you know: `known { version: "8.0" }`',
  message: ({ name, what, version, older }) =>
    older
      ? `'${name}' runs ${what} ${version}; the oldest that Site Recovery supports is ${SUPPORTED[0]}. Reprotect may be refused, or fail when it creates or attaches disks.`
      : `'${name}' runs ${what} ${version}, which the support matrix did not name when it was read. It may work; nobody promises it.`,
  reads: [],
  *check(context) {
    const { runbook, vcenters, world, howToCapture: how } = situationOf(context);
    const ask = (subject: string, at: SourceRange) => ({ subject, at, fact: 'version', how });
    for (const { name, at, declared: said, captured } of vcenters) {
      const version = 'reason' in captured ? undefined : captured.seen.version;
      const seen = captured.seen === undefined ? [] : [captured.seen];
      const known = said === undefined ? [] : said.known;
      yield verdictOn(ask(name, at), judged(name, 'vCenter', version, seen, known));
    }
    for (const { name, at, known } of runbook.hosts.filter((host) => isOfSite(host, vcenters))) {
      const seen = seenHost(world, name);
      const version = seen === undefined ? undefined : seen.version;
      yield verdictOn(ask(name, at), judged(name, 'ESXi', version, seen === undefined ? [] : [seen], known));
    }
  },
});

/** A site file may name hosts of other vCenters, to which nothing of this runbook comes home. */
function isOfSite(
  { vcenter }: { readonly vcenter: { readonly value: { readonly name: string } } | undefined },
  vcenters: readonly { readonly name: string }[],
): boolean {
  return vcenter === undefined || vcenters.some(({ name }) => sameName(name, vcenter.value.name));
}

function judged(
  name: string,
  what: Params['what'],
  captured: string | undefined,
  seen: readonly Seen[],
  known: readonly KnownFact[],
): Outcome<Params> {
  if (captured !== undefined) {
    const place = placeOf(captured);
    // What is no ESXi at all is FB012's to tell.
    if (place === undefined) return unknown(`'${captured}' is no version of ${what}`);
    return place === 'supported' ? holds(...seen) : outside(name, what, captured, place, seen);
  }
  const said = knownFact(known, 'version');
  if (said === undefined) return unknown();
  const version = String(said.value);
  const place = placeOf(version);
  if (place === undefined) return unknown(`'${version}' is no version of ${what}`);
  return place === 'supported' ? declared() : { ...outside(name, what, version, place, []), at: said.at };
}

function outside(
  name: string,
  what: Params['what'],
  version: string,
  place: 'older' | 'other',
  seen: readonly Seen[],
): Outcome<Params> {
  const older = place === 'older';
  return broken({ name, what, version, older }, seen, { severity: older ? undefined : 'warning' });
}

function placeOf(version: string): 'supported' | 'older' | 'other' | undefined {
  if (!/^\d+(?:\.\d+)*/.test(version)) return undefined;
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  if (SUPPORTED.includes(`${major}.${minor}`)) return 'supported';
  return major < 6 || (major === 6 && minor < 5) ? 'older' : 'other';
}
