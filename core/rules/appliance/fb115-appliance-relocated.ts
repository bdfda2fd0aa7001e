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
}

export const applianceRelocated = defineRule<Params>({
  code: 'FB115',
  title: 'Appliance was moved to another datastore while machines return through it',
  kind: 'guard',
  severity: 'error',
  severityBecause:
    'the article forbids it without exception; the replication of every machine behind the appliance is in doubt.',
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
  message: ({ appliance, when, machines }) =>
    `'${appliance}' was moved to another datastore on ${when}, after ${listed(machines)} failed over, and machines are returning through it. Storage vMotion of the appliance after reprotect is not supported.`,
  *check(context) {
    const situation = situationOf(context);
    for (const appliance of situation.appliances) {
      const outcome = relocated(appliance, situation);
      const question = { subject: appliance.name, at: appliance.at, fact: 'relocations of the appliance' };
      if (outcome !== undefined) yield verdictOn({ ...question, how: situation.howToCapture }, outcome);
    }
  },
});

/** Nothing to guard before the first machine returns. When it was reprotected nobody captured; it was after its failover. */
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
  for (const when of seen.relocations) {
    const touched = returning.filter(
      ({ item }) => item.lastFailover === undefined || Date.parse(item.lastFailover) < Date.parse(when),
    );
    if (touched.length > 0) return broken({ appliance: name, when, machines: touched.map(({ vm }) => vm) }, [seen]);
  }
  return holds(seen);
}
