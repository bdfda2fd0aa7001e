import { articles } from '../articles.ts';
import { defineRule } from '../rule.ts';
import { noStepSays, type SpokenStep } from '../spoken-steps.ts';

export const pointChangedHome = defineRule<SpokenStep>({
  code: 'FB182',
  title: 'Step changes the recovery point on the way home',
  kind: 'guard',
  severity: 'error',
  severityBecause:
    'there is no such operation in this direction, so the step cannot be done and the run would wait for it.',
  architecture: 'modernized',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.recordedFailback,
    says: 'after a planned failover home the machine does not list ChangePit among its allowed operations, and the interface has no input for it',
    confidence: 'observed',
  },
  byHand: 'In the replicated item, see that Change recovery point is greyed out after the failover home.',
  mend: 'Choose the point before the failover with `recovery-point:`. Before the commit the failover can be cancelled and made again, which takes a new point.',
  message: ({ words }) =>
    `The step '${words}' changes the recovery point, which Azure does not offer on the way home. Nobody could do it.`,
  reads: [],
  check: noStepSays(
    'steps that change the recovery point',
    /\b(?:chang|switch|appl|select|choos|roll\w*\s+back)\w*\b.{0,30}\b(?:recovery|restore)\s+points?\b/i,
    ({ when, stage }) => stage === 'commit' || (stage === 'failover' && when === 'after'),
  ),
});
