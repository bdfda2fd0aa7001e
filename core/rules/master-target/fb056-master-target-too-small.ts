import { type BitsPerSecond, type Bytes, days } from '../../quantity.ts';
import type { KnownFact } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import type { MasterTargetInPlay } from '../classic-in-play.ts';
import { knownFact } from '../decisions.ts';
import { broken, declared, holds, type Outcome, type Seen, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { situationOf } from '../situation.ts';
import { sized } from '../words.ts';
import { familyOfTarget } from './linux-target.ts';

/** As the articles write it; they do not tell decimal units from binary ones, so the smaller suffices. */
interface Size {
  readonly bytes: Bytes;
  readonly text: string;
}

/** @source vmware-azure-install-linux-master-target, sizing guidelines. */
const CORES = 4;
const MEMORY: Size = { bytes: 6e9, text: '6 GB' };
const OS_DISK: Size = { bytes: 100e9, text: '100 GB' };

/** @source the same for Linux; for Windows the requirements of the configuration server, which has one built in. */
const RETENTION = {
  linux: { bytes: 1e12, text: '1 TB' },
  windows: { bytes: 600e9, text: '600 GB' },
} as const satisfies Record<string, Size>;

/** @source vmware-azure-prepare-failback: the failback policy keeps recovery points for 24 hours and cannot be edited. */
const KEPT_HOURS = 24;

interface Params {
  readonly target: string;
  readonly shortcomings: readonly string[];
}

/** A figure with who says so: somebody who looked, or only the runbook. */
interface Figure {
  readonly amount: number;
  readonly seen: Seen | undefined;
}

export const masterTargetTooSmall = defineRule<Params>({
  code: 'FB056',
  title: 'Master target is too small for what comes home through it',
  kind: 'prerequisite',
  severity: 'warning',
  severityBecause:
    'the sizes are guidelines; a small master target is slow, and one whose retention drive runs full stops replicating.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.linuxMasterTarget,
    says: 'a master target has 4 cores, 6 GB of memory and a system disk of 100 GB at least, and a retention drive of 1 TB (on Windows 600 GB); for large volumes of traffic a separate master target is created',
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand:
    'In the vSphere client, open the master target, Edit Settings: processors, memory, disks. In PowerCLI:\nGet-VM NAME | Select-Object NumCpu, MemoryGB; Get-VM NAME | Get-HardDisk | Select-Object Name, CapacityGB',
  mend: 'Power the master target off and give it what is missing; or install another one and send some of the machines through it. Or say what you know: `known { cores: 4  memory: 8 GB  os-disk: 100 GB  retention: 1 TB }`',
  details:
    'No article says how much traffic one master target carries. What is documented is that the failback policy keeps 24 hours of changes on the retention drive; so where `churn:` is written for machines, what they change in a day must fit on it. Machines without `churn:` count as nothing.',
  message: ({ target, shortcomings }) =>
    `The master target '${target}' is small: ${shortcomings.join('; ')}. Replication through it is slow, and stops when its retention drive is full.`,
  reads: ['churn'],
  *check(context) {
    const { masterTargets, howToCapture: how } = situationOf(context);
    for (const subject of masterTargets)
      yield verdictOn({ subject: subject.name, at: subject.at, fact: 'size', how }, judged(subject));
  },
});

function judged(subject: MasterTargetInPlay): Outcome<Params> {
  const cores = figure(subject.onSite.seen, subject.onSite.seen?.cpuCount, subject.target.known, 'cores');
  const memory = figure(subject.onSite.seen, subject.onSite.seen?.memoryBytes, subject.target.known, 'memory');
  const [first] = subject.onSite.seen?.disks ?? [];
  const osDisk = figure(subject.onSite.seen, first?.capacityBytes, subject.target.known, 'os-disk');
  const retention = retentionOf(subject);
  const figures = [cores, memory, osDisk, retention];
  const short = shortcomings(subject, { cores, memory, osDisk, retention });
  const known = figures.flatMap((each) => each ?? []);
  const seen = known.flatMap((each) => each.seen ?? []);
  if (short.length > 0) return broken({ target: subject.name, shortcomings: short }, seen);
  if (known.length < figures.length)
    return unknown(subject.onSite.seen === undefined ? subject.onSite.reason : undefined);
  return seen.length === figures.length ? holds(...seen) : declared();
}

function shortcomings(
  subject: MasterTargetInPlay,
  {
    cores,
    memory,
    osDisk,
    retention,
  }: Readonly<Record<'cores' | 'memory' | 'osDisk' | 'retention', Figure | undefined>>,
): readonly string[] {
  const wanted = RETENTION[familyOfTarget(subject) ?? 'linux'];
  const daily = changedInADay(subject);
  return [
    ...(cores !== undefined && cores.amount < CORES ? [`${cores.amount} cores, where ${CORES} are asked for`] : []),
    ...tooLittle('of memory', memory, MEMORY),
    ...tooLittle('for its system', osDisk, OS_DISK),
    ...tooLittle('on its retention drive', retention, wanted),
    ...(retention !== undefined && daily > retention.amount
      ? [
          `its machines change ${sized(daily)} in ${KEPT_HOURS} h, which its retention drive of ${sized(retention.amount)} has to keep`,
        ]
      : []),
  ];
}

function tooLittle(what: string, figure: Figure | undefined, wanted: Size): readonly string[] {
  if (figure === undefined || figure.amount >= wanted.bytes) return [];
  return [`${sized(figure.amount)} ${what}, where ${wanted.text} are asked for`];
}

/** The volume that the runbook names, as the vault shows it; else the largest one. */
function retentionOf({ captured, target }: MasterTargetInPlay): Figure | undefined {
  const volumes = captured.seen?.retentionVolumes ?? [];
  const wanted = target.retentionDrive?.value.replace(/[:\\/]+$/, '').toLowerCase();
  const named = volumes.filter(({ name }) => name.replace(/[:\\/]+$/, '').toLowerCase() === wanted);
  const sizes = (named.length > 0 ? named : volumes).map(({ capacityBytes }) => capacityBytes);
  return figure(captured.seen, sizes.length === 0 ? undefined : Math.max(...sizes), target.known, 'retention');
}

function changedInADay({ machines }: MasterTargetInPlay): Bytes {
  const churn: BitsPerSecond = machines.reduce(
    (sum, each) => sum + (each.churn === undefined ? 0 : each.churn.value),
    0,
  );
  return (churn / 8) * KEPT_HOURS * 3600;
}

function figure(
  seen: Seen | undefined,
  captured: number | undefined,
  known: readonly KnownFact[],
  key: string,
): Figure | undefined {
  if (captured !== undefined) return { amount: captured, seen };
  const fact = knownFact(known, key);
  return fact === undefined || typeof fact.value !== 'number' ? undefined : { amount: fact.value, seen: undefined };
}
