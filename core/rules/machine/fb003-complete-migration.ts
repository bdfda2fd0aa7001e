import { articles } from '../articles.ts';
import { defineRule } from '../rule.ts';
import { noStepSays, type SpokenStep } from '../spoken-steps.ts';

export const completeMigration = defineRule<SpokenStep>({
  code: 'FB003',
  title: 'Step completes the migration',
  kind: 'guard',
  severity: 'error',
  severityBecause: 'there is no way back: the protected item is gone, and with it every chance of a failback.',
  architecture: 'both',
  decidedBy: ['text', 'run'],
  timeToLive: undefined,
  source: {
    ...articles.troubleshootReprotect,
    says: 'a machine whose migration was completed cannot be reprotected or failed back',
    confidence: 'documented',
  },
  byHand:
    'Read the asks and scripts of the runbook. failback itself never calls CompleteMigration, though the service offers it next to Commit; a script under another name cannot be seen.',
  mend: 'Take the step out. To finish a failback, use the commit that the runbook plans anyway.',
  message: ({ words }) =>
    `The step '${words}' completes the migration. That ends the protection of the machine for good: it stays in Azure, and to bring it home it has to be protected anew from nothing.`,
  reads: [],
  check: noStepSays('steps that complete a migration', /complet\w*\s+(?:the\s+)?migration/i),
});
