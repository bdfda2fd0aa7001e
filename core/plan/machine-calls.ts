import type { ArmCall } from './plan.ts';

/** The four calls that bring one machine home. */
export interface MachineCalls {
  readonly reprotect: ArmCall;
  readonly failover: ArmCall;
  readonly commit: ArmCall;
  readonly protect: ArmCall;
}
