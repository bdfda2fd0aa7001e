import type { Machine, Runbook, Wave } from '../runbook/runbook.ts';

/** Waves whose cutovers belong together, and the machines in them that can only be under failback at the same time. */
export interface ReturningTogether {
  readonly waves: readonly Wave[];
  /** Each of these comes home in one go; what is in different ones may follow one another in rounds. */
  readonly units: readonly (readonly Machine[])[];
}

/**
 * An app that holds keeps every one of its machines uncommitted until all are verified, so waves that share such an app
 * return together, whole. A wave on its own goes in rounds where the appliance is too small for it at once; only the
 * machines of one holding app or one consistency group stay together.
 */
export function returningTogether(runbook: Runbook): readonly ReturningTogether[] {
  const waveOf = new Map(runbook.waves.flatMap((wave) => wave.machines.map(({ value }) => [value, wave] as const)));
  const holding = runbook.apps.filter((app) => app.onFailure.value === 'hold').map(membersOf);
  const waves = joined(
    runbook.waves,
    holding.map((members) => members.flatMap((machine) => waveOf.get(machine) ?? [])),
  );
  const groups = [...holding, ...runbook.consistencyGroups.map(membersOf)];
  return waves.map((together) => {
    const machines = together.flatMap((wave) => wave.machines.map(({ value }) => value));
    return { waves: together, units: together.length > 1 ? [machines] : joined(machines, groups) };
  });
}

function membersOf({ machines }: { readonly machines: readonly { readonly value: Machine }[] }): readonly Machine[] {
  return machines.map(({ value }) => value);
}

/** The things in sets, two being in one set where a bond ties them; in the order of the things. */
function joined<T>(things: readonly T[], bonds: readonly (readonly T[])[]): readonly (readonly T[])[] {
  const above = new Map<T, T>(things.map((thing) => [thing, thing]));
  const top = (thing: T): T => {
    const next = above.get(thing) ?? thing;
    return next === thing ? thing : top(next);
  };
  for (const bond of bonds) {
    const [first, ...others] = bond.filter((thing) => above.has(thing));
    if (first !== undefined) for (const other of others) above.set(top(other), top(first));
  }
  return [...Map.groupBy(things, top).values()];
}
