import { articles } from '../articles.ts';
import { defineRule } from '../rule.ts';
import { noStepSays, type SpokenStep } from '../spoken-steps.ts';

export const testFailoverHome = defineRule<SpokenStep>({
  code: 'FB181',
  title: 'Step expects a test failover on the way home',
  kind: 'guard',
  severity: 'error',
  severityBecause:
    'there is no such operation in this direction, so the step cannot be done and the run would wait for it.',
  architecture: 'both',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.recordedFailback,
    says: 'a machine that replicates home does not list TestFailover among its allowed operations',
    confidence: 'observed',
  },
  byHand: 'In the replicated item, see that Test failover is greyed out while the machine replicates home.',
  mend: 'Take pilots instead, which fail over a few machines first: batches: 1, 10, rest. Before commit, a modernized failback can be cancelled.',
  message: ({ words }) =>
    `The step '${words}' expects a test failover, which Azure does not offer on the way home. Nobody could do it.`,
  reads: [],
  check: noStepSays('steps that test the failover', /\btest\s*failover\b/i, ({ stage }) => stage !== 'protect'),
});
