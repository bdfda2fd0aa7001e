import type { Inventory } from '../../core/inventory/inventory.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { PreApproval } from '../../core/run/gates.ts';
import type { RunState } from '../../core/run/state.ts';
import type { Clock } from '../clock.ts';
import type { Effects } from '../effects.ts';
import type { Host } from '../host.ts';
import type { RunHandle } from '../journal/run-directory.ts';

/** Plans anew from the run's stored runbook and a fresh inventory. Whoever knows the language passes it in. */
export type DecisionsFrom = (inventory: Inventory, now: Date) => Promise<Plan>;

export interface ExecuteOptions {
  /** Either the effects themselves, or how to get them once they are needed. */
  readonly effects?: Effects;
  readonly connect?: () => Promise<Effects>;
  readonly host: Host;
  readonly clock: Clock;
  /** Without it the preflight compares nothing, and says so. */
  readonly decisionsFrom?: DecisionsFrom;
  /** Answers given in advance (`--approve GATE=WHO`). */
  readonly approvals?: readonly PreApproval[];
  /** Takes the run from an executor on another machine that cannot be seen from here. */
  readonly takeOver?: boolean;
  /** Stops the loop at the next safe moment; the run can be taken up again. */
  readonly signal?: AbortSignal;
}

export async function executeRun(_run: RunHandle, _options: ExecuteOptions): Promise<RunState> {
  throw new Error('being written');
}
