import { Command } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { approveCommand, declineCommand, doneCommand } from './commands/answer.ts';
import { approvePlanCommand } from './commands/approve-plan.ts';
import { captureCommand } from './commands/capture.ts';
import { captureNeedsCommand } from './commands/capture-needs.ts';
import { checkCommand } from './commands/check.ts';
import { diffCommand } from './commands/diff.ts';
import { executeCommand } from './commands/execute.ts';
import { explainCommand } from './commands/explain.ts';
import { exportCommand } from './commands/export.ts';
import { formatCommand } from './commands/format.ts';
import { gitCommand } from './commands/git.ts';
import { handoverCommand } from './commands/handover.ts';
import { languageServerCommand } from './commands/language-server.ts';
import { retryCommand, skipCommand, undoCommand } from './commands/mend.ts';
import { newCommand } from './commands/new.ts';
import { permissionsCommand } from './commands/permissions.ts';
import { planCommand } from './commands/plan.ts';
import { rehearseCommand, rehearsePartCommand } from './commands/rehearse.ts';
import { replanCommand } from './commands/replan.ts';
import { reportCommand } from './commands/report.ts';
import { resumeCommand } from './commands/resume.ts';
import { reviewCommand } from './commands/review.ts';
import { runCommand } from './commands/run.ts';
import { runsCommand } from './commands/runs.ts';
import { simulateCommand } from './commands/simulate.ts';
import { statusCommand } from './commands/status.ts';
import { cancelCommand, pauseCommand } from './commands/steer.ts';
import { stopCommand } from './commands/stop.ts';
import { verifyCommand } from './commands/verify.ts';
import type { CommandContext } from './context.ts';
import { withForeignWord } from './foreign-words.ts';

/** The commands in the order in which a failback meets them. */
const commands: readonly (readonly [string, readonly ((context: CommandContext) => Command)[]])[] = [
  [
    'Write and review',
    [
      newCommand,
      checkCommand,
      formatCommand,
      captureCommand,
      planCommand,
      diffCommand,
      reviewCommand,
      approvePlanCommand,
      gitCommand,
      explainCommand,
      permissionsCommand,
    ],
  ],
  ['Run', [rehearseCommand, runCommand, runsCommand, statusCommand, reportCommand, verifyCommand, exportCommand]],
  [
    'Answer and steer',
    [
      approveCommand,
      declineCommand,
      doneCommand,
      pauseCommand,
      resumeCommand,
      retryCommand,
      skipCommand,
      undoCommand,
      stopCommand,
      replanCommand,
      handoverCommand,
      cancelCommand,
    ],
  ],
  ['Serve', [simulateCommand, languageServerCommand]],
];

/** The whole command line. It throws instead of ending the process, and never writes but to the context's terminal. */
export function failbackProgram(context: CommandContext): Command {
  const { terminal } = context;
  const program = new Command('failback')
    .description('Brings machines home that failed over to Azure: checks, plans, rehearses and runs failback runbooks.')
    .version(packageJson.version, '--version', 'print the version')
    .helpOption('--help', 'explain a command')
    .helpCommand(false)
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      '\nExit codes: 0 done; 1 findings, or a run that failed or was declined; 2 wrong usage or unreadable input.\nRuns live in your state folder, or in $FAILBACK_HOME.',
    );
  for (const [heading, makers] of commands) {
    for (const make of makers) program.addCommand(make(context).helpGroup(`${heading}:`));
  }
  program.addCommand(executeCommand(context), { hidden: true });
  program.addCommand(captureNeedsCommand(context), { hidden: true });
  program.addCommand(rehearsePartCommand(context), { hidden: true });
  for (const command of [program, ...program.commands]) {
    command
      .helpOption('--help', 'explain a command')
      .exitOverride()
      .configureOutput({
        writeOut: (text) => terminal.out.write(text),
        writeErr: (text) => terminal.err.write(text),
        outputError: (text, write) =>
          write(withForeignWord(text).replace(/^error: /, `${terminal.paintErr.bad('failback:')} `)),
      });
  }
  return program;
}
