import { days } from '../../quantity.ts';
import type { SourceRange } from '../../runbook/source.ts';
import { articles } from '../articles.ts';
import type { MasterTargetInPlay } from '../classic-in-play.ts';
import { knownFact } from '../decisions.ts';
import { broken, declared, holds, type Outcome, type Seen, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { situationOf } from '../situation.ts';
import { compareVersions, versionIn } from '../versions.ts';
import { familyOfTarget } from './linux-target.ts';

/** @source vmware-azure-install-linux-master-target: the newest kernel of each series that is supported. */
const NEWEST_KERNELS: readonly string[] = ['4.4.0-81', '4.8.0-56', '4.10.0-24'];

type Params =
  | { readonly kind: 'system'; readonly target: string; readonly system: string }
  | { readonly kind: 'upgrade-only'; readonly target: string; readonly system: string }
  | { readonly kind: 'kernel'; readonly target: string; readonly kernel: string };

export const linuxMasterTargetOnOtherSystem = defineRule<Params>({
  code: 'FB053',
  title: 'Linux master target runs another system than Ubuntu 16.04',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'its drivers are built for those kernels, and on others it malfunctions. That nobody told the kernel is a warning: no capture shows it.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.linuxMasterTarget,
    says: 'since 9.10.0 the master target can only be installed on Ubuntu 16.04, with kernels up to 4.4.0-81, 4.8.0-56 or 4.10.0-24 and kernel updates disabled; on CentOS 6.6 an existing one can only be upgraded',
    confidence: 'documented',
  },
  seenIn: 'guest',
  byHand:
    'On the master target, see the distribution, the kernel, and that kernel packages are held.\nlsb_release -ds; uname -r; apt-mark showhold; cat /etc/apt/apt.conf.d/20auto-upgrades',
  mend: 'Install a master target on Ubuntu 16.04.2 with "No automatic updates"; hold its kernel with `apt-mark hold linux-image-generic`, or start the supported one again. Or say what you saw: `known { kernel: "4.4.0-81" }`',
  message: (params) => {
    switch (params.kind) {
      case 'system':
        return `The Linux master target '${params.target}' runs '${params.system}'. It is supported on Ubuntu 16.04 only, whatever the machines run that come home through it.`;
      case 'upgrade-only':
        return `The Linux master target '${params.target}' runs '${params.system}'. One that exists there can still be upgraded; a new one cannot be installed.`;
      case 'kernel':
        return `The Linux master target '${params.target}' runs the kernel ${params.kernel}. The newest that are supported are ${NEWEST_KERNELS.join(', ')}; an update of the kernel makes it malfunction.`;
    }
  },
  reads: [],
  *check(context) {
    const { masterTargets, howToCapture: how } = situationOf(context);
    for (const subject of masterTargets) {
      const family = familyOfTarget(subject);
      if (family === 'windows') continue;
      const ask = (fact: string) => ({ subject: subject.name, at: subject.at, fact, how });
      yield verdictOn(ask('operating system'), systemOf(subject));
      const kernel = kernelOf(subject);
      if (kernel !== undefined) yield verdictOn(ask('kernel'), kernel);
    }
  },
});

function systemOf({ name, captured, target }: MasterTargetInPlay): Outcome<Params> {
  if (captured.seen !== undefined && captured.seen.osVersion !== undefined)
    return ofSystem(name, captured.seen.osVersion, [captured.seen]) ?? holds(captured.seen);
  const said = knownFact(target.known, 'os-version');
  if (said !== undefined) return ofSystem(name, String(said.value), [], said.at) ?? declared();
  return unknown('reason' in captured ? captured.reason : `the vault does not tell the operating system of '${name}'`);
}

/** Undefined: it is the right one. */
function ofSystem(
  target: string,
  system: string,
  seen: readonly Seen[],
  at?: SourceRange,
): Outcome<Params> | undefined {
  if (/ubuntu\D*16\.04/i.test(system)) return undefined;
  if (/cent\s*os\D*6\.6/i.test(system))
    return broken<Params>({ kind: 'upgrade-only', target, system }, seen, { severity: 'warning', at });
  return broken<Params>({ kind: 'system', target, system }, seen, { at });
}

/** Only an administrator sees the kernel; the system itself is told by the vault. */
function kernelOf({ name, target }: MasterTargetInPlay): Outcome<Params> | undefined {
  const said = knownFact(target.known, 'kernel');
  if (said === undefined) return unknown('no capture shows the kernel of a machine', { severity: 'warning' });
  const kernel = String(said.value);
  const [major = 0, minor = 0] = versionIn(kernel) ?? [];
  const newest = NEWEST_KERNELS.find((each) => each.startsWith(`${major}.${minor}.`));
  if (newest === undefined || compareVersions(kernel, newest) > 0)
    return broken<Params>({ kind: 'kernel', target: name, kernel }, [], { at: said.at });
  return declared({ severity: 'warning' });
}
