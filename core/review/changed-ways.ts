import type { Plan } from '../plan/plan.ts';
import { readableBytes, readableList } from '../plan/readable.ts';
import type { Machine, RecoveryPointChoice } from '../runbook/runbook.ts';
import type { SourceRange } from '../runbook/source.ts';
import { asWritten } from './as-written.ts';
import { type Change, placesOf, type Risk } from './change.ts';
import { datastoreIdentity, processServerIdentity, targetIdentity, vcenterIdentity } from './identity.ts';
import type { MachinePair, Sides } from './side.ts';

/** One thing that a runbook says of a machine, and what it means when it says otherwise. */
interface Aspect {
  readonly what: string;
  readonly risk: Risk;
  /** As people read it; undefined where nothing is said. Two machines are alike in it when these are equal. */
  of(machine: Machine): string | undefined;
  at?(machine: Machine): SourceRange | undefined;
  means?(pairs: readonly MachinePair[], after: Plan): string | undefined;
}

const ASPECTS: readonly Aspect[] = [
  {
    what: 'The old machine on the site',
    risk: 'grave',
    of: ({ deleteOld }) => (deleteOld?.value === true ? 'deleted first' : 'kept'),
    at: ({ deleteOld }) => deleteOld?.at,
    means: ([first]) =>
      first?.after.deleteOld?.value === true ? 'Deleting it cannot be taken back, and all data is copied.' : undefined,
  },
  {
    what: 'The location',
    risk: 'serious',
    of: ({ location }) => location.value,
    at: ({ location }) => location.at,
    means: copying,
  },
  {
    what: 'The datastore',
    risk: 'serious',
    of: ({ datastore }) => (datastore === undefined ? undefined : datastoreIdentity(datastore.value)),
    at: ({ datastore }) => datastore?.at,
  },
  {
    what: 'The way home',
    risk: 'serious',
    of: ({ via }) => (via === undefined ? undefined : targetIdentity(via.value)),
    at: ({ via }) => via?.at,
  },
  {
    what: 'The vCenter to come home to',
    risk: 'serious',
    of: ({ home }) => (home === undefined ? undefined : vcenterIdentity(home.value)),
    at: ({ home }) => home?.at,
  },
  {
    what: 'The protected item',
    risk: 'grave',
    of: ({ item }) => item?.value,
    at: ({ item }) => item?.at,
    means: () => 'It is another machine in the vault that is moved under this name.',
  },
  {
    what: 'The recovery point',
    risk: 'serious',
    of: ({ recoveryPoint }) => point(recoveryPoint.value),
    at: ({ recoveryPoint }) => recoveryPoint.at,
    means: ([first]) =>
      first?.after.recoveryPoint.value.kind === 'custom'
        ? 'What was written after that point is lost.'
        : first?.after.recoveryPoint.value.kind === 'application-consistent' ||
            first?.after.recoveryPoint.value.kind === 'latest-tag'
          ? 'It may lie further back, and what was written since is lost.'
          : undefined,
  },
  {
    what: 'The process server',
    risk: 'notable',
    of: ({ processServer }) => (processServer === undefined ? undefined : processServerIdentity(processServer.value)),
    at: ({ processServer }) => processServer?.at,
  },
  {
    what: 'What is left out of the disks',
    risk: 'serious',
    of: ({ excludedDisks }) => joined(excludedDisks.map(({ value }) => value)),
    at: ({ excludedDisks }) => excludedDisks[0]?.at,
    means: () => 'A disk that is left out is missing on the machine that comes home.',
  },
  {
    what: 'The network at home',
    risk: 'notable',
    of: ({ nics }) =>
      joined(nics.map(({ portGroup, address }) => `${portGroup?.value ?? '?'} ${address?.value ?? ''}`.trim())),
    at: ({ nics }) => nics[0]?.at,
  },
  {
    what: 'The source',
    risk: 'serious',
    of: ({ source }) => source.value,
    at: ({ source }) => source.at,
  },
  {
    what: 'The policy to protect again with',
    risk: 'notable',
    of: ({ policy }) => policy?.value,
    at: ({ policy }) => policy?.at,
  },
  {
    what: 'The policy of the way back',
    risk: 'notable',
    of: ({ failbackPolicy }) => failbackPolicy?.value,
    at: ({ failbackPolicy }) => failbackPolicy?.at,
  },
  {
    what: 'The run-as account',
    risk: 'notable',
    of: ({ runAs }) => runAs?.value,
    at: ({ runAs }) => runAs?.at,
  },
  {
    what: 'The operating system',
    risk: 'slight',
    of: ({ os }) => (os === undefined ? undefined : [os.value.family, os.value.version].filter(Boolean).join(' ')),
    at: ({ os }) => os?.at,
  },
  {
    what: 'The expected change of data',
    risk: 'slight',
    of: ({ churn }) => (churn === undefined ? undefined : `${churn.value / 1e6} Mbps`),
    at: ({ churn }) => churn?.at,
    means: () => 'Only the estimate rests on it.',
  },
  {
    what: 'The declared size',
    risk: 'slight',
    of: ({ size, disks }) =>
      joined([
        ...(size === undefined ? [] : [readableBytes(size.value)]),
        ...disks.map((disk) =>
          `${disk.name} ${disk.size === undefined ? '' : readableBytes(disk.size.value)} ${disk.kind?.value ?? ''}`.trim(),
        ),
      ]),
    at: ({ size, disks }) => size?.at ?? disks[0]?.at,
  },
  {
    what: 'What somebody states and nobody captured',
    risk: 'notable',
    of: ({ known }) => joined(known.map(({ key, value }) => `${key} ${value}`)),
    at: ({ known }) => known[0]?.at,
    means: () => 'A statement counts as declared: a live run wants the fact captured or attested where it blocks.',
  },
];

/** What comes home the other way than before; machines with the same news are told together. */
export function changedWays({ machines, after }: Sides): Change[] {
  return ASPECTS.flatMap((aspect) => {
    const news = machines.filter((pair) => aspect.of(pair.before) !== aspect.of(pair.after));
    const alike = Map.groupBy(news, (pair) => `${aspect.of(pair.before)}\n${aspect.of(pair.after)}`);
    return [...alike.values()].map((pairs) => told(aspect, pairs, after.plan));
  });
}

function told(aspect: Aspect, pairs: readonly MachinePair[], after: Plan): Change {
  const [first] = pairs;
  const names = pairs.map((pair) => pair.after.name);
  const was = first === undefined ? undefined : aspect.of(first.before);
  const is = first === undefined ? undefined : aspect.of(first.after);
  return {
    risk: aspect.risk,
    kind: 'way',
    subjects: names,
    says: `${aspect.what} of ${readableList(names)} was ${asWritten(was)} and is ${asWritten(is)}.`,
    means: aspect.means?.(pairs, after),
    ...placesOf(pairs.map(({ after }) => aspect.at?.(after) ?? after.at)),
  };
}

/** At the original location only changes travel; at the alternate one everything does. */
function copying(pairs: readonly MachinePair[], { machines }: Plan): string {
  const names = new Set(pairs.map(({ after }) => after.name));
  const bytes = machines.filter(({ name }) => names.has(name)).reduce((sum, machine) => sum + (machine.bytes ?? 0), 0);
  const amount = bytes === 0 ? '' : ` of ${readableBytes(bytes)}`;
  return pairs[0]?.after.location.value === 'alternate'
    ? `A new machine is made, and a full copy${amount} travels instead of the changes.`
    : `The old machine is overwritten, and only the changes travel instead of a full copy${amount}.`;
}

function point(choice: RecoveryPointChoice): string {
  return choice.kind === 'custom' ? `the point ${choice.id}` : choice.kind;
}

function joined(parts: readonly string[]): string | undefined {
  return parts.length === 0 ? undefined : [...parts].sort().join(', ');
}
