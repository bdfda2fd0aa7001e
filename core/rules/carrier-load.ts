import { holds, type Outcome } from './outcome.ts';
import { type ReturningTogether, returningTogether } from './returning-together.ts';
import type { MachineInPlay, Situation } from './situation.ts';

/** Machines that can only come home together, and do so through one appliance or master target. */
export interface Load<C> {
  readonly group: ReturningTogether;
  readonly carrier: C | undefined;
  readonly machines: readonly MachineInPlay[];
}

/** One walk over all machines, for a large estate has many carriers too. */
export function loadsBy<C>(
  { runbook, machines }: Situation,
  carrierOf: (subject: MachineInPlay) => C | undefined,
): ReadonlyMap<C | undefined, readonly Load<C>[]> {
  const inPlay = new Map(machines.map((each) => [each.machine, each]));
  const loads = returningTogether(runbook).flatMap((group) =>
    group.units.flatMap((unit): Load<C>[] => {
      const present = unit.flatMap((machine) => inPlay.get(machine) ?? []);
      return [...Map.groupBy(present, carrierOf)].map(([carrier, own]) => ({ group, carrier, machines: own }));
    }),
  );
  return Map.groupBy(loads, ({ carrier }) => carrier);
}

/** One answer for all that come home one after the other: the worst of theirs. */
export function gravest<P>(outcomes: readonly Outcome<P>[]): Outcome<P> {
  const order = ['broken', 'unknown', 'declared'] as const;
  const [worst] = order.flatMap((kind) => outcomes.find((outcome) => outcome.kind === kind) ?? []);
  const seen = outcomes.flatMap((outcome) =>
    outcome.kind === 'holds' && outcome.seenAt !== undefined ? { seenAt: outcome.seenAt } : [],
  );
  return worst ?? holds(...seen);
}
