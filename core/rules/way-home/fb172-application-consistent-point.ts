import { articles } from '../articles.ts';
import { eachMachine } from '../judge.ts';
import { broken } from '../outcome.ts';
import { defineRule } from '../rule.ts';

export const applicationConsistentPoint = defineRule<{ vm: string }>({
  code: 'FB172',
  title: 'Application-consistent point may be older than the last changes',
  kind: 'advice',
  severity: 'warning',
  severityBecause: 'it is a choice, but one that can lose the changes of hours.',
  architecture: 'modernized',
  decidedBy: ['text'],
  timeToLive: undefined,
  serviceErrors: ['531006'],
  source: {
    ...articles.modernizedOverview,
    says: 'a crash-consistent point is recommended for failback; an application-consistent one can lag behind and lose data',
    confidence: 'documented',
  },
  byHand: 'In the replicated item, open Latest recovery points and compare the times of the two kinds.',
  mend: 'Take `recovery-point: crash-consistent`: the point is made after the machine in Azure has been shut down, so nothing is missing.',
  message: ({ vm }) =>
    `'${vm}' fails over to an application-consistent point. Such points are made at intervals and may fail to be made for days; what was written since the last one is lost.`,
  check: eachMachine('recovery point', ({ machine }) =>
    machine.recoveryPoint.value.kind === 'application-consistent'
      ? broken({ vm: machine.name }, [], { at: machine.recoveryPoint.at })
      : undefined,
  ),
  fix: (_params, at) => ({
    title: 'Take the crash-consistent point',
    edits: [{ range: at, newText: 'crash-consistent' }],
  }),
});
