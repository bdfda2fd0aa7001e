import type { ExitCode } from './exit-code.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What a command may touch of the world around it. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** This program's entry file, for processes of its own. */
  readonly program: string;
  now(): Date;
  /** Ends the command with this code once everything is written. */
  end(code: ExitCode): void;
}
