import { resolve } from 'node:path';
import { Command } from 'commander';
import { sayCount } from '../../core/report/say.ts';
import { formatText } from '../../language-server/src/format/format-text.ts';
import type { CommandContext } from '../context.ts';
import { readTextFile } from '../read-file.ts';
import { writeWholeFile } from '../write-file.ts';

/** `failback format`: one way to lay a runbook out. */
export function formatCommand(context: CommandContext): Command {
  return new Command('format')
    .summary('lay runbooks out in the one way')
    .description('Formats runbooks and site files in place. Comments stay, and a block with an error stays as it is.')
    .argument('<files...>', 'runbooks or site files')
    .option('--check', 'change nothing; end with 1 and name the files that are not formatted')
    .action((files: string[], { check = false }: { check?: boolean }) => format(context, files, check));
}

async function format(
  { terminal, cwd, end }: CommandContext,
  files: readonly string[],
  onlyCheck: boolean,
): Promise<void> {
  const changed: string[] = [];
  for (const file of files) {
    const path = resolve(cwd, file);
    const text = await readTextFile(path, file);
    const formatted = formatText(text);
    if (formatted === text) continue;
    changed.push(file);
    if (!onlyCheck) await writeWholeFile(path, file, formatted);
  }
  for (const file of changed) terminal.out.write(`${file}\n`);
  const verb = onlyCheck ? 'not formatted' : 'formatted';
  terminal.err.write(
    changed.length === 0 ? 'Everything is formatted already.\n' : `${sayCount(changed.length, 'file')} ${verb}.\n`,
  );
  end(onlyCheck && changed.length > 0 ? 1 : 0);
}
