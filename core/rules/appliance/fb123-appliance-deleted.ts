import { articles } from '../articles.ts';
import { defineRule } from '../rule.ts';
import { noStepSays, type SpokenStep } from '../spoken-steps.ts';

export const applianceDeleted = defineRule<SpokenStep>({
  code: 'FB123',
  title: 'Step deletes an appliance that machines still need',
  kind: 'guard',
  severity: 'warning',
  severityBecause:
    'the vault refuses it while machines replicate through the appliance; but the appliance switched off for it does harm before.',
  architecture: 'modernized',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.deleteAppliance,
    says: 'an appliance with replicated items cannot be removed or reset; an unhealthy one can be removed once it has been so for 30 minutes',
    confidence: 'documented',
  },
  byHand:
    'In the vault, open Site Recovery infrastructure, ASR replication appliances, the appliance: it shows how many machines replicate through it.',
  mend: 'Remove the appliance after its last machine was protected again through another one (`after protect`), or leave it.',
  message: ({ words }) =>
    `The step '${words}' removes or resets an appliance, through which machines replicate until they are home and protected again. The vault refuses it, and whoever switches it off for that stops their replication.`,
  reads: [],
  check: noStepSays(
    'steps that delete the appliance',
    /\b(?:delet|remov|reset|decommission|retir|unregister|shut|switch\w*\s+off|power\w*\s+off)\w*\b.{0,30}\bappliances?\b/i,
    ({ when, stage }) => !(stage === 'protect' && when === 'after'),
  ),
});
