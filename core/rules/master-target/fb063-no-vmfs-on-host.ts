import { sameName } from '../../inventory/world.ts';
import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import type { MasterTargetInPlay } from '../classic-in-play.ts';
import { broken, declared, holds, type Outcome, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { type Situation, situationOf } from '../situation.ts';
import { listed } from '../words.ts';

interface Params {
  readonly target: string;
  readonly host: string | undefined;
  readonly others: readonly string[];
}

export const noVmfsOnHost = defineRule<Params>({
  code: 'FB063',
  title: "Master target's host has no VMFS datastore",
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'the list of datastores stays empty, and reprotect cannot be asked for. Where there is vSAN it is a warning, for another article allows that.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.prepareFailback,
    says: 'the ESXi host of the master target must have at least one VMFS datastore attached; if there is none, the datastore input in the reprotection settings is empty',
    confidence: 'documented',
  },
  byHand:
    'In the vSphere client, open the host of the master target, Datastores, and read the column Type. In PowerCLI:\nGet-VMHost NAME | Get-Datastore | Select-Object Name, Type',
  mend: 'Attach a VMFS datastore to the host of the master target, a small one too; then refresh the configuration server, or wait up to 20 minutes.',
  message: ({ target, host, others }) =>
    `${host === undefined ? `The host of the master target '${target}'` : `'${host}', the host of the master target '${target}',`} has no VMFS datastore${others.length === 0 ? '' : `, only ${listed(others)}`}. Without one the service offers no datastore at all, and reprotect cannot be asked for.`,
  reads: [],
  *check(context) {
    const situation = situationOf(context);
    for (const subject of situation.masterTargets) {
      const question = { subject: subject.name, at: subject.at, fact: 'datastore types' };
      yield verdictOn({ ...question, how: situation.howToCapture }, judged(subject, situation));
    }
  },
});

interface Mounted {
  readonly name: string;
  readonly type: string | undefined;
}

/** What the service says of the datastores that it sees, else what vSphere says of the host's, else what the runbook says. */
function judged(subject: MasterTargetInPlay, { world }: Situation): Outcome<Params> {
  const { captured, host } = subject;
  const told = captured.seen?.datastoreDetails;
  if (captured.seen !== undefined && (told ?? []).some(isVmfs)) return holds(captured.seen);
  if (host !== undefined && host.captured.seen !== undefined) {
    const { datastores } = host.captured.seen;
    const mounted = datastores.map(({ name }) => ({ name, type: world?.datastore(name)?.type }));
    if (mounted.some(isVmfs)) return host.isShown ? holds(host.captured.seen) : declared();
    if (mounted.every(({ type }) => type !== undefined)) return breach(subject, mounted, [host.captured.seen]);
  }
  if (
    captured.seen !== undefined &&
    told !== undefined &&
    told.length > 0 &&
    told.every(({ type }) => type !== undefined)
  )
    return breach(
      subject,
      told.map(({ name, type }) => ({ name, type })),
      [captured.seen],
    );
  return asWritten(subject);
}

function asWritten(subject: MasterTargetInPlay): Outcome<Params> {
  const { target, host } = subject;
  const written = [...target.datastores, ...(host?.declared?.datastores ?? [])];
  const mounted = written.map(({ value }) => ({ name: value.datastoreName, type: value.type?.value }));
  if (mounted.some(isVmfs)) return declared();
  if (mounted.length === 0 || mounted.some(({ type }) => type === undefined)) return unknown();
  return breach(subject, mounted, []);
}

function breach(subject: MasterTargetInPlay, mounted: readonly Mounted[], seen: Parameters<typeof broken>[1]) {
  const others = [...new Set(mounted.map(({ name, type }) => `${name} (${type})`))];
  const hasVsan = mounted.some(({ type }) => type !== undefined && sameName(type, 'vsan'));
  const params = { target: subject.name, host: subject.host?.name, others };
  return broken<Params>(params, seen, { severity: hasVsan ? 'warning' : undefined });
}

function isVmfs({ type }: { readonly type?: string | undefined }): boolean {
  return type !== undefined && sameName(type, 'vmfs');
}
