import { dirname, resolve } from 'node:path';
import { FailbackError } from '../../core/failback-error.ts';
import { makePlan } from '../../core/plan/make-plan.ts';
import { movedDecisions } from '../../core/plan/moved-decisions.ts';
import { parsePlan } from '../../core/plan/parse-plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { CommandContext } from '../context.ts';
import { readTextFile, readTextFileIfAny } from '../read-file.ts';
import { type InventoryOnDisk, type RunbookOnDisk, readInventory, readRunbook, wholeRunbook } from '../read-runbook.ts';
import { scriptsOnDisk } from '../read-scripts.ts';

/** What a run is made from. */
export interface RunBasis {
  readonly plan: Plan;
  readonly runbook: RunbookOnDisk;
  readonly inventory: InventoryOnDisk | undefined;
  /** The runbook's scripts by URI, as the plan holds their hashes. */
  readonly scripts: Awaited<ReturnType<typeof scriptsOnDisk>>;
}

/**
 * Reads a runbook and plans it, or reads a reviewed plan and makes sure that its decisions still follow; what runs is the
 * plan of today, with the hash of the reviewed one.
 * @throws FailbackError `plan-moved` when they do not
 */
export async function basisOf(
  context: CommandContext,
  file: string,
  options: { readonly inventory: string | undefined; readonly part: Plan['part']; readonly simulated: boolean },
): Promise<RunBasis> {
  if (!file.endsWith('.json')) return planned(context, file, options);
  const path = resolve(context.cwd, file);
  const reviewed = parsePlan(await readTextFile(path, file), file);
  const runbook = await runbookOf(dirname(path), context.cwd, reviewed, file);
  const fresh = await planned(context, runbook, { ...options, part: reviewed.part });
  const moved = movedDecisions(reviewed, fresh.plan);
  // The same decisions, in the words of today: a title in the file is no decision, and nobody checked it.
  if (moved.length === 0) return fresh;
  throw new FailbackError(
    'refused-plan-moved',
    `The decisions of '${file}' no longer follow from its runbook and inventory, so what was reviewed is not what would run:\n${moved.map((sentence) => `- ${sentence}`).join('\n')}`,
    `Plan again and have it reviewed:\n  failback plan ${fresh.runbook.name} --out ${file}`,
  );
}

/** A plan names its runbook by a path from its own folder, or from the one where it was made. */
async function runbookOf(planFolder: string, cwd: string, { runbook }: Plan, planFile: string): Promise<string> {
  for (const folder of [planFolder, cwd]) {
    const path = resolve(folder, runbook.file);
    if ((await readTextFileIfAny(path)) !== undefined) return path;
  }
  throw new FailbackError(
    'file-not-found',
    `'${planFile}' was made from '${runbook.file}', and there is no such file in '${planFolder}' or '${cwd}'. Without it nobody can tell whether the plan still follows.`,
    'Put the runbook where the plan names it, or plan again.',
  );
}

async function planned(
  context: CommandContext,
  file: string,
  { inventory: wanted, part, simulated }: Parameters<typeof basisOf>[2],
): Promise<RunBasis> {
  const onDisk = await readRunbook(context, file);
  const runbook = wholeRunbook(onDisk);
  const inventory = await readInventory(context, runbook, wanted, () => {});
  // A simulated estate begins at the moment of its inventory, so there the facts are as fresh as they were then.
  const now = simulated && inventory !== undefined ? new Date(inventory.inventory.capturedAt) : context.now();
  const scripts = await scriptsOnDisk(runbook);
  const { plan } = makePlan(runbook, inventory?.inventory, {
    now,
    scripts,
    part,
    runbookFile: onDisk.name,
    inventoryFile: inventory?.name,
  });
  return { plan, runbook: onDisk, inventory, scripts };
}

/** What stands in the way of a live run, as one error; a simulated one may try anything. */
export function refuseBlocked({ plan: { runbook, blockedBy } }: Pick<RunBasis, 'plan'>): void {
  if (blockedBy.length === 0) return;
  throw new FailbackError(
    'refused-blocked',
    `A live run of '${runbook.name}' is refused; ${blockedBy.length === 1 ? 'this stands' : 'these stand'} in its way:\n${blockedBy.map((sentence) => `- ${sentence.replaceAll('\n', '\n  ')}`).join('\n')}`,
    `See each in its place, with what to do:\n  failback check ${runbook.file} --fail-on unknown\nor rehearse it:\n  failback run ${runbook.file} --simulate`,
  );
}

/** The texts of a runbook by URI, as a run keeps them. */
export function textsOf({ loaded }: RunbookOnDisk): Record<string, string> {
  return Object.fromEntries(loaded.documents.map(({ uri, text }) => [uri, text]));
}
