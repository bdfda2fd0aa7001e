import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { speakText } from '../../language-server/src/speak/speak-text.ts';
import type { CommandContext } from '../context.ts';
import { type Purpose, repositoryOf } from '../diff/in-git.ts';
import { withDriver } from '../git/attributes.ts';
import { configuration } from '../git/configuration.ts';
import { mergeFiles } from '../git/merge-files.ts';
import { readTextFile, readTextFileIfAny } from '../read-file.ts';
import { writeWholeFile } from '../write-file.ts';

const run = promisify(execFile);

/** `failback git`: lets git speak of waves and machines. */
export function gitCommand(context: CommandContext): Command {
  const command = new Command('git')
    .summary('let git compare and merge runbooks by meaning')
    .description(
      'Sets git up so that `git diff`, `git log -p` and `git show` say what each machine and wave is told to do, and `git merge` and `git rebase` merge runbooks block by block.',
    );
  command
    .command('install')
    .summary('set up this repository')
    .description(
      'Writes the line for runbooks into `.gitattributes`, which belongs into the repository, and the commands into the configuration of this clone, which every clone needs once.',
    )
    .action(() => install(context));
  command
    .command('uninstall')
    .summary('take the commands out of this clone again')
    .action(() => uninstall(context));
  command
    .command('speak')
    .summary('say what a file says, a line for each fact (git calls this)')
    .argument('<file>', 'a runbook or a site file')
    .action(async (file: string) => {
      context.terminal.out.write(speakText(await readTextFile(resolve(context.cwd, file), file)));
    });
  command
    .command('merge')
    .summary('merge two versions of a file into the first (git calls this)')
    .argument('<base>', 'what both began from')
    .argument('<ours>', 'ours; the result is written here')
    .argument('<theirs>', 'theirs')
    .argument('[path]', 'where the file lies, for what is said about it')
    .action(async (base: string, ours: string, theirs: string, path?: string) => {
      const at = (file: string) => resolve(context.cwd, file);
      const conflicts = await mergeFiles({ base: at(base), ours: at(ours), theirs: at(theirs) });
      if (conflicts === 0) return;
      context.terminal.err.write(
        `'${path ?? ours}' was decided otherwise by both in ${conflicts} places; they are marked.\n`,
      );
      context.end(1);
    });
  return command;
}

const SETTING_UP: Purpose = {
  lacks: 'there is no git to set up for runbooks',
  remedy: 'Go into the repository of the runbooks, or begin one:\n  git init',
};

async function install({ cwd, terminal, program }: CommandContext): Promise<void> {
  const { root } = await repositoryOf(cwd, SETTING_UP);
  const file = join(root, '.gitattributes');
  const attributes = withDriver((await readTextFileIfAny(file)) ?? '');
  if (attributes !== undefined) await writeWholeFile(file, file, attributes);
  for (const [key, value] of configuration([process.execPath, program]))
    await run('git', ['config', key, value], { cwd: root });
  terminal.out.write(
    `git compares and merges the runbooks of '${root}' by meaning now.\n${attributes === undefined ? '' : 'Commit `.gitattributes`, so that it holds for everybody; each clone runs `failback git install` once.\n'}`,
  );
}

async function uninstall({ cwd, terminal }: CommandContext): Promise<void> {
  const { root } = await repositoryOf(cwd, SETTING_UP);
  for (const section of new Set(configuration([]).map(([key]) => key.slice(0, key.lastIndexOf('.')))))
    await run('git', ['config', '--remove-section', section], { cwd: root }).catch(() => undefined);
  terminal.out.write(`git compares and merges the runbooks of '${root}' line by line again.\n`);
}
