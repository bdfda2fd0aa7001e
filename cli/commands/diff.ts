import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { FailbackError } from '../../core/failback-error.ts';
import { sayCount } from '../../core/report/say.ts';
import { showControlsInLines } from '../../core/show-controls.ts';
import type { CommandContext } from '../context.ts';
import { compared, isDifferent, showCompared } from '../diff/compared.ts';
import { pairsBetween, type VersionPair } from '../diff/pair-versions.ts';
import { plansOf } from '../diff/plans-of.ts';
import { sourcesOf } from '../diff/sources-of.ts';
import { type AsOf, asOfOption } from '../options.ts';

interface DiffOptions {
  readonly asOf?: AsOf;
  readonly format: 'pretty' | 'markdown' | 'json' | 'plans';
  readonly only?: string;
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
      new Option('--format <format>', 'how to show it')
        .choices(['pretty', 'markdown', 'json', 'plans'])
        .default('pretty'),
    )
    .option('--only <file>', 'only the runbook of this file, as it is after the change')
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
  const every = await pairsBetween(before, after, judging);
  const pairs = options.only === undefined ? every : onlyOf(every, resolve(cwd, options.only), options.only);
  if (options.format === 'plans') {
    terminal.out.write(`${JSON.stringify(pairs.map(plansOf), undefined, 2)}\n`);
    return;
  }
  const all = pairs.map(compared);
  const news = all.filter(({ kind }) => kind !== 'same' || all.length === 1);
  if (options.format === 'json') terminal.out.write(`${JSON.stringify(all, undefined, 2)}\n`);
  else
    terminal.out.write(
      news.map((one) => showControlsInLines(showCompared(one, options.format as 'pretty' | 'markdown'))).join('\n'),
    );
  if (all.length === 0) terminal.err.write(`Neither '${before.name}' nor '${after.name}' has a runbook.\n`);
  const quiet = all.length - news.length;
  if (quiet > 0) terminal.err.write(`${sayCount(quiet, 'runbook')} not touched.\n`);
  if (all.some(({ kind }) => kind === 'broken') || (options.exitCode === true && all.some(isDifferent))) context.end(1);
}

/** @throws FailbackError `usage` where neither version has such a runbook */
function onlyOf(pairs: readonly VersionPair[], path: string, shown: string): readonly VersionPair[] {
  const wanted = pairs.filter(({ before, after }) => (after ?? before)?.path === path);
  if (wanted.length > 0) return wanted;
  throw new FailbackError(
    'usage',
    `'${shown}' is no runbook of what is compared.`,
    'Name the file of a runbook, not of a site, that lies in the folder or file that is compared.',
  );
}
