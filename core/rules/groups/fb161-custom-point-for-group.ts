import { articles } from '../articles.ts';
import { broken, holds, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { situationOf } from '../situation.ts';
import { groupsInPlay } from './groups-in-play.ts';

interface Params {
  readonly vm: string;
  readonly group: string;
}

export const customPointForGroup = defineRule<Params>({
  code: 'FB161',
  title: 'Named recovery point for a machine of a consistency group',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'a group moves as a recovery plan does, and a plan takes no named point; taken for one machine alone, it tears the group apart in time.',
  architecture: 'both',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.modernizedOverview,
    says: 'a custom recovery point is not available for recovery plans; they fail over to the latest or the latest application-consistent points',
    confidence: 'documented',
  },
  byHand: 'Read the `recovery-point:` of the members of each `consistency-group`.',
  mend: 'Take `recovery-point: latest` (or `latest-tag`, the common application-consistent point) for every member; a named point suits only a machine that is in no group.',
  message: ({ vm, group }) =>
    `'${vm}' is to fail over to a named recovery point, but belongs to the consistency group '${group}'. Groups fail over as recovery plans do, for which named points are not available.`,
  reads: ['recoveryPoint'],
  *check(context) {
    const situation = situationOf(context);
    for (const group of groupsInPlay(situation))
      for (const { machine } of group.members) {
        const { name, recoveryPoint, at } = machine;
        const question = { subject: name, at, fact: 'recovery point', how: situation.howToCapture };
        const isCustom = recoveryPoint.value.kind === 'custom';
        const breach = () => broken<Params>({ vm: name, group: group.name }, [], { at: recoveryPoint.at });
        yield verdictOn(question, isCustom ? breach() : holds());
      }
  },
  fix: (_params, at) => ({ title: 'Take the latest point', edits: [{ range: at, newText: 'latest' }] }),
});
