import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { FailbackError } from '../../core/failback-error.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { writeInventory } from '../../core/inventory/write-inventory.ts';
import { parsePlan } from '../../core/plan/parse-plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { type Replan, replan } from '../../core/run/replan.ts';
import { showControlsInLines } from '../../core/show-controls.ts';
import { dataWithoutSecrets } from '../../core/without-secrets.ts';
import { editedSince } from '../../executor/journal/edited-since.ts';
import { RunReader } from '../../executor/journal/follow-run.ts';
import { propose } from '../../executor/journal/proposal.ts';
import {
  findRun,
  type RunHandle,
  readFiles,
  readHead,
  readInventoryText,
  runsHome,
  sendCommand,
} from '../../executor/journal/runs.ts';
import { userName } from '../../executor/journal/this-user.ts';
import { asIfSeenNow } from '../../executor/run/as-if-seen-now.ts';
import { factsAsPlanned, machinesInHand } from '../../executor/run/facts-as-planned.ts';
import { demandReviews } from '../approve/demand-reviews.ts';
import type { CommandContext } from '../context.ts';
import { asOption } from '../options.ts';
import { readTextFile } from '../read-file.ts';
import { readExecution } from '../runs/execution.ts';
import { planAnew } from '../runs/plan-anew.ts';
import { worldOfRun } from '../runs/run-world.ts';
import { showReplan } from '../runs/show-replan.ts';
import { tellAnswer } from '../runs/tell-answer.ts';
import { writeWholeFile } from '../write-file.ts';

interface ReplanOptions {
  readonly inventory?: string;
  readonly edited?: boolean;
  readonly apply?: boolean;
  readonly because?: string;
  readonly reviewed?: string;
  readonly out?: string;
  readonly as?: string;
}

/** `failback replan`: lets a run go on by a plan that follows from the facts as they are now. */
export function replanCommand(context: CommandContext): Command {
  return new Command('replan')
    .summary('plan a run anew from the facts as they are now')
    .description(
      'Looks at the world anew and shows what the run would decide otherwise: what is done stays done, what is to come is decided anew, and every approval before a call that is still to be made is asked anew. With --apply the run goes on by that plan. It is refused where what was done rests on decisions that no longer follow.',
    )
    .argument('[run]', 'an id, the beginning of one, or latest', 'latest')
    .option('--inventory <file>', 'plan from these facts instead of looking anew')
    .option('--edited', 'plan from the runbook as it is on disk now, instead of the texts that the run keeps')
    .option('--out <file>', 'write the new plan as JSON, to have it reviewed')
    .option('--apply', 'let the run go on by it')
    .option('--because <reason>', 'needed with --apply; kept in the journal of the run')
    .option('--reviewed <plan>', 'with --apply: the plan that --out wrote, signed by those whom the runbook wants')
    .addOption(asOption())
    .action((reference: string, options: ReplanOptions) => replanRun(context, reference, options));
}

async function replanRun(context: CommandContext, reference: string, options: ReplanOptions): Promise<void> {
  const { terminal, env, cwd, end } = context;
  if (options.apply === true && options.because === undefined)
    throw new FailbackError(
      'usage',
      'Why does the run go on by another plan? The journal keeps the reason.',
      'Say it: `--because "…"`.',
    );
  const run = await findRun(runsHome(env), reference);
  const { outcome, files, facts } = await plannedAnew(context, run, options);
  terminal.out.write(showReplan(outcome, terminal.paint));
  if (options.edited !== true) terminal.err.write(sayLeftOut(await editedSince(files), context, run));
  if (outcome.kind !== 'moves') return end(outcome.kind === 'same' ? 0 : 1);
  if (options.out !== undefined) {
    await writeWholeFile(resolve(cwd, options.out), options.out, `${JSON.stringify(outcome.plan, undefined, 2)}\n`);
    terminal.err.write(`The new plan was written to '${options.out}'.\n`);
  }
  if (options.apply !== true) {
    terminal.err.write(
      `Nothing was changed. Let the run go on by it with:\n  failback replan ${run.id}${seenBy(options)} --apply --because "…"\n`,
    );
    return;
  }
  await refuseUnreviewed(context, run, outcome.plan, options);
  await propose(run, { plan: outcome.plan, files, inventoryText: writeInventory(facts) });
  const who = options.as ?? userName();
  const answer = await sendCommand(run, {
    kind: 'replan',
    who,
    because: options.because ?? '',
    planHash: outcome.plan.hash,
  });
  tellAnswer(context, answer);
}

async function plannedAnew(context: CommandContext, run: RunHandle, options: ReplanOptions) {
  const head = await readHead(run);
  const entry = head.decisionsFrom;
  if (entry === undefined)
    throw new FailbackError(
      'run-without-runbook',
      `The run '${run.id}' keeps a plan and no runbook, so nobody can plan it anew.`,
      'Start a new run from a new plan.',
    );
  const reader = await RunReader.open(run);
  await reader.look();
  const { plan, state } = reader.ledger;
  const number = state.plans.length;
  const text = await readInventoryText(run, number);
  const before = text === undefined ? undefined : parseInventory(text, 'inventory.json');
  const { seen, now } = await lookAnew(context, run, plan, state, before, options);
  const facts = factsAsPlanned(plan, state, before, seen);
  const kept = await readFiles(run, number);
  const files = options.edited === true ? await asOnDisk(kept) : kept;
  const fresh = await planAnew(run, { entry, texts: files, like: plan }, asIfSeenNow(facts), now);
  const outcome: Replan = replan(plan, state, fresh);
  return { outcome, files, facts };
}

async function lookAnew(
  context: CommandContext,
  run: RunHandle,
  plan: Plan,
  state: Parameters<typeof machinesInHand>[1],
  before: Inventory | undefined,
  { inventory }: ReplanOptions,
): Promise<{ readonly seen: Inventory; readonly now: Date }> {
  if (inventory !== undefined) {
    const seen = parseInventory(await readTextFile(resolve(context.cwd, inventory), inventory), inventory);
    return { seen, now: state.target.kind === 'azure' ? context.now() : new Date(seen.capturedAt) };
  }
  const [head, execution] = await Promise.all([readHead(run), readExecution(run)]);
  const world = await worldOfRun(context, run, head, plan, execution);
  const effects = await world.connect(new AbortController().signal);
  try {
    // The new plan may quote what the service says of a machine.
    const seen = dataWithoutSecrets(await effects.capture(plan, before, machinesInHand(plan, state).items));
    return { seen, now: effects.serviceTime() ?? world.clock.now() };
  } finally {
    await effects.close();
  }
}

/** What was looked at is what is applied: by the same texts and facts. */
function seenBy({ edited, inventory }: ReplanOptions): string {
  return `${edited === true ? ' --edited' : ''}${inventory === undefined ? '' : ` --inventory ${inventory}`}`;
}

/** Somebody who has just edited the runbook would else take the answer for one about the edit. */
function sayLeftOut(edited: readonly string[], { cwd }: CommandContext, run: RunHandle): string {
  if (edited.length === 0) return '';
  const names = edited.map((path) => `'${showControlsInLines(relative(cwd, path).replaceAll('\\', '/'))}'`).join(', ');
  return `Not counted: ${names} ${edited.length === 1 ? 'was' : 'were'} edited since. A run keeps the texts that it goes by; plan from what is on disk now with:\n  failback replan ${run.id} --edited\n`;
}

/** The same files as they are now; one that is gone stays as the run keeps it. */
async function asOnDisk(kept: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const read = async ([uri, text]: [string, string]) =>
    [uri, uri.startsWith('file:') ? await readTextFile(fileURLToPath(uri)).catch(() => text) : text] as const;
  return Object.fromEntries(await Promise.all(Object.entries(kept).map(read)));
}

/** What others must have signed before a live run starts they must have signed before it goes on otherwise. */
async function refuseUnreviewed(
  { cwd, env }: CommandContext,
  run: RunHandle,
  plan: Plan,
  { reviewed, as }: ReplanOptions,
): Promise<void> {
  const { target, decisionsFrom } = await readHead(run);
  if (target.kind !== 'azure' || plan.review === undefined) return;
  const planFile = reviewed === undefined ? undefined : resolve(cwd, reviewed);
  if (reviewed !== undefined && planFile !== undefined) {
    const signed = parsePlan(await readTextFile(planFile, reviewed), reviewed);
    if (signed.hash !== plan.hash)
      throw new FailbackError(
        'refused-plan-moved',
        `'${reviewed}' is the plan ${signed.hash.slice(0, 12)}, and the run would go on by ${plan.hash.slice(0, 12)}.`,
        `Write the plan as it is now, and have that signed:\n  failback replan ${run.id} --out ${reviewed}`,
      );
  }
  await demandReviews({
    plan,
    planFile,
    shown: reviewed ?? 'plan.json',
    files: decisionsFrom?.startsWith('file:') ? [fileURLToPath(decisionsFrom)] : [],
    startedBy: [
      userName(),
      ...(as === undefined ? [] : [as]),
      ...(env.FAILBACK_WHO === undefined ? [] : [env.FAILBACK_WHO]),
    ],
  });
}
