import type { Seconds } from '../../core/quantity.ts';
import type { Knobs } from '../knobs.ts';
import type { Machine } from './machine.ts';
import type { Architecture, Phase } from './phase.ts';
import {
  cancelScenario,
  commitScenario,
  finalizeScenario,
  plannedFailoverScenario,
  reprotectScenario,
  type Scenario,
  unplannedFailoverScenario,
} from './scenarios.ts';

/** What can be asked of a protected item, as the last part of the POST's path. */
export type Verb = 'reProtect' | 'plannedFailover' | 'unplannedFailover' | 'failoverCommit' | 'failoverCancel';

export interface VerbFacts {
  /** How `allowedOperations` calls it. */
  readonly token: string;
  readonly scenario: Scenario;
  readonly seconds: (knobs: Knobs) => Seconds;
}

export const verbs: Readonly<Record<Verb, VerbFacts>> = {
  reProtect: {
    token: 'SwitchProtection',
    scenario: reprotectScenario,
    seconds: (knobs) => knobs.reprotectSeconds,
  },
  plannedFailover: {
    token: 'PlannedFailover',
    scenario: plannedFailoverScenario,
    seconds: (knobs) => knobs.failoverSeconds,
  },
  unplannedFailover: {
    token: 'UnplannedFailover',
    scenario: unplannedFailoverScenario,
    seconds: (knobs) => knobs.failoverSeconds,
  },
  failoverCommit: { token: 'Commit', scenario: commitScenario, seconds: (knobs) => knobs.commitSeconds },
  failoverCancel: { token: 'CancelFailover', scenario: cancelScenario, seconds: (knobs) => knobs.cancelSeconds },
};

/** What a job of a verb looks like. The commit of a classic failback goes by two names. */
export function scenarioOf(machine: Pick<Machine, 'architecture' | 'state'>, verb: Verb, knobs: Knobs): Scenario {
  const classicHome = machine.architecture === 'classic' && machine.state.phase === 'failed-back';
  return verb === 'failoverCommit' && classicHome && knobs.classicCommit === 'FinalizeFailback'
    ? finalizeScenario
    : verbs[verb].scenario;
}

/** Where a verb leads; undefined where the table has no way. */
export function leadsTo(verb: Verb, from: Phase, architecture: Architecture): Phase | undefined {
  switch (verb) {
    case 'reProtect':
      if (from === 'failed-over' || from === 'failover-committed') return 'replicating-back';
      if (from === 'failback-committed') return 'replicating-forward';
      return from === 'failed-back' && architecture === 'modernized' ? 'replicating-forward' : undefined;
    case 'plannedFailover':
      return from === 'protected-back' && architecture === 'modernized' ? 'failed-back' : undefined;
    case 'unplannedFailover':
      if (from === 'protected-forward') return 'failed-over';
      return from === 'protected-back' && architecture === 'classic' ? 'failed-back' : undefined;
    case 'failoverCommit':
      if (from === 'failed-over') return 'failover-committed';
      return from === 'failed-back' ? 'failback-committed' : undefined;
    case 'failoverCancel':
      return from === 'failed-back' && architecture === 'modernized' ? 'protected-back' : undefined;
  }
}
