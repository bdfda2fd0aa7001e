import { articles } from '../articles.ts';
import { defineRule } from '../rule.ts';
import { noStepSays, type SpokenStep } from '../spoken-steps.ts';

export const recoveryPlansNotMoved = defineRule<SpokenStep>({
  code: 'FB160',
  title: 'Recovery plans do not move to the modernized experience',
  kind: 'advice',
  severity: 'info',
  severityBecause: 'the way home does not need them; whoever migrates afterwards makes them anew.',
  architecture: 'classic',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.moveToModernized,
    says: 'recovery plans are not migrated; they are to be created again once the machines are on the modernized experience',
    confidence: 'documented',
  },
  byHand: 'In the vault, open Recovery plans (Site Recovery), and write down groups and actions.',
  mend: 'Keep this runbook: its waves say what the plan said. Create the recovery plans anew after the migration.',
  message: ({ words }) =>
    `The step '${words}' is about recovery plans or about migrating. The move from classic to modernized leaves recovery plans behind.`,
  reads: [],
  check: noStepSays(
    'steps about recovery plans',
    /\brecovery plans?\b|\b(?:migrat|mov|upgrad)\w*\b.{0,30}\bmoderni[sz]ed\b/i,
  ),
});
