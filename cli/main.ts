/** The `failback` command. */

import { fileURLToPath } from 'node:url';
import type { ExitCode } from './exit-code.ts';
import { guarded } from './guard.ts';
import { failbackProgram } from './program.ts';
import { processTerminal } from './terminal/terminal.ts';

const terminal = processTerminal(process.env);
// A reader that has seen enough closes the pipe; the next write must not become an uncaught error.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit());

let asked: ExitCode = 0;
const program = failbackProgram({
  terminal,
  env: process.env,
  cwd: process.cwd(),
  program: fileURLToPath(import.meta.url),
  now: () => new Date(),
  end: (code) => {
    asked = code;
  },
});

process.exitCode = await guarded(terminal, async () => {
  await program.parseAsync(process.argv);
  return asked;
});
