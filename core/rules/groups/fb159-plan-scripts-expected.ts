import { articles } from '../articles.ts';
import { defineRule } from '../rule.ts';
import { noStepSays, type SpokenStep } from '../spoken-steps.ts';

export const planScriptsExpected = defineRule<SpokenStep>({
  code: 'FB159',
  title: 'Step counts on scripts of a recovery plan',
  kind: 'guard',
  severity: 'error',
  severityBecause: 'they do not run in this direction, so what the step counts on never happens.',
  architecture: 'both',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.recoveryPlans,
    says: 'scripts and Automation runbooks of a recovery plan are not available for the failback of VMware machines; only manual actions are',
    confidence: 'documented',
  },
  byHand:
    'Open the recovery plan, Customize: its scripts and Automation runbooks are listed, and none is for failback.',
  mend: "Write what the script does into the runbook: `run` performs it on the operator's machine, `probe` looks whether something answers, `ask` has a person do it.",
  message: ({ words }) =>
    `The step '${words}' counts on a script of a recovery plan. Those do not run on the way from Azure to VMware.`,
  reads: [],
  check: noStepSays(
    'steps that count on scripts of a recovery plan',
    /\brecovery plans?\b.{0,40}\b(?:script|runbook|automation|action)s?\b|\b(?:script|runbook|action)s?\b.{0,40}\brecovery plans?\b|\bautomation runbooks?\b/i,
    ({ stage }) => stage !== 'protect',
  ),
});
