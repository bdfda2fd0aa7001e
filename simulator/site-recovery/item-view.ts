import type { Estate } from '../estate/estate.ts';
import type { Machine, MachineState } from '../estate/machine.ts';
import type { Instant } from '../virtual-clock.ts';

/** One item in one state at one moment, and what of it is asked for. */
export interface ItemView {
  readonly estate: Estate;
  readonly machine: Machine;
  readonly state: MachineState;
  readonly at: Instant;
  /** Lists leave disks and network cards out. Recorded. */
  readonly inList: boolean;
}
