import type { CapturedItem } from '../inventory/inventory.ts';

/** A machine on its way into the first runbook. */
export interface DraftedMachine {
  /** As it will be called in the runbook. */
  readonly name: string;
  readonly item: CapturedItem;
  /** Its settings as they are written, by key, in the order of writing. */
  readonly settings: ReadonlyMap<string, string>;
  /** What the author should know of it; full sentences. */
  readonly notes: readonly string[];
}

/** Keys in the order in which a machine's settings are written. */
export const SETTING_ORDER = [
  'os',
  'source',
  'item',
  'via',
  'process-server',
  'location',
  'datastore',
  'policy',
  'run-as',
] as const;
