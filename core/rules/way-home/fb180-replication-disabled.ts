import { articles } from '../articles.ts';
import { defineRule } from '../rule.ts';
import { noStepSays, type SpokenStep } from '../spoken-steps.ts';

export const replicationDisabled = defineRule<SpokenStep>({
  code: 'FB180',
  title: 'Step disables the replication',
  kind: 'guard',
  severity: 'error',
  severityBecause: 'the protected item is gone afterwards, and with it the only way home.',
  architecture: 'modernized',
  decidedBy: ['text', 'run'],
  timeToLive: undefined,
  source: {
    ...articles.modernizedTutorial,
    says: 'after a failed planned failover do not disable replication: the service cancels by itself, or you cancel',
    confidence: 'documented',
  },
  byHand:
    'Read the asks and scripts of the runbook. failback itself never disables replication, after a failed failover neither.',
  mend: 'Take the step out. After a failed failover wait for the cancel job of the service, or cancel the failover yourself.',
  message: ({ words }) =>
    `The step '${words}' disables the replication. The protected item is deleted by that, and the machine in Azure cannot be brought home any more.`,
  reads: [],
  check: noStepSays(
    'steps that disable the replication',
    /\b(?:disabl|remov|stop)\w*\s+(?:the\s+)?(?:replication|protection)\b/i,
  ),
});
