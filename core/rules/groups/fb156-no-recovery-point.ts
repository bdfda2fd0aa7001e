import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { hasDisks, noDisks } from '../disk-count.ts';
import { stageOf } from '../item-stage.ts';
import { eachItem } from '../judge.ts';
import { broken, holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { counted } from '../words.ts';

interface Params {
  readonly vm: string;
  /** Disks whose first copy is not complete; 0 when there is merely no point. */
  readonly incomplete: number;
}

export const noRecoveryPoint = defineRule<Params>({
  code: 'FB156',
  title: 'Machine has no recovery point to fail back to',
  kind: 'guard',
  severity: 'error',
  severityBecause:
    'the service refuses the failover. Before the machine returns there cannot be one, so this guards the failover and stops nothing earlier.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight', 'run'],
  timeToLive: hours(1),
  source: {
    ...articles.modernizedOverview,
    says: 'every machine needs at least one recovery point before it is failed back; the first appears when the initial replication is complete',
    confidence: 'documented',
  },
  byHand: 'In the replicated item, open Latest recovery points.',
  mend: 'Wait until the initial replication is complete on every disk; a run waits for it by itself.',
  message: ({ vm, incomplete }) =>
    incomplete === 0
      ? `'${vm}' has no recovery point yet, so it cannot be failed back.`
      : `The first copy of ${counted(incomplete, 'disk')} of '${vm}' is not complete, so there is no recovery point to fail back to.`,
  check: eachItem({ fact: 'recovery points' }, (item, { machine }) => {
    if (stageOf(item) !== 'returning') return undefined;
    const vm = machine.name;
    if (!hasDisks(item)) return unknown(noDisks(vm));
    const incomplete = item.disks.filter((disk) => disk.initialReplicationComplete === false).length;
    if (incomplete > 0) return broken({ vm, incomplete }, [item]);
    if (item.recoveryPoints !== undefined)
      return item.recoveryPoints.length > 0 ? holds(item) : broken({ vm, incomplete: 0 }, [item]);
    const told = item.disks.every((disk) => disk.initialReplicationComplete !== undefined);
    return told ? holds(item) : unknown(`the capture did not tell the recovery points of '${vm}'`);
  }),
});
