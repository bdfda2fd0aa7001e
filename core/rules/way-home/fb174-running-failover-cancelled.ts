import { articles } from '../articles.ts';
import { defineRule } from '../rule.ts';
import { noStepSays, type SpokenStep } from '../spoken-steps.ts';

export const runningFailoverCancelled = defineRule<SpokenStep>({
  code: 'FB174',
  title: 'Step cancels a failover job that runs',
  kind: 'guard',
  severity: 'error',
  severityBecause: 'the machine does not replicate again afterwards.',
  architecture: 'both',
  decidedBy: ['text', 'run'],
  timeToLive: undefined,
  source: {
    ...articles.modernizedTutorial,
    says: 'a failover that is in progress must not be cancelled: the machine will not replicate again; cancelling a failback that has succeeded is another operation',
    confidence: 'documented',
  },
  byHand:
    'Read the asks and scripts of the runbook. failback itself never cancels a failover job, and cancelling a run lets its jobs finish.',
  mend: 'Take the step out: let the job end. Then, before commit, a failback can be undone (failover-cancel).',
  message: ({ words }) =>
    `The step '${words}' cancels a failover job while it runs. The machine would not replicate again; it could come home only after being protected anew.`,
  reads: [],
  check: noStepSays('steps that cancel a failover job', /cancel\w*\b.{0,30}\b(?:failover|failback)\s+job/i),
});
