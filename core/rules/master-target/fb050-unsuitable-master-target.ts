import { days } from '../../quantity.ts';
import type { MasterTarget } from '../../runbook/runbook.ts';
import type { SourceRange } from '../../runbook/source.ts';
import { articles } from '../articles.ts';
import type { MasterTargetSeen } from '../classic-in-play.ts';
import { knownFact } from '../decisions.ts';
import { eachMachine, mayRunInAzure } from '../judge.ts';
import { osFamilyOf } from '../os-family.ts';
import { broken, declared, holds, type Outcome, type Seen, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { MachineInPlay } from '../situation.ts';
import type { RuleContext } from '../verdict.ts';
import { windowsRelease } from '../windows-release.ts';
import { familyOfTarget } from './linux-target.ts';

type Family = 'windows' | 'linux';

type Params =
  | { readonly kind: 'not-named'; readonly vm: string; readonly family: Family | undefined }
  | { readonly kind: 'appliance'; readonly vm: string; readonly via: string; readonly family: Family | undefined }
  | { readonly kind: 'family'; readonly vm: string; readonly family: Family; readonly target: string }
  | {
      readonly kind: 'older';
      readonly vm: string;
      readonly version: string;
      readonly target: string;
      readonly targetVersion: string;
    };

export const unsuitableMasterTarget = defineRule<Params>({
  code: 'FB050',
  title: 'No master target of the right system',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'the master target mounts the disks of the machine, and can mount only those of its own system.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.prepareFailback,
    says: 'the master target must have the same operating system (with the same or a higher version) as the replicated machines: a Windows master target for Windows, a Linux one for Linux',
    confidence: 'documented',
  },
  byHand:
    'In the vault, open Site Recovery infrastructure, Configuration servers, the server: each master target is listed with its operating system. Compare it with the one of the replicated item.',
  mend: 'Name a master target of the same system in `via:`. The one that comes with the configuration server is a Windows one; for Linux machines install one of your own.',
  details:
    'On Windows the versions are compared as well. On Linux only the family is: the one system on which a Linux master target can be installed is Ubuntu 16.04 (FB053), and Microsoft brings later distributions home through it.',
  message: (params) => {
    switch (params.kind) {
      case 'not-named':
        return `The runbook does not say through which master target '${params.vm}' comes home. Reprotect needs one${params.family === undefined ? '' : `, and it must run ${said(params.family)}`}.`;
      case 'appliance':
        return `'${params.via}' is an appliance, which only the modernized architecture has. '${params.vm}' is of a classic runbook and comes home through a master target.`;
      case 'family':
        return `'${params.vm}' runs ${said(params.family)}, but the master target '${params.target}' does not. It has to mount the disks of the machine, and cannot read their file systems.`;
      case 'older':
        return `'${params.vm}' runs '${params.version}', and the master target '${params.target}' only '${params.targetVersion}'. It must have the same version or a higher one to mount the disks of the machine.`;
    }
  },
  check: eachMachine('operating system of the master target', judged),
  fix(params, at, { runbook }) {
    if (params.kind === 'not-named' || params.kind === 'older') return undefined;
    const only = onlyTargetOf(params.family, runbook);
    if (only === undefined) return undefined;
    return { title: `Come home through '${only.name}'`, edits: [{ range: at, newText: only.name }] };
  },
});

function judged(subject: MachineInPlay): Outcome<Params> | undefined {
  const { machine, masterTarget } = subject;
  if (!mayRunInAzure(subject)) return undefined;
  const os = osFamilyOf(subject);
  const { name: vm, via } = machine;
  if (via === undefined) return broken<Params>({ kind: 'not-named', vm, family: os?.family }, []);
  if (masterTarget === undefined)
    return broken<Params>({ kind: 'appliance', vm, via: via.value.name, family: os?.family }, [], { at: via.at });
  const family = familyOfTarget(masterTarget);
  if (os === undefined) return unknown(`nobody told the operating system of '${vm}'`);
  if (family === undefined) return unknown(`nobody told the operating system of '${masterTarget.name}'`);
  const captured = masterTarget.captured.seen;
  const seen = [...os.seen, ...(captured !== undefined && captured.osType !== undefined ? [captured] : [])];
  if (family !== os.family)
    return broken<Params>({ kind: 'family', vm, family: os.family, target: masterTarget.name }, seen, { at: via.at });
  if (family === 'linux') return seen.length === 2 ? holds(...seen) : declared();
  return comparedOnWindows(subject, masterTarget, seen, via.at);
}

function comparedOnWindows(
  subject: MachineInPlay,
  target: MasterTargetSeen,
  seen: readonly Seen[],
  at: SourceRange,
): Outcome<Params> {
  const vm = subject.machine.name;
  const own = ownVersion(subject);
  const theirs = versionOf(target);
  if (own === undefined) return unknown(`nobody told the version of Windows on '${vm}'`);
  if (theirs === undefined) return unknown(`nobody told the version of Windows on '${target.name}'`);
  const basis = theirs.seen === undefined ? seen : [...seen, theirs.seen];
  if (theirs.release < own.release) {
    const params = { kind: 'older', vm, version: own.text, target: target.name, targetVersion: theirs.text } as const;
    return broken<Params>(params, basis, { at });
  }
  return seen.length === 2 && own.isTold && theirs.seen !== undefined ? holds(...basis) : declared();
}

/** As the service says, else as the runbook does: of several releases the service says no more than "2016 or later". */
function ownVersion({ machine, item }: MachineInPlay) {
  const told = item.seen?.osName;
  const release = told === undefined ? undefined : windowsRelease(told);
  if (told !== undefined && release !== undefined) return { text: told, release, isTold: true };
  const said = machine.os?.value.version;
  const written = said === undefined ? undefined : windowsRelease(said);
  return said === undefined || written === undefined ? undefined : { text: said, release: written, isTold: false };
}

/** As the vault says, else as vSphere takes the guest for, else as the runbook says. */
function versionOf({ captured, onSite, target }: MasterTargetSeen) {
  const said = knownFact(target.known, 'os-version');
  const told = [
    { text: captured.seen?.osVersion, seen: captured.seen },
    { text: onSite.seen?.guestId, seen: onSite.seen },
    { text: said === undefined ? undefined : String(said.value), seen: undefined },
  ];
  for (const { text, seen } of told) {
    const release = text === undefined ? undefined : windowsRelease(text);
    if (text !== undefined && release !== undefined) return { text, release, seen };
  }
  return undefined;
}

function onlyTargetOf(family: Family | undefined, { masterTargets }: RuleContext['runbook']): MasterTarget | undefined {
  const suitable = masterTargets.filter(({ os }) => family === undefined || (os !== undefined && os.value === family));
  return suitable.length === 1 ? suitable[0] : undefined;
}

function said(family: Family): string {
  return family === 'windows' ? 'Windows' : 'Linux';
}
