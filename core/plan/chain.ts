import type { Moment, Stage, Wave } from '../runbook/runbook.ts';
import type { UnplacedStep } from './draft.ts';

/** Where a chain of gates and actions stands. */
export interface Chain {
  readonly wave: Wave;
  /** `data`, or `data/batch-2` for a later batch. */
  readonly prefix: string;
  readonly when: Moment['when'];
  readonly stage: Stage;
}

/** What every step of a chain has, whatever its kind. */
export type LinkBase = Pick<UnplacedStep, 'id' | 'wave' | 'machine' | 'irreversible' | 'undo' | 'restsOn'>;
