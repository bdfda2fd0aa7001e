import type { PlanStep } from './plan.ts';

/** The stages of a machine's way home, in their order. */
export const WAY_HOME: readonly PlanStep['kind'][] = [
  'reprotect',
  'replicate',
  'failover',
  'commit',
  'protect',
  'home',
];
