import { FailbackError } from '../../core/failback-error.ts';
import { renderPlan } from '../../core/plan/render-plan.ts';
import type { VersionPair } from './pair-versions.ts';
import type { Version } from './versions-of.ts';

/** The plans of both versions of a runbook as people read them, to lay side by side. */
export interface Plans {
  readonly runbook: string;
  readonly file: string;
  /** Null where this version has no such runbook; the reason in sentences where its text is broken. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Renders both plans. A broken text hides the other version's plan from nobody. */
export function plansOf({ name: runbook, before, after }: VersionPair): Plans {
  return { runbook, file: (after ?? before)?.file ?? '', before: planText(before), after: planText(after) };
}

function planText(version: Version | undefined): string | null {
  if (version === undefined) return null;
  try {
    return renderPlan(version.side().plan);
  } catch (error) {
    if (!(error instanceof FailbackError)) throw error;
    return `There is no plan, for the text is broken.\n${error.message}\n`;
  }
}
