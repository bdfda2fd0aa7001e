import { articles } from '../articles.ts';
import { defineRule } from '../rule.ts';
import { noStepSays, type SpokenStep } from '../spoken-steps.ts';

export const protectingAgainCommits = defineRule<SpokenStep>({
  code: 'FB177',
  title: 'Protecting again before the commit commits by itself',
  kind: 'guard',
  severity: 'warning',
  severityBecause:
    'what the step does is legitimate; but it takes the commit without its approval, which may not be meant.',
  architecture: 'modernized',
  decidedBy: ['text', 'run'],
  timeToLive: undefined,
  source: {
    ...articles.recordedProtectAgain,
    says: 'protecting again while the commit is pending runs a task "Committing failover" in the same job',
    confidence: 'observed',
  },
  byHand:
    'Read the asks and scripts between failover and commit. failback itself protects again only after the commit.',
  mend: 'Take the step out: the plan protects each machine again after its own commit. Gates for that moment go into `before protect`.',
  message: ({ words }) =>
    `The step '${words}' protects a machine again before its commit. The service then commits by itself: the machine in Azure is deleted, whatever approval the commit is waiting for.`,
  reads: [],
  check: noStepSays(
    'steps that protect again',
    /\b(?:re-?\s?protect\w*|protect\w*\b.{0,30}\bagain)\b/i,
    ({ when, stage }) => (stage === 'failover' && when === 'after') || (stage === 'commit' && when === 'before'),
  ),
});
