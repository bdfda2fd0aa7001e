import { articles } from '../articles.ts';
import { eachMachine } from '../judge.ts';
import { broken } from '../outcome.ts';
import { defineRule } from '../rule.ts';

export const latestTag = defineRule<{ vm: string }>({
  code: 'FB173',
  title: 'Application-consistent point loses what was written since',
  kind: 'advice',
  severity: 'warning',
  severityBecause: 'it is a choice, but one that loses the changes since the last such point, up to an hour or more.',
  architecture: 'classic',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.failback,
    says: 'the latest recovery point is the most recent and loses nothing; the application-consistent one lies behind it, so data is lost when it is used',
    confidence: 'documented',
  },
  byHand: 'In the replicated item, open Latest recovery points and compare the times of the two kinds.',
  mend: 'Take `recovery-point: latest`, and stop the application before the failover if it must be consistent.',
  message: ({ vm }) =>
    `'${vm}' fails over to the latest application-consistent point. On the way home such a point is made once an hour, and may fail to be made for longer; what was written in Azure since then is lost.`,
  check: eachMachine('recovery point', ({ machine }) =>
    machine.recoveryPoint.value.kind === 'latest-tag'
      ? broken({ vm: machine.name }, [], { at: machine.recoveryPoint.at })
      : undefined,
  ),
  fix: (_params, at) => ({ title: 'Take the latest point', edits: [{ range: at, newText: 'latest' }] }),
});
