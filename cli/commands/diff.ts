import { Command, Option } from 'commander';
import { sayCount } from '../../core/report/say.ts';
import type { CommandContext } from '../context.ts';
import { compared, isDifferent, showCompared } from '../diff/compared.ts';
import { pairVersions } from '../diff/pair-versions.ts';
import { sourcesOf } from '../diff/sources-of.ts';
import { versionsOf } from '../diff/versions-of.ts';
import { type AsOf, asOfOption } from '../options.ts';
import { escapeLines } from '../terminal/escape-lines.ts';

interface DiffOptions {
  readonly asOf?: AsOf;
  readonly format: 'pretty' | 'markdown' | 'json';
  readonly exitCode?: boolean;
}

/** `failback diff`: what a change to runbooks means. */
export function diffCommand(context: CommandContext): Command {
  return new Command('diff')
    .summary('say what a change to runbooks means')
    .description(
      'Compares two versions of runbooks by meaning: machines, targets, gates, order, risks and findings, the gravest first. Formatting, the order of blocks, private names and moves between files are no change. Ends with 1 when a text that differs is broken.',
    )
    .argument('<old>', 'a file, a folder or a git revision; or a range such as main...HEAD')
    .argument('[new]', 'the same; left out, what is checked out is compared with the revision')
    .addOption(asOfOption())
    .addOption(
      new Option('--format <format>', 'how to show it').choices(['pretty', 'markdown', 'json']).default('pretty'),
    )
    .option('--exit-code', 'end with 1 when something is decided otherwise')
    .action((old: string, now: string | undefined, options: DiffOptions) => diff(context, old, now, options));
}

async function diff(
  context: CommandContext,
  old: string,
  now: string | undefined,
  options: DiffOptions,
): Promise<void> {
  const { cwd, terminal } = context;
  const { before, after } = await sourcesOf(cwd, old, now);
  const judging = { cwd, now: context.now(), asOf: options.asOf };
  const pairs = pairVersions(await versionsOf(before, judging), await versionsOf(after, judging));
  const all = pairs.map(compared);
  const news = all.filter(({ kind }) => kind !== 'same' || all.length === 1);
  if (options.format === 'json') terminal.out.write(`${JSON.stringify(all, undefined, 2)}\n`);
  else
    terminal.out.write(
      news.map((one) => escapeLines(showCompared(one, options.format as 'pretty' | 'markdown'))).join('\n'),
    );
  if (all.length === 0) terminal.err.write(`Neither '${before.name}' nor '${after.name}' has a runbook.\n`);
  const quiet = all.length - news.length;
  if (quiet > 0) terminal.err.write(`${sayCount(quiet, 'runbook')} not touched.\n`);
  if (all.some(({ kind }) => kind === 'broken') || (options.exitCode === true && all.some(isDifferent))) context.end(1);
}
