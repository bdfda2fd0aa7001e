import { hours } from '../../quantity.ts';
import type { Architecture, RecoveryPointChoice } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { stageOf } from '../item-stage.ts';
import { eachMachineIn } from '../judge.ts';
import { broken, holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';

/** Modernized fails back with a planned failover, classic with an unplanned one; each knows its own recovery points. */
const waysToFailOver = {
  modernized: { operation: 'PlannedFailover', points: ['crash-consistent', 'application-consistent'] },
  classic: { operation: 'UnplannedFailover', points: ['latest', 'latest-tag', 'custom'] },
} as const satisfies Record<Architecture, { operation: string; points: readonly RecoveryPointChoice['kind'][] }>;

type Params =
  | { readonly kind: 'point'; readonly vm: string; readonly point: string; readonly architecture: Architecture }
  | { readonly kind: 'not-allowed'; readonly vm: string; readonly operation: string };

export const wrongWayToFailOver = defineRule<Params>({
  code: 'FB171',
  title: 'Recovery point or failover does not suit the architecture',
  kind: 'guard',
  severity: 'error',
  severityBecause: 'the service refuses the request.',
  architecture: 'both',
  decidedBy: ['text', 'inventory', 'preflight', 'run'],
  timeToLive: hours(1),
  source: {
    ...articles.recordedFailback,
    says: 'a modernized machine fails back with a planned failover, crash- or application-consistent; a classic one with an unplanned failover to the latest, the latest tagged or a named point',
    confidence: 'observed',
  },
  byHand: 'In the replicated item, see which failover is offered: Planned failover on modernized, Failover on classic.',
  mend: 'Choose a recovery point of the architecture. Where a protected machine does not allow the failover, see its health (FB170).',
  message: (params) => {
    if (params.kind === 'not-allowed')
      return `'${params.vm}' is protected, but does not allow ${params.operation}. Its failover would be refused.`;
    const { points } = waysToFailOver[params.architecture];
    return `'${params.point}' is no recovery point of a ${params.architecture} failback; '${params.vm}' can take ${points.join(' or ')}.`;
  },
  check: eachMachineIn<Params>('allowed failover', ({ runbook }) => {
    const architecture = runbook.architecture.value;
    const { operation, points } = waysToFailOver[architecture];
    return ({ machine, item }) => {
      const { kind } = machine.recoveryPoint.value;
      if (!points.some((point) => point === kind)) {
        const params = { kind: 'point', vm: machine.name, point: kind, architecture } as const;
        return broken(params, [], { at: machine.recoveryPoint.at });
      }
      if ('reason' in item) return unknown(item.reason);
      if (stageOf(item.seen) !== 'returning' || item.seen.protectionState !== 'Protected') return holds(item.seen);
      return item.seen.allowedOperations.includes(operation)
        ? holds(item.seen)
        : broken({ kind: 'not-allowed', vm: machine.name, operation }, [item.seen]);
    };
  }),
  fix(params, at) {
    if (params.kind !== 'point') return undefined;
    const [usual] = waysToFailOver[params.architecture].points;
    return { title: `Take the ${usual} point`, edits: [{ range: at, newText: usual }] };
  },
});
