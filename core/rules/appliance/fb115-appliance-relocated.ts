import type { CapturedItem } from '../../inventory/inventory.ts';
import type { Timestamp } from '../../quantity.ts';
import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { knownFact } from '../decisions.ts';
import { stageOf } from '../item-stage.ts';
import { broken, declared, holds, type Outcome, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { ApplianceInPlay } from '../site-in-play.ts';
import { type Situation, section, situationOf } from '../situation.ts';
import { listed } from '../words.ts';

interface Params {
  readonly appliance: string;
  readonly when: Timestamp;
  readonly machines: readonly string[];
  /** After the reprotect for certain; otherwise only after the failover, and nobody captured when the reprotect was. */
  readonly certain: boolean;
}

export const applianceRelocated = defineRule<Params>({
  code: 'FB115',
  title: 'Appliance was moved to another datastore while machines return through it',
  kind: 'guard',
  severity: 'error',
  severityBecause:
    'the article forbids it without exception; the replication of every machine behind the appliance is in doubt. Where the move may have been before the reprotect, it is a warning.',
  architecture: 'modernized',
  decidedBy: ['inventory', 'preflight', 'run'],
  timeToLive: hours(24),
  source: {
    ...articles.modernizedOverview,
    says: 'Storage vMotion of the appliance is not supported after reprotect',
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand:
    'In the vSphere client, open the appliance, Monitor, Tasks and Events; look for relocations since the reprotect. Exclude it from Storage DRS.',
  mend: 'Stop, and see that the replication of each machine is healthy before anything else is reprotected through this appliance. Exclude it from Storage DRS until the last machine is committed.',
  message: ({ appliance, when, machines, certain }) =>
    certain
      ? `'${appliance}' was moved to another datastore on ${when}, while ${listed(machines)} replicated home through it. Storage vMotion of the appliance after reprotect is not supported.`
      : `'${appliance}' was moved to another datastore on ${when}, after ${listed(machines)} failed over to Azure. Whether that was before the reprotect nobody captured; after it, Storage vMotion of the appliance is not supported.`,
  reads: [],
  *check(context) {
    const situation = situationOf(context);
    for (const appliance of situation.appliances) {
      const outcome = relocated(appliance, situation);
      const question = { subject: appliance.name, at: appliance.at, fact: 'relocations of the appliance' };
      if (outcome !== undefined) yield verdictOn({ ...question, how: situation.howToCapture }, outcome);
    }
  },
});

/** Nothing to guard before the first machine returns. */
function relocated(subject: ApplianceInPlay, situation: Situation): Outcome<Params> | undefined {
  const outcome = seenRelocated(subject, situation);
  if (outcome === undefined || outcome.kind !== 'unknown') return outcome;
  const fact = knownFact(subject.appliance.known, 'relocated');
  return fact !== undefined && fact.value === false ? declared() : outcome;
}

function seenRelocated(
  { appliance, name }: ApplianceInPlay,
  { machines, world }: Situation,
): Outcome<Params> | undefined {
  const returning = machines.flatMap(({ machine, item, appliance: through }) =>
    through !== undefined &&
    through.appliance === appliance &&
    item.seen !== undefined &&
    stageOf(item.seen) === 'returning'
      ? [{ vm: machine.name, item: item.seen }]
      : [],
  );
  if (returning.length === 0) return undefined;
  if (world === undefined || section(world, 'siteMachines') === undefined) return unknown();
  const seen = world.siteMachine(appliance.applianceName);
  if (seen === undefined) return unknown(`the inventory has no machine '${appliance.applianceName}' on the site`);
  if (seen.relocations === undefined) return unknown(`the capture did not tell the events of '${name}'`);
  const moved = (certain: boolean, before: (item: CapturedItem) => Timestamp | undefined) => {
    for (const when of seen.relocations ?? []) {
      const touched = returning.filter(({ item }) => isBefore(before(item), when));
      if (touched.length > 0) return { appliance: name, when, machines: touched.map(({ vm }) => vm), certain };
    }
    return undefined;
  };
  const certainly = moved(true, firstPointOf);
  if (certainly !== undefined) return broken(certainly, [seen]);
  // A machine without a time may have failed over before any move.
  const perhaps = moved(false, ({ lastFailover }) => lastFailover ?? '1970-01-01T00:00:00Z');
  if (perhaps !== undefined) return broken(perhaps, [seen], { severity: 'warning' });
  return holds(seen);
}

/** When it was reprotected nobody captures, but before its first recovery point on the way home it was. */
function firstPointOf({ recoveryPoints }: CapturedItem): Timestamp | undefined {
  return (recoveryPoints ?? []).map(({ time }) => time).sort((one, other) => Date.parse(one) - Date.parse(other))[0];
}

function isBefore(time: Timestamp | undefined, when: Timestamp): boolean {
  return time !== undefined && Date.parse(time) < Date.parse(when);
}
