import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { eachMachine } from '../judge.ts';
import { sourceOf } from '../machine-source.ts';
import { osFamilyOf } from '../os-family.ts';
import { broken, declared, holds, type Outcome, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { MachineInPlay } from '../situation.ts';

interface Params {
  readonly vm: string;
  readonly version: string;
}

const WINDOWS_2008_R2 = /2008\s*R2/i;

export const physicalWindows2008R2 = defineRule<Params>({
  code: 'FB011',
  title: 'Physical Windows Server 2008 R2 cannot fail back',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'the articles say without exception that it cannot be failed back.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(30),
  source: {
    ...articles.failback,
    says: "a Windows Server 2008 R2 SP1 server that is protected as a physical server can't be failed back; the article of 2016 said so of any machine with that system, later ones of physical servers only",
    confidence: 'documented',
  },
  byHand:
    'In the replicated item, see the source type and the operating system; or ask who ran the server.\nGet-ComputerInfo -Property OsName, OsVersion',
  mend: 'Leave the machine in Azure, or bring its data home by other means: a backup restored on the site, or a new machine with a later Windows. It has no way back through Site Recovery.',
  message: ({ vm, version }) =>
    `'${vm}' was a physical server with '${version}'. Site Recovery cannot fail such a server back, neither to hardware nor as a VMware machine.`,
  check: eachMachine('source and operating system', judged),
});

/** It takes both to break: the system alone brings a VMware machine home, and other physical servers come home too. */
function judged(subject: MachineInPlay): Outcome<Params> | undefined {
  const { machine, item } = subject;
  const source = sourceOf(subject);
  const os = osFamilyOf(subject);
  if (!source.isPhysical && source.seen.length > 0) return holds(...source.seen);
  const version = os === undefined ? undefined : os.version;
  if (os !== undefined && os.family === 'linux') return os.seen.length > 0 ? holds(...os.seen) : declared();
  if (os === undefined || version === undefined) {
    if (source.isPhysical) return unknown(`nobody told the version of Windows on '${machine.name}'`);
    return 'reason' in item
      ? unknown(item.reason)
      : unknown(`the capture did not tell the source of '${machine.name}'`);
  }
  if (source.isPhysical && WINDOWS_2008_R2.test(version)) {
    const at = machine.os === undefined ? machine.at : machine.os.at;
    return broken({ vm: machine.name, version }, [...source.seen, ...os.seen], { at });
  }
  const isTold =
    os.seen.length > 0 &&
    item.seen !== undefined &&
    item.seen.osName !== undefined &&
    !WINDOWS_2008_R2.test(item.seen.osName);
  return isTold ? holds(...os.seen) : declared();
}
