import { dirname, relative, resolve, sep } from 'node:path';
import { Command, Option } from 'commander';
import { firstRunbook } from '../../core/authoring/first-runbook.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import type { Architecture } from '../../core/runbook/runbook.ts';
import type { CommandContext } from '../context.ts';
import { readTextFile } from '../read-file.ts';
import { writeWholeFile } from '../write-file.ts';

interface NewOptions {
  readonly from: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly architecture?: Architecture;
}

/** `failback new`: a first runbook for what a capture found. */
export function newCommand(context: CommandContext): Command {
  return new Command('new')
    .summary('write a first runbook for what was captured')
    .description(
      'Writes a runbook for the machines of an inventory that run in Azure: how each comes home, through what, and to which datastore, with the vault and what of the site they need. One wave has them all, and one stand-in approves; waves and people are yours to write.',
    )
    .requiredOption('--from <inventory>', 'what `failback capture` wrote')
    .option('--out <file>', 'where to write the runbook; by default to standard output')
    .addOption(
      new Option('--architecture <name>', 'where a vault has both; by default the one of most machines').choices([
        'modernized',
        'classic',
      ]),
    )
    .option('--force', 'write over a file that is there')
    .action((options: NewOptions) => write(context, options));
}

async function write({ cwd, terminal }: CommandContext, { from, out, force, architecture }: NewOptions): Promise<void> {
  const source = resolve(cwd, from);
  const inventory = parseInventory(await readTextFile(source, from), from);
  const target = out === undefined ? undefined : resolve(cwd, out);
  const text = firstRunbook(inventory, {
    inventoryFile: beside(target === undefined ? cwd : dirname(target), source),
    ...(architecture === undefined ? {} : { architecture }),
  });
  if (target === undefined) {
    terminal.out.write(text);
    return;
  }
  await writeWholeFile(target, out ?? target, text, { isNew: force !== true });
  terminal.err.write(`Written to '${out}'. See what it needs:\n  failback check ${out}\n`);
}

/** A path as a runbook writes it: with slashes, relative to its own folder. */
function beside(folder: string, file: string): string {
  return relative(folder, file).split(sep).join('/');
}
