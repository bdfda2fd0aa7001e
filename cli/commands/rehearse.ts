import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { FailbackError } from '../../core/failback-error.ts';
import type { Rehearsal } from '../../core/rehearsal/rehearsal.ts';
import { type Rehearsals, sumUpRehearsals } from '../../core/rehearsal/rehearsals.ts';
import { renderRehearsals, renderRehearsalsMarkdown } from '../../core/rehearsal/render-rehearsals.ts';
import { showControlsInLines } from '../../core/show-controls.ts';
import { createRun } from '../../executor/journal/runs.ts';
import type { Fault } from '../../simulator/faults.ts';
import { refuseUnfitting } from '../../simulator/fitting-faults.ts';
import type { CommandContext } from '../context.ts';
import { countingNumber, faults, fromOption, partOf, share, untilOption, wholeNumber } from '../options.ts';
import { dealt, rehearsePart } from '../rehearse/rehearse-in-parts.ts';
import { rehearseOnce } from '../rehearse/rehearse-once.ts';
import { basisOf, textsOf } from '../runs/new-run.ts';
import { writeWholeFile } from '../write-file.ts';

interface RehearseOptions {
  readonly times: number;
  readonly seed: number;
  readonly inventory?: string;
  readonly fault?: readonly Fault[];
  readonly faultChance: number;
  readonly until?: string;
  readonly from?: string;
  readonly jobs: number;
  readonly out?: string;
  readonly format: 'pretty' | 'markdown' | 'json';
}

/** `failback rehearse`: many rehearsals at once, and what they tell together. */
export function rehearseCommand(context: CommandContext): Command {
  return common(new Command('rehearse'))
    .summary('rehearse many times, and see how it spreads')
    .description(
      'Rehearses a runbook many times on estates simulated from its inventory, each with other chances: how long it takes, how long each wave is out of service, how likely its objective and its window are met, what failed how often, and which steps decided over the length. It runs the code of a live run in virtual time, in this machine’s memory; nothing is kept, and no network is used.',
    )
    .addOption(new Option('--times <n>', 'how often').argParser(countingNumber).default(200))
    .addOption(
      new Option('--jobs <n>', 'processes at once')
        .argParser(countingNumber)
        .default(availableParallelism(), 'one for each processor'),
    )
    .option('--out <file>', 'write it to a file')
    .addOption(
      new Option('--format <format>', 'how to show it').choices(['pretty', 'markdown', 'json']).default('pretty'),
    )
    .action((file: string, options: RehearseOptions) => rehearse(context, file, options));
}

function common(command: Command): Command {
  return command
    .argument('<file>', 'a runbook, or a plan written by `failback plan --out`')
    .addOption(
      new Option('--seed <n>', 'seed of the first; the others count on from it').argParser(wholeNumber).default(1),
    )
    .option('--inventory <file>', 'captured facts; by default the inventory that the runbook names')
    .addOption(
      new Option(
        '--fault <fault>',
        'something that goes wrong, such as 95226@reprotect/NAME; may be repeated',
      ).argParser(faults),
    )
    .addOption(
      new Option('--fault-chance <share>', 'in which share of the rehearsals each fault happens, 0 to 1')
        .argParser(share)
        .default(1),
    )
    .addOption(untilOption())
    .addOption(fromOption());
}

async function rehearse(context: CommandContext, file: string, options: RehearseOptions): Promise<void> {
  const { terminal, env, cwd, program } = context;
  const { plan, inventory } = await basis(context, file, options);
  refuseUnfitting(options.fault ?? [], inventory.inventory);
  const all: Rehearsal[] = [];
  const stop = new AbortController();
  const tell = (rehearsal: Rehearsal) => {
    all.push(rehearsal);
    if (terminal.isLive) terminal.err.write(`\r${all.length} of ${options.times}`);
  };
  const parts = dealt(options.times, options.seed, options.jobs);
  if (parts.length === 1) await rehearseSeeds(context, file, options, seedsOf(parts[0]), tell);
  else
    try {
      await Promise.all(
        parts.map(({ first, step, times }) =>
          rehearsePart(
            program,
            [
              'rehearse-part',
              ...argumentsFor(file, options),
              '--seed',
              `${first}`,
              '--step',
              `${step}`,
              '--times',
              `${times}`,
            ],
            { cwd, env, signal: stop.signal },
            tell,
          ),
        ),
      );
    } catch (error) {
      stop.abort();
      throw error;
    }
  if (terminal.isLive) terminal.err.write('\r\u001b[K');
  const sum = sumUpRehearsals(
    {
      plan,
      firstSeed: options.seed,
      faults: (options.fault ?? []).map(({ text }) => text),
      faultChance: options.faultChance,
    },
    all,
  );
  const text = shown(sum, options.format);
  if (options.out === undefined) terminal.out.write(text);
  else {
    await writeWholeFile(resolve(cwd, options.out), options.out, text);
    terminal.err.write(`What the rehearsals came to was written to '${options.out}'.\n`);
  }
  context.end(sum.done === sum.times ? 0 : 1);
}

function shown(sum: Rehearsals, format: RehearseOptions['format']): string {
  switch (format) {
    case 'pretty':
      return renderRehearsals(sum, showControlsInLines);
    case 'markdown':
      return renderRehearsalsMarkdown(sum);
    case 'json':
      return `${JSON.stringify(sum, undefined, 2)}\n`;
  }
}

interface PartOptions extends RehearseOptions {
  readonly step: number;
}

/** `failback rehearse-part` (hidden): a share of the rehearsals, a line of JSON for each. */
export function rehearsePartCommand(context: CommandContext): Command {
  return common(new Command('rehearse-part'))
    .addOption(new Option('--times <n>').argParser(countingNumber).default(1))
    .addOption(new Option('--step <n>').argParser(countingNumber).default(1))
    .action((file: string, options: PartOptions) =>
      rehearseSeeds(
        context,
        file,
        options,
        seedsOf({ first: options.seed, step: options.step, times: options.times }),
        (one) => context.terminal.out.write(`${JSON.stringify(one)}\n`),
      ),
    );
}

function seedsOf(part: ReturnType<typeof dealt>[number] | undefined): readonly number[] {
  return part === undefined ? [] : Array.from({ length: part.times }, (_, turn) => part.first + turn * part.step);
}

function argumentsFor(
  file: string,
  { inventory, fault, faultChance, until, from }: RehearseOptions,
): readonly string[] {
  return [
    file,
    ...(inventory === undefined ? [] : ['--inventory', inventory]),
    ...(fault ?? []).flatMap(({ text }) => ['--fault', text]),
    ...['--fault-chance', String(faultChance)],
    ...(until === undefined ? [] : ['--until', until]),
    ...(from === undefined ? [] : ['--from', from]),
  ];
}

async function basis(context: CommandContext, file: string, options: RehearseOptions) {
  const found = await basisOf(context, file, { inventory: options.inventory, part: partOf(options), simulated: true });
  const { inventory, runbook } = found;
  if (inventory === undefined)
    throw new FailbackError(
      'inventory-missing',
      `'${file}' names no inventory that exists, and a simulated estate is built from one.`,
      'Name the captured facts:\n  failback rehearse FILE --inventory inventory.json',
    );
  return { ...found, inventory, lowered: runbook.loaded.runbook };
}

async function rehearseSeeds(
  context: CommandContext,
  file: string,
  options: RehearseOptions,
  seeds: readonly number[],
  each: (rehearsal: Rehearsal) => void,
): Promise<void> {
  const { plan, inventory, lowered, runbook, ...rest } = await basis(context, file, options);
  if (lowered === undefined) throw new Error('A runbook that was planned has been read.');
  const home = await mkdtemp(join(tmpdir(), 'failback-rehearsal-'));
  try {
    const run = await createRun(home, {
      plan,
      files: textsOf(runbook),
      inventoryText: inventory.text,
      target: { kind: 'simulated', seed: options.seed },
      startedBy: 'rehearsal',
      decisionsFrom: runbook.uri,
      startedAt: new Date(inventory.inventory.capturedAt),
    });
    const shared = {
      run,
      plan,
      runbook: lowered,
      inventory: inventory.inventory,
      planOptions: {
        part: plan.part,
        runbookFile: plan.runbook.file,
        inventoryFile: plan.inventory?.file,
        ...('scripts' in rest ? { scripts: rest.scripts } : {}),
      },
      faults: (options.fault ?? []).map(({ text }) => text),
      faultChance: options.faultChance,
    };
    for (const seed of seeds) each(await rehearseOnce(shared, seed));
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
