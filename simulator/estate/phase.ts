import type { Knobs } from '../knobs.ts';

/** Where a machine stands on its way home. */
export type Phase =
  | 'replicating-forward'
  | 'protected-forward'
  | 'failed-over'
  | 'failover-committed'
  | 'replicating-back'
  | 'protected-back'
  | 'failed-back'
  | 'failback-committed'
  /** A state that the inventory holds and this table does not know: shown as captured, with no verb. */
  | 'as-captured';

export type Architecture = 'modernized' | 'classic';

/** How the service shows a phase. */
export interface PhaseFacts {
  readonly instanceType: string;
  readonly protectionState: string;
  readonly description: string;
  readonly activeLocation: 'Primary' | 'Recovery';
  readonly allowedOperations: readonly string[];
}

const forward = { modernized: 'InMageRcm', classic: 'InMageAzureV2' } as const;
const back = { modernized: 'InMageRcmFailback', classic: 'InMage' } as const;

/** The table of states: modernized recorded on one machine; classic where BEHAVIOUR.md says so. */
export function phaseFacts(phase: Exclude<Phase, 'as-captured'>, architecture: Architecture, knobs: Knobs): PhaseFacts {
  const modernized = architecture === 'modernized';
  const facts = (
    provider: typeof forward | typeof back,
    protectionState: string,
    description: string,
    activeLocation: 'Primary' | 'Recovery',
    ...allowedOperations: readonly string[]
  ): PhaseFacts => ({
    instanceType: provider[architecture],
    protectionState,
    description,
    activeLocation,
    allowedOperations,
  });
  switch (phase) {
    case 'replicating-forward':
      return facts(
        forward,
        'InitialReplicationInProgress',
        'Initial replication is in progress',
        'Primary',
        'DisableProtection',
      );
    case 'protected-forward':
      return facts(
        forward,
        'Protected',
        'Protected',
        'Primary',
        'UnplannedFailover',
        'DisableProtection',
        'TestFailover',
      );
    case 'failed-over': {
      const verbs = ['Commit', 'DisableProtection', 'ChangePit', 'SwitchProtection'];
      const allowed = modernized ? ['CompleteMigration', ...verbs] : verbs;
      return facts(forward, 'UnplannedFailoverCommitPendingStatesBegin', 'Failover completed', 'Recovery', ...allowed);
    }
    case 'failover-committed': {
      const [state, description] = modernized
        ? (['UnplannedFailoverCommitted', 'Failover committed'] as const)
        : knobs.classicCommittedState;
      const allowed = ['CompleteMigration', 'DisableProtection', 'SwitchProtection'];
      return facts(forward, state, description, 'Recovery', ...allowed);
    }
    case 'replicating-back':
      return facts(
        back,
        'InitialReplicationInProgress',
        'Initial replication is in progress',
        'Primary',
        'DisableProtection',
      );
    case 'protected-back':
      return facts(
        back,
        'Protected',
        'Protected',
        'Primary',
        modernized ? 'PlannedFailover' : 'UnplannedFailover',
        'DisableProtection',
      );
    case 'failed-back':
      return modernized
        ? facts(
            back,
            'CommitPendingStatesBegin',
            'Planned failover finished',
            'Recovery',
            'CompleteMigration',
            'Commit',
            'DisableProtection',
            'SwitchProtection',
            'CancelFailover',
          )
        : facts(
            back,
            'UnplannedFailoverCommitPendingStatesBegin',
            'Failover completed',
            'Recovery',
            'Commit',
            'DisableProtection',
          );
    case 'failback-committed': {
      const [state, description] = modernized ? knobs.failbackCommittedState : knobs.classicFailbackCommittedState;
      const verbs = ['DisableProtection', 'SwitchProtection'];
      return facts(back, state, description, 'Recovery', ...(modernized ? ['CompleteMigration', ...verbs] : verbs));
    }
  }
}

const phases = [
  'replicating-forward',
  'protected-forward',
  'failed-over',
  'failover-committed',
  'replicating-back',
  'protected-back',
  'failed-back',
  'failback-committed',
] as const satisfies readonly Phase[];

/** The phase that the service shows so. */
export function phaseShown(instanceType: string, protectionState: string, knobs: Knobs): Phase {
  // Both words for it occur, whichever of them this estate uses.
  const committed = /^UnplannedFailover(Committed|StatesBegin)$/.test(protectionState);
  if (committed && instanceType === forward.classic) return 'failover-committed';
  if (committed && instanceType === back.classic) return 'failback-committed';
  for (const architecture of ['modernized', 'classic'] as const)
    for (const phase of phases) {
      const facts = phaseFacts(phase, architecture, knobs);
      if (facts.instanceType === instanceType && facts.protectionState === protectionState) return phase;
    }
  return 'as-captured';
}

/** Which way a provider replicates, and for which architecture; undefined for a provider that is not VMware's. */
export function providerOf(
  instanceType: string,
): { readonly architecture: Architecture; readonly direction: 'forward' | 'back' } | undefined {
  for (const architecture of ['modernized', 'classic'] as const) {
    if (instanceType === forward[architecture]) return { architecture, direction: 'forward' };
    if (instanceType === back[architecture]) return { architecture, direction: 'back' };
  }
  return undefined;
}
