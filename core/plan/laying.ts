import type { World } from '../inventory/world.ts';
import type { Architecture, ProcessServer, Runbook, Wave } from '../runbook/runbook.ts';
import type { Draft, Place } from './draft.ts';
import type { MachineCalls } from './machine-calls.ts';
import type { MissingIds } from './missing-ids.ts';
import type { Estimate, Plan } from './plan.ts';
import type { ScriptTexts } from './script-texts.ts';
import type { SettledMachine } from './settle-machines.ts';

/** What is at hand while the steps are laid, and what they leave for each other. */
export interface Laying {
  readonly runbook: Runbook;
  readonly architecture: Architecture;
  readonly part: Plan['part'];
  readonly now: Date;
  readonly world: World | undefined;
  readonly inventoryFile: string | undefined;
  /** Undefined where nobody looked for the scripts. */
  readonly scripts: ScriptTexts | undefined;
  readonly settled: readonly SettledMachine[];
  readonly missing: MissingIds;
  readonly draft: Draft;
  /** By a machine's index. */
  readonly calls: readonly MachineCalls[];
  readonly replication: readonly Estimate[];
  readonly placesFrom: readonly (readonly number[])[];
  readonly wavesBefore: ReadonlyMap<Wave, readonly Wave[]>;
  readonly wavesHeldTogether: ReadonlyMap<Wave, readonly Wave[]>;

  /** After what a wave's machines may reprotect. */
  readonly started: Map<Wave, readonly Place[]>;
  /** After what a wave's cutover counts as verified; the latest cell's, for each waits for the one before. */
  readonly verified: Map<Wave, readonly Place[]>;
  /** Failovers of a wave in their order, for `at-most:`. */
  readonly failovers: Map<Wave, Place[]>;
  /** By a machine's index, what is laid of it. */
  readonly replicated: (Place | undefined)[];
  readonly failedOver: (Place | undefined)[];
  readonly committed: (Place | undefined)[];
  readonly home: (Place | undefined)[];
  readonly processServers: Map<ProcessServer, Place>;
  /** Why the windows or the freeze cannot be kept, as sentences. */
  readonly tooLate: string[];
}

/** The places of some machines that are laid already. */
export function placesOfMachines(
  machines: readonly SettledMachine[],
  laid: readonly (Place | undefined)[],
): readonly Place[] {
  return machines.flatMap(({ index }) => laid[index] ?? []);
}
