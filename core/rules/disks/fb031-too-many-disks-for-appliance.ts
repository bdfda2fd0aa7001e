import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { gravest, loadsBy } from '../carrier-load.ts';
import { type DiskCount, diskCountOf } from '../disk-count.ts';
import { stageOf } from '../item-stage.ts';
import { broken, declared, holds, type Outcome, type Seen, unknown, verdictOn } from '../outcome.ts';
import type { ReturningTogether } from '../returning-together.ts';
import { defineRule } from '../rule.ts';
import type { ApplianceInPlay } from '../site-in-play.ts';
import { type Situation, situationOf } from '../situation.ts';
import { counted, listed } from '../words.ts';

/** @source failover-failback-overview-modernized: collective over the machines that are being failed back. */
const MAX_DISKS = 60;

interface Params {
  readonly appliance: string;
  readonly waves: readonly string[];
  readonly disks: number;
  readonly foreign: number;
  /** Machines whose disks nobody counted come on top. */
  readonly uncounted: number;
}

export const tooManyDisksForAppliance = defineRule<Params>({
  code: 'FB031',
  title: 'Too many disks for the appliance',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'the service refuses to reprotect what the appliance cannot carry, in the middle of the wave.',
  architecture: 'modernized',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.modernizedOverview,
    says: 'an appliance fails back at most 60 disks at a time, counted over all its machines',
    confidence: 'documented',
  },
  byHand: 'Add up the disks of the replicated items that come home through the appliance, those of other runbooks too.',
  mend: 'Send some machines through another appliance, or let the app continue on failure: one with `on-failure: hold` keeps all its machines uncommitted, so its waves count together. A wave whose machines are not tied to each other needs no mending: the plan brings it home in rounds.',
  message: ({ appliance, waves, disks, foreign, uncounted }) => {
    const besides = foreign === 0 ? '' : `, ${foreign} of them of machines outside this runbook`;
    const more = uncounted === 0 ? '' : ` The disks of ${counted(uncounted, 'machine')} come on top, uncounted.`;
    const subject = waves.length === 1 ? `wave ${listed(waves)} has` : `waves ${listed(waves)} have`;
    return `Through '${appliance}', ${subject} ${disks} disks that can only come home together${besides}; an appliance carries ${MAX_DISKS}.${more} The service refuses the rest in the middle of the wave.`;
  },
  reads: ['disks', 'known'],
  *check(context) {
    const situation = situationOf(context);
    const loads = loadsBy(situation, ({ appliance }) => appliance?.appliance);
    const carried = carriedForOthers(situation);
    for (const appliance of situation.appliances) {
      const foreign = disksOfOthers(appliance, carried);
      for (const [group, units] of Map.groupBy(loads.get(appliance.appliance) ?? [], (load) => load.group)) {
        const [wave] = group.waves;
        if (wave === undefined) continue;
        const question = { subject: appliance.name, at: wave.at, fact: 'disks to carry' };
        const outcomes = units.map(({ machines }) => weigh(machines.map(diskCountOf), foreign, appliance, group));
        yield verdictOn({ ...question, how: situation.howToCapture }, gravest(outcomes));
      }
    }
  },
});

function weigh(
  counts: readonly DiskCount[],
  foreign: readonly Carried[] | undefined,
  { name }: ApplianceInPlay,
  { waves }: ReturningTogether,
): Outcome<Params> {
  const captured = [...counts.filter((count) => count.kind === 'captured'), ...(foreign ?? [])];
  const seen = captured.map((count) => count.seen);
  const said = counts.filter((count) => count.kind === 'declared');
  const open = counts.filter((count) => count.kind === 'unknown');
  const disks = [...captured, ...said].reduce((sum, count) => sum + count.disks, 0);
  const others = (foreign ?? []).reduce((sum, count) => sum + count.disks, 0);
  if (disks > MAX_DISKS)
    return broken(
      { appliance: name, waves: waves.map((wave) => wave.name), disks, foreign: others, uncounted: open.length },
      seen,
    );
  const [first] = open;
  if (first !== undefined) return unknown(first.reason);
  if (said.length > 0) return declared();
  return foreign === undefined ? unknown(`nobody captured what '${name}' carries for others`) : holds(...seen);
}

interface Carried {
  readonly disks: number;
  readonly seen: Seen;
}

/** What the appliance carries already for machines that this runbook does not name; undefined when nobody looked. */
function disksOfOthers({ captured }: ApplianceInPlay, carried: ReadonlyMap<string, readonly Carried[]> | undefined) {
  if ('reason' in captured || carried === undefined) return undefined;
  const agent = captured.seen.reprotectAgentId;
  return agent === undefined ? undefined : (carried.get(agent.toLowerCase()) ?? []);
}

/** What returns to the site for machines outside this runbook, by the agent (in lower case) that carries it. */
function carriedForOthers({ machines, world }: Situation): ReadonlyMap<string, readonly Carried[]> | undefined {
  if (world === undefined) return undefined;
  const ours = new Set(machines.flatMap(({ item }) => ('reason' in item ? [] : [item.seen.id])));
  const foreign = (world.inventory.items ?? []).filter((item) => stageOf(item) === 'returning' && !ours.has(item.id));
  return Map.groupBy(
    foreign.map((item) => ({ disks: item.disks.length, seen: item })),
    ({ seen }) => (seen.reprotectAgentId ?? '').toLowerCase(),
  );
}
