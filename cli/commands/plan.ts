import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { makePlan } from '../../core/plan/make-plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { renderPlanMermaid } from '../../core/plan/render-mermaid.ts';
import { renderPlan } from '../../core/plan/render-plan.ts';
import type { CommandContext } from '../context.ts';
import { type AsOf, asOfOption, fromOption, momentOf, partOf, untilOption } from '../options.ts';
import { renderPlanMarkdown } from '../plan/markdown.ts';
import { readInventory, readRunbook, wholeRunbook } from '../read-runbook.ts';
import { scriptsOnDisk } from '../read-scripts.ts';
import { writeWholeFile } from '../write-file.ts';

interface PlanCommandOptions {
  readonly inventory?: string;
  readonly asOf?: AsOf;
  readonly out?: string;
  readonly format: 'pretty' | 'json' | 'markdown' | 'mermaid';
  readonly until?: string;
  readonly from?: string;
}

/** `failback plan`: what a run would do, for review. */
export function planCommand(context: CommandContext): Command {
  return new Command('plan')
    .summary('say everything a run would do')
    .description(
      'Makes the plan of a runbook: every step, what it waits for, what it calls, how it can be undone, how long it takes.',
    )
    .argument('<file>', 'a runbook')
    .option('--inventory <file>', 'captured facts; by default the inventory that the runbook names')
    .addOption(asOfOption())
    .option('--out <file>', 'write the plan as JSON, for review and for `failback run`')
    .addOption(
      new Option('--format <format>', 'how to show it')
        .choices(['pretty', 'json', 'markdown', 'mermaid'])
        .default('pretty'),
    )
    .addOption(untilOption())
    .addOption(fromOption())
    .action((file: string, options: PlanCommandOptions) => plan(context, file, options));
}

async function plan(context: CommandContext, file: string, options: PlanCommandOptions): Promise<void> {
  const { terminal, cwd } = context;
  const onDisk = await readRunbook(context, file);
  const runbook = wholeRunbook(onDisk);
  const inventory = await readInventory(context, runbook, options.inventory, (missing) => {
    terminal.err.write(
      `There is no '${missing}' yet: the plan is made from the text alone, and a live run of it would be refused.\n`,
    );
  });
  // A plan names its runbook as seen from where the plan lies, so that both can be moved and committed together.
  const out = options.out === undefined ? undefined : resolve(cwd, options.out);
  const from = out === undefined ? cwd : dirname(out);
  const made = makePlan(runbook, inventory?.inventory, {
    now: momentOf(options.asOf, inventory?.inventory.capturedAt, context.now()),
    part: partOf(options),
    runbookFile: relative(from, fileURLToPath(onDisk.uri)).replaceAll('\\', '/'),
    inventoryFile: inventory?.name,
    scripts: await scriptsOnDisk(runbook),
  });
  if (out !== undefined) await writeWholeFile(out, options.out ?? out, jsonOf(made.plan));
  terminal.out.write(show(made.plan, options.format));
  if (out !== undefined)
    terminal.err.write(`The plan was written to '${options.out}'. Run it with:\n  failback run ${options.out}\n`);
}

function show(plan: Plan, format: PlanCommandOptions['format']): string {
  switch (format) {
    case 'pretty':
      return renderPlan(plan);
    case 'json':
      return jsonOf(plan);
    case 'markdown':
      return renderPlanMarkdown(plan);
    case 'mermaid':
      return renderPlanMermaid(plan);
  }
}

function jsonOf(plan: Plan): string {
  return `${JSON.stringify(plan, undefined, 2)}\n`;
}
