import type { Plan } from './plan.ts';
import type { ScriptTexts } from './script-texts.ts';

/** What a plan needs to be told beside the runbook and the inventory. */
export interface PlanOptions {
  /** The moment for which facts must be fresh, and from which the estimates count. */
  readonly now: Date;
  readonly part: Plan['part'];
  /** Names of the two documents, for people; they take no part in the hash. */
  readonly runbookFile: string;
  readonly inventoryFile: string | undefined;
  /** What the runbook's scripts are; undefined where nobody looked, and then no run starts them. */
  readonly scripts?: ScriptTexts | undefined;
}
