import { articles } from '../articles.ts';
import { defineRule } from '../rule.ts';
import { noStepSays, type SpokenStep } from '../spoken-steps.ts';

export const applianceSwitched = defineRule<SpokenStep>({
  code: 'FB122',
  title: 'Step switches the appliance of machines that are not home',
  kind: 'guard',
  severity: 'error',
  severityBecause:
    'machines that failed over are not offered for it, so the step cannot be done and the run would wait for it.',
  architecture: 'modernized',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.switchAppliance,
    says: 'only machines that replicate from the site to Azure can be switched to another appliance; machines that failed over are not listed, nor are machines that moved to another vCenter',
    confidence: 'documented',
  },
  byHand:
    'In the vault, open Replicated items, Switch appliance: the machines of the runbook are not listed while they are in Azure.',
  mend: 'Name the other appliance in `via:`: reprotect takes any healthy one of the vault. Switch only after the machines are home and protected again (`after protect`).',
  message: ({ words }) =>
    `The step '${words}' switches the appliance while machines are in Azure. Site Recovery offers that for machines that replicate to Azure only; nobody could do it.`,
  reads: [],
  check: noStepSays(
    'steps that switch the appliance',
    /\b(?:switch|swap|chang|updat|replac)\w*\b.{0,20}\bappliances?\b/i,
    ({ when, stage }) => !(stage === 'protect' && when === 'after'),
  ),
});
