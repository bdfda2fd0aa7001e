import type { CapturedItem } from '../../inventory/inventory.ts';
import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { gravest, loadsBy } from '../carrier-load.ts';
import type { MasterTargetInPlay } from '../classic-in-play.ts';
import { knownFact } from '../decisions.ts';
import { type DiskCount, diskCountOf } from '../disk-count.ts';
import { runsInAzure, stageOf } from '../item-stage.ts';
import { osFamilyOf } from '../os-family.ts';
import { broken, declared, holds, type Outcome, type Seen, unknown, verdictOn } from '../outcome.ts';
import type { ReturningTogether } from '../returning-together.ts';
import { defineRule } from '../rule.ts';
import { type MachineInPlay, type Situation, situationOf } from '../situation.ts';
import { counted, listed } from '../words.ts';

/** @source vmware-azure-prepare-failback: "a master target server can have up to 60 disks attached to it". */
const MAX_DISKS = 60;

interface Params {
  readonly target: string;
  readonly waves: readonly string[];
  readonly disks: number;
  readonly own: number;
  readonly foreign: number;
  /** Machines whose disks nobody counted come on top. */
  readonly uncounted: number;
}

export const tooManyDisksForMasterTarget = defineRule<Params>({
  code: 'FB030',
  title: 'Too many disks for the master target',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'reprotects begin to fail once sixty disks are attached, in the middle of the wave.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.prepareFailback,
    says: 'a master target server can have up to 60 disks attached to it, its own among them; for machines with more than that together, create a separate one',
    confidence: 'documented',
  },
  byHand:
    'Add up the disks of the replicated items that come home through the master target, those of other runbooks too, and its own. In PowerCLI, what is attached now:\n(Get-VM NAME | Get-HardDisk).Count',
  mend: 'Send some machines through another master target, or let the app continue on failure: one with `on-failure: hold` keeps all its machines uncommitted, so its waves count together. A wave whose machines are not tied to each other needs no mending: the plan brings it home in rounds.',
  details:
    'What counts is disks, not traffic. Disks that were added to a Linux machine in Azure come home too (FB034), so they count. The service does not say whether the number of disks that it reports of a master target includes those attached for machines that return; one with more disks than return through it is taken to include them.',
  message: ({ target, waves, disks, own, foreign, uncounted }) => {
    const besides = foreign === 0 ? '' : `, ${foreign} of them of machines outside this runbook`;
    const more = uncounted === 0 ? '' : ` The disks of ${counted(uncounted, 'machine')} come on top, uncounted.`;
    const subject = waves.length === 1 ? `wave ${listed(waves)} has` : `waves ${listed(waves)} have`;
    return `Through '${target}', ${subject} ${disks} disks that can only come home together${besides}; a master target takes ${MAX_DISKS}, ${own === 0 ? 'its own among them' : `less ${own} of its own`}.${more} Reprotects begin to fail in the middle of the wave.`;
  },
  reads: ['os', 'disks', 'known'],
  *check(context) {
    const situation = situationOf(context);
    const loads = loadsBy(situation, ({ masterTarget }) => masterTarget?.target);
    const returning = returningByTarget(situation);
    for (const target of situation.masterTargets) {
      const attached = attachedNow(target, returning);
      for (const [group, units] of Map.groupBy(loads.get(target.target) ?? [], (load) => load.group)) {
        const [wave] = group.waves;
        if (wave === undefined) continue;
        const question = { subject: target.name, at: wave.at, fact: 'disks to carry' };
        const outcomes = units.map(({ machines }) => weigh(machines.map(disksHome), attached, target, group));
        yield verdictOn({ ...question, how: situation.howToCapture }, gravest(outcomes));
      }
    }
  },
});

/** As many as replicate; of a Linux machine in Azure all that it has there, for those that were added come home too. */
function disksHome(subject: MachineInPlay): DiskCount {
  const count = diskCountOf(subject);
  const { azureVm, item, machine } = subject;
  if (count.kind !== 'captured' || item.seen === undefined || !runsInAzure(item.seen)) return count;
  if (osFamilyOf(subject)?.family !== 'linux') return count;
  if ('reason' in azureVm)
    return { kind: 'unknown', reason: azureVm.reason ?? `nobody captured the disks of '${machine.name}' in Azure` };
  return { ...count, disks: Math.max(count.disks, azureVm.seen.dataDisks.length + 1) };
}

/** What the master target carries apart from the machines that have yet to come: its own disks, and those of others. */
interface Attached {
  readonly own: number | undefined;
  readonly foreign: number;
  readonly seen: readonly Seen[];
}

/** Items that return through a master target, by its id, those of this runbook told from others; looked up once for all. */
interface Returning {
  readonly through: ReadonlyMap<string, readonly CapturedItem[]>;
  readonly ours: ReadonlySet<string>;
}

function returningByTarget({ machines, world }: Situation): Returning {
  const returning = (world?.inventory.items ?? []).filter(
    (item) => item.masterTargetId !== undefined && stageOf(item) === 'returning' && item.disks.length > 0,
  );
  return {
    through: Map.groupBy(returning, ({ masterTargetId }) => (masterTargetId ?? '').toLowerCase()),
    ours: new Set(machines.flatMap(({ item }) => (item.seen === undefined ? [] : [item.seen.id]))),
  };
}

function attachedNow({ captured, onSite, target }: MasterTargetInPlay, { through, ours }: Returning): Attached {
  const id = captured.seen?.id;
  const returning = id === undefined ? [] : (through.get(id.toLowerCase()) ?? []);
  const foreign = returning.filter((item) => !ours.has(item.id));
  const sum = (items: readonly CapturedItem[]) => items.reduce((total, { disks }) => total + disks.length, 0);
  const told = captured.seen?.diskCount ?? onSite.seen?.disks.length;
  const said = knownFact(target.known, 'disks');
  if (told === undefined || captured.seen === undefined)
    return { own: said === undefined ? undefined : Number(said.value), foreign: sum(foreign), seen: foreign };
  const own = told > sum(returning) ? told - sum(returning) : told;
  const basis = captured.seen.diskCount === undefined && onSite.seen !== undefined ? onSite.seen : captured.seen;
  return { own, foreign: sum(foreign), seen: [basis, ...foreign] };
}

function weigh(
  counts: readonly DiskCount[],
  attached: Attached,
  { name, captured }: MasterTargetInPlay,
  { waves }: ReturningTogether,
): Outcome<Params> {
  const told = counts.filter((count) => count.kind === 'captured');
  const said = counts.filter((count) => count.kind === 'declared');
  const open = counts.filter((count) => count.kind === 'unknown');
  const seen = [...told.map((count) => count.seen), ...attached.seen];
  const disks = [...told, ...said].reduce((sum, count) => sum + count.disks, 0) + attached.foreign;
  const own = attached.own ?? 0;
  if (disks + own > MAX_DISKS)
    return broken(
      {
        target: name,
        waves: waves.map((wave) => wave.name),
        disks,
        own,
        foreign: attached.foreign,
        uncounted: open.length,
      },
      seen,
    );
  const [first] = open;
  if (first !== undefined) return unknown(first.reason);
  if (attached.own === undefined)
    return unknown(
      'reason' in captured
        ? (captured.reason ?? `nobody captured the disks of '${name}' itself`)
        : `the capture did not tell the disks of '${name}' itself`,
    );
  return said.length > 0 || captured.seen === undefined ? declared() : holds(...seen);
}
