import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Command } from 'commander';
import { failbackProgram } from '../../cli/program.ts';
import { contextForTests } from './in-process.ts';

test('docs/cli.md says what the commands say of themselves; UPDATE=1 writes it anew', () => {
  const page = pageOf(failbackProgram(contextForTests().context));
  const file = new URL('../../docs/cli.md', import.meta.url);
  if (process.env.UPDATE !== undefined) writeFileSync(file, page);
  assert.equal(page, readFileSync(file, 'utf8'));
});

function pageOf(program: Command): string {
  const commands = program.createHelp().visibleCommands(program);
  return [
    '# The command line',
    '<!-- Made from the commands themselves by test/cli/docs.test.ts; change their help, then run the test with UPDATE=1. -->',
    program.description(),
    'RUN is the id of a run, a unique beginning of one, or `latest`, which is also what is meant where it is left out; a word alone that is no run is taken for the GATE or STEP. GATE and STEP are a number in the list, an id, a machine, a wave, or a piece of the title. Runs live in your state folder, or in `$FAILBACK_HOME`.',
    'Machine formats (`json`, `sarif`, `github`, `html`) go to standard output alone; whatever is said to a person beside them goes to standard error. `NO_COLOR` is honoured. On a terminal progress is redrawn in place, elsewhere it is plain lines.',
    '| exit code | meaning |\n| --- | --- |\n| 0 | done, nothing at or above the threshold |\n| 1 | findings, or a run that failed, was declined or refused |\n| 2 | wrong usage or unreadable input |',
    ...commands.map(sectionOf),
    '',
  ].join('\n\n');
}

function sectionOf(command: Command): string {
  const help = command.createHelp();
  help.helpWidth = 100;
  const usage = `failback ${help.commandUsage(command).replace(/^failback /, '')}`;
  const rows = [
    ...help
      .visibleArguments(command)
      .map((argument) => [help.argumentTerm(argument), help.argumentDescription(argument)]),
    ...help
      .visibleOptions(command)
      .filter(({ long }) => long !== '--help')
      .map((option) => [help.optionTerm(option), help.optionDescription(option)]),
  ].map(([term, text]) => `| \`${cell(term)}\` | ${cell(text)} |`);
  const table = rows.length === 0 ? [] : [['| | |', '| --- | --- |', ...rows].join('\n')];
  return [`## ${command.name()}`, `    ${usage}`, command.description(), ...table].join('\n\n');
}

function cell(text = ''): string {
  return text.replaceAll('|', '\\|');
}
