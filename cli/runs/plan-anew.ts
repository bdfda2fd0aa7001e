import { FailbackError } from '../../core/failback-error.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { makePlan } from '../../core/plan/make-plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { keptScripts } from '../../executor/journal/keep-scripts.ts';
import type { RunHandle } from '../../executor/journal/runs.ts';
import { loadRunbook } from '../../language-server/src/load-runbook.ts';

/** What a run is planned from when it is planned anew. */
export interface PlannedFrom {
  /** URI of the runbook among the texts. */
  readonly entry: string;
  readonly texts: Readonly<Record<string, string>>;
  /** The plan whose part and names it has. */
  readonly like: Plan;
}

/** Plans from texts that the run keeps, so that editing a file meanwhile changes nothing. @throws FailbackError `run-unreadable` */
export async function planAnew(
  run: RunHandle,
  { entry, texts, like }: PlannedFrom,
  inventory: Inventory,
  now: Date,
): Promise<Plan> {
  const { runbook, problems } = await loadRunbook(entry, async (uri) => texts[uri]);
  // A text with an error is lowered without its broken parts; a plan from the rest would seem to have moved, or worse, not.
  const broken = problems.find(({ severity }) => severity === 'error');
  if (runbook === undefined || broken !== undefined)
    throw new FailbackError(
      'run-unreadable',
      `The runbook that the run '${run.id}' keeps cannot be read as a whole${broken === undefined ? '' : `: ${broken.message}`} So nobody can tell whether its plan still follows.`,
      'Restore the folder of the run from a backup, go on with the failback that began the run, or make a new run from the plan.',
    );
  return makePlan(runbook, inventory, {
    now,
    part: like.part,
    runbookFile: like.runbook.file,
    inventoryFile: like.inventory?.file,
    // Of the copies, too: a script that changed on disk meanwhile changes nothing.
    scripts: await keptScripts(run),
  }).plan;
}
