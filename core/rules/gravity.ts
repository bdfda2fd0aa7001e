import type { Finding } from './assessment.ts';

/** How much a finding matters to whoever writes the runbook: 1 stands in the way, 4 is for those who look for it. */
export type Gravity = 1 | 2 | 3 | 4;

/** A breach keeps its rule's severity; what nobody looked at weighs little, more where it blocks a run, and most where a rule broke down. */
export function gravityOf({ standing, severity, blocks, missing }: Finding): Gravity {
  if (standing === 'accepted') return 4;
  if (missing?.crashed) return 2;
  if (standing !== 'broken') return blocks ? 3 : 4;
  return ({ error: 1, warning: 2, info: 3 } as const)[severity];
}
