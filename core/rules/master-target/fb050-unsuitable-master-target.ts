import { days } from '../../quantity.ts';
import type { MasterTarget } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import type { MasterTargetInPlay } from '../classic-in-play.ts';
import { knownFact } from '../decisions.ts';
import { eachMachine, mayRunInAzure } from '../judge.ts';
import { osFamilyOf } from '../os-family.ts';
import { broken, declared, holds, type Outcome, type Seen, unknown } from '../outcome.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import type { MachineInPlay } from '../situation.ts';
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
  return comparedOnWindows(vm, os.version, masterTarget, seen, via.at);
}

function comparedOnWindows(
  vm: string,
  version: string | undefined,
  target: MasterTargetInPlay,
  seen: readonly Seen[],
  at: MasterTargetInPlay['at'],
): Outcome<Params> {
  const targetVersion = versionOf(target);
  const own = version === undefined ? undefined : windowsRelease(version);
  const theirs = targetVersion === undefined ? undefined : windowsRelease(targetVersion.text);
  if (version === undefined || own === undefined) return unknown(`nobody told the version of Windows on '${vm}'`);
  if (targetVersion === undefined || theirs === undefined)
    return unknown(`nobody told the version of Windows on '${target.name}'`);
  const basis = targetVersion.seen === undefined ? seen : [...seen, targetVersion.seen];
  if (theirs < own) {
    const params = { kind: 'older', vm, version, target: target.name, targetVersion: targetVersion.text } as const;
    return broken<Params>(params, basis, { at });
  }
  return seen.length === 2 && targetVersion.seen !== undefined ? holds(...basis) : declared();
}

/** As the vault says, else as vSphere takes the guest for, else as the runbook says. */
function versionOf({ captured, onSite, target }: MasterTargetInPlay) {
  const told = captured.seen?.osVersion;
  if (captured.seen !== undefined && told !== undefined && windowsRelease(told) !== undefined)
    return { text: told, seen: captured.seen };
  const guest = onSite.seen?.guestId;
  if (onSite.seen !== undefined && guest !== undefined && windowsRelease(guest) !== undefined)
    return { text: guest, seen: onSite.seen };
  const fact = knownFact(target.known, 'os-version');
  return fact === undefined ? undefined : { text: String(fact.value), seen: undefined };
}

function onlyTargetOf(family: Family | undefined, { masterTargets }: RuleContext['runbook']): MasterTarget | undefined {
  const suitable = masterTargets.filter(({ os }) => family === undefined || (os !== undefined && os.value === family));
  return suitable.length === 1 ? suitable[0] : undefined;
}

function said(family: Family): string {
  return family === 'windows' ? 'Windows' : 'Linux';
}
