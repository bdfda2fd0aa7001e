import { Command, Option } from 'commander';
import { checkFile, reaches, type Threshold, thresholds, withClaims } from '../check/checked-file.ts';
import { renderCheckGithub } from '../check/github.ts';
import { renderCheckJson } from '../check/json.ts';
import { renderCheckJunit } from '../check/junit.ts';
import { renderCheck } from '../check/pretty.ts';
import { renderCheckSarif } from '../check/sarif.ts';
import type { CommandContext } from '../context.ts';
import { type AsOf, asOfOption } from '../options.ts';

interface CheckOptions {
  readonly inventory?: string;
  readonly asOf?: AsOf;
  readonly format: 'pretty' | 'json' | 'sarif' | 'github' | 'junit';
  readonly failOn: Threshold;
}

/** `failback check`: what stands in the way of a failback. */
export function checkCommand(context: CommandContext): Command {
  return new Command('check')
    .summary('say what stands in the way of a failback')
    .description(
      'Checks runbooks, and the site files they import, against the catalogue of rules and the captured facts.',
    )
    .argument('<files...>', 'runbooks or site files')
    .option('--inventory <file>', 'captured facts; by default the inventory that the runbook names')
    .addOption(asOfOption())
    .addOption(
      new Option('--format <format>', 'how to show it')
        .choices(['pretty', 'json', 'sarif', 'github', 'junit'])
        .default('pretty'),
    )
    .addOption(
      new Option('--fail-on <threshold>', 'end with 1 for findings from here on')
        .choices([...thresholds])
        .default('error'),
    )
    .action((files: string[], options: CheckOptions) => check(context, files, options));
}

async function check(
  context: CommandContext,
  files: readonly string[],
  { inventory, asOf, format, failOn }: CheckOptions,
): Promise<void> {
  const { terminal, cwd } = context;
  const alone = [];
  for (const file of files) alone.push(await checkFile(context, file, { wantedInventory: inventory, asOf }));
  const checked = withClaims(alone);
  switch (format) {
    case 'pretty':
      terminal.out.write(checked.map((one) => renderCheck(one, cwd, terminal.paint)).join('\n'));
      break;
    case 'json':
      terminal.out.write(renderCheckJson(checked));
      break;
    case 'junit':
      terminal.out.write(renderCheckJunit(checked, cwd));
      break;
    case 'sarif':
      terminal.out.write(renderCheckSarif(checked, cwd));
      break;
    case 'github':
      terminal.out.write(renderCheckGithub(checked, cwd));
      break;
  }
  context.end(checked.some((one) => reaches(failOn, one)) ? 1 : 0);
}
