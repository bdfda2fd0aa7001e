import { cleanUp } from './durations.ts';
import type { Laying } from './laying.ts';
import { leftoverCalls } from './leftover-calls.ts';
import { cleanUpIsFinal } from './points-of-no-return.ts';
import type { SettledMachine } from './settle-machines.ts';

/** Lays the clean-up, which waits for everything else. */
export function layCleanUp(laying: Laying, machines: readonly SettledMachine[]): void {
  const kinds = new Set(
    laying.runbook.afterAll.flatMap(({ removeLeftovers }) => removeLeftovers.map(({ value }) => value)),
  );
  if (kinds.size === 0 || laying.part === 'until-replicated') return;
  const calls = leftoverCalls(kinds, machines);
  laying.draft.add(
    {
      kind: 'remove-leftovers',
      id: 'after-all/remove-leftovers',
      title: `Remove ${[...kinds].map((kind) => kind.replace('-', ' ')).join(' and ')} left in Azure`,
      wave: null,
      machine: null,
      calls,
      irreversible: calls.length === 0 ? null : cleanUpIsFinal,
      undo: null,
      restsOn: [],
    },
    laying.draft.ends(),
    cleanUp(calls.length),
  );
}
