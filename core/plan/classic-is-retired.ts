import type { Plan } from './plan.ts';

/**
 * What a person must be told before a classic plan runs on Azure, wherever they start it. Accepting FB001 is the team's word
 * in the runbook; this is the word of whoever starts the run.
 * @source vmware-physical-azure-classic-deprecation, text of 26 August 2026
 */
export const CLASSIC_IS_RETIRED =
  'Microsoft retired the classic architecture on 30 March 2026, and nothing documents that the service still performs its ' +
  'operations. A run may end half way: a machine that is failed over cannot be moved to the modernized architecture, a ' +
  'classic failover cannot be cancelled, and there may be nobody to ask for help.';

/** Whether a live run of it needs that word. */
export function needsRetiredWord({ architecture }: Pick<Plan, 'architecture'>): boolean {
  return architecture === 'classic';
}
