import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { verdictOn } from '../outcome.ts';
import { judgeMapping, type PolicyTrouble, policiesSent, tellPolicyTrouble } from '../policy-mapping.ts';
import { defineRule } from '../rule.ts';
import { situationOf } from '../situation.ts';

/** The provider whose policies serve the way home. */
const FAILBACK_PROVIDER = 'InMageRcmFailback';

export const failbackPolicyNotMapped = defineRule<PolicyTrouble>({
  code: 'FB126',
  title: 'Failback policy is missing or not mapped',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'a reprotect that names a policy the container is not mapped with is refused.',
  architecture: 'modernized',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.recordedFailback,
    says: 'the failback policy is of the provider InMageRcmFailback, mapped with the VMware container as its source and its target',
    confidence: 'observed',
  },
  byHand:
    'List the policies and the container mappings of the vault:\naz site-recovery policy list --resource-group RG --vault-name VAULT',
  mend: 'Create the failback policy and map it, or name the one that exists, or leave `failback-policy` out: then none is sent.',
  message: (params) => tellPolicyTrouble(params, FAILBACK_PROVIDER),
  reads: ['failbackPolicy'],
  *check(context) {
    const situation = situationOf(context);
    for (const [policy, items] of policiesSent(situation)) {
      const question = { subject: policy.value, at: policy.at, fact: 'mapping of the failback policy' };
      yield verdictOn(
        { ...question, how: situation.howToCapture },
        judgeMapping(policy.value, FAILBACK_PROVIDER, items, situation.world),
      );
    }
  },
});
