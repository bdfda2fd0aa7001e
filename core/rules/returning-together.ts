import type { Machine, Runbook, Wave } from '../runbook/runbook.ts';

/** Waves whose machines replicate home at the same time, so that they share what an appliance can carry. */
export interface ReturningTogether {
  readonly waves: readonly Wave[];
  readonly machines: readonly Machine[];
}

/**
 * A wave's machines must all have replicated before its cutover, and an app that holds keeps every one of them
 * uncommitted until all are verified: so waves that share such an app return together. Other waves can wait for the
 * commits of those before.
 */
export function returningTogether(runbook: Runbook): readonly ReturningTogether[] {
  const leaderOf = new Map<Wave, Wave>(runbook.waves.map((wave) => [wave, wave]));
  const leader = (wave: Wave): Wave => {
    const next = leaderOf.get(wave) ?? wave;
    return next === wave ? wave : leader(next);
  };
  const waveOf = new Map(runbook.waves.flatMap((wave) => wave.machines.map(({ value }) => [value, wave] as const)));
  for (const app of runbook.apps) {
    if (app.onFailure.value !== 'hold') continue;
    const [first, ...others] = new Set(app.machines.flatMap(({ value }) => waveOf.get(value) ?? []));
    if (first !== undefined) for (const other of others) leaderOf.set(leader(other), leader(first));
  }
  return [...Map.groupBy(runbook.waves, leader).values()].map((waves) => ({
    waves,
    machines: waves.flatMap((wave) => wave.machines.map(({ value }) => value)),
  }));
}
