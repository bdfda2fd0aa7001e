import type { StepKind } from '../plan/plan.ts';
import type { Seconds, Timestamp } from '../quantity.ts';
import { spellsOf } from '../run/spells.ts';
import type { StepView, WaveView } from '../run/view.ts';

/** What time went to, in the words of whoever waited. */
export interface WaitReport {
  readonly wave: string;
  /** Gates, backups and questions: from asking to the answer. */
  readonly people: Seconds;
  readonly replication: Seconds;
  /** Jobs of the service and calls to it. */
  readonly service: Seconds;
  /** Windows and holds that the runbook asks for. */
  readonly runbook: Seconds;
  /** Probes, scripts and checks of facts. */
  readonly checks: Seconds;
}

type Cause = Exclude<keyof WaitReport, 'wave'>;

const causeOf: Record<StepKind, Cause> = {
  approve: 'people',
  backup: 'people',
  ask: 'people',
  'delete-old': 'people',
  registered: 'people',
  replicate: 'replication',
  reprotect: 'service',
  failover: 'service',
  commit: 'service',
  protect: 'service',
  home: 'service',
  'process-server': 'service',
  'switch-traffic': 'service',
  'remove-leftovers': 'service',
  window: 'runbook',
  hold: 'runbook',
  preflight: 'checks',
  probe: 'checks',
  run: 'checks',
};

/** For each wave, how long at least one of its steps waited for each of them. What went on at the same time counts once. */
export function waitsOf(waves: readonly WaveView[], now: Timestamp): readonly WaitReport[] {
  return waves.flatMap((wave) => {
    const steps = [...wave.steps, ...wave.machines.flatMap((machine) => machine.steps)].filter(
      ({ state }) => state.startedAt !== undefined,
    );
    if (steps.length === 0) return [];
    const spent = (cause: Cause) =>
      covered(
        steps.filter(({ plan }) => causeOf[plan.kind] === cause),
        now,
      );
    return [
      {
        wave: wave.name,
        people: spent('people'),
        replication: spent('replication'),
        service: spent('service'),
        runbook: spent('runbook'),
        checks: spent('checks'),
      },
    ];
  });
}

/** Seconds that at least one of the steps covers. */
function covered(steps: readonly StepView[], now: Timestamp): Seconds {
  const stretches = steps
    .flatMap(({ state }) => spellsOf(state))
    .map(({ from, to }) => [Date.parse(from), Date.parse(to ?? now)] as const)
    .sort(([one], [other]) => one - other);
  let sum = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const [from, to] of stretches) {
    if (to <= until) continue;
    sum += to - Math.max(from, until);
    until = to;
  }
  return sum / 1000;
}
