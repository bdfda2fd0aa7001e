import { articles } from '../articles.ts';
import { broken, holds } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { listed } from '../words.ts';
import { eachGroup } from './groups-in-play.ts';

interface Params {
  readonly group: string;
  readonly members: readonly string[];
}

export const noCommonPointForGroup = defineRule<Params>({
  code: 'FB154',
  title: 'Machines of a consistency group return to points of their own',
  kind: 'advice',
  severity: 'warning',
  severityBecause:
    'every machine comes home complete, but not to the same moment: a transaction that spans them may be whole on one and half done on another.',
  architecture: 'classic',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.failback,
    says: 'with the latest point each machine of a replication group fails over to its own latest point in time; with the application-consistent one, the group goes to its latest common point',
    confidence: 'documented',
  },
  byHand: 'Read the `recovery-point:` of the members of the group.',
  mend: 'Choose. `latest` loses nothing of any machine, but their moments differ by seconds to minutes: stop the application before the failover, with an ask, and the difference does not matter. `latest-tag` goes to the common application-consistent point, and loses what was written since (FB173).',
  message: ({ group, members }) =>
    `In the consistency group '${group}', ${listed(members)} ${members.length === 1 ? 'goes' : 'go'} to the latest point, each machine to its own. What the group is for, a common moment, is not kept.`,
  reads: ['recoveryPoint'],
  check: eachGroup<Params>('recovery points', ({ name, members }) => {
    const latest = members.filter(({ machine }) => machine.recoveryPoint.value.kind === 'latest');
    const [first] = latest;
    if (first === undefined || members.length < 2) return holds();
    return broken({ group: name, members: latest.map(({ machine }) => machine.name) }, []);
  }),
});
