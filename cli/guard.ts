import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { FailbackError } from '../core/failback-error.ts';
import { showControls, showControlsInLines } from '../core/show-controls.ts';
import { withoutSecrets } from '../core/without-secrets.ts';
import { type ExitCode, exitCodeFor } from './exit-code.ts';
import { systemTrouble } from './system-trouble.ts';
import type { Terminal } from './terminal/terminal.ts';

/** Runs a command; whatever it throws becomes a few plain lines and an exit code, never a stack trace. */
export async function guarded(terminal: Terminal, command: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await command();
  } catch (error) {
    return explain(terminal, error);
  }
}

function explain({ err, paintErr }: Terminal, error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (isClosedPipe(error)) return 0;
  if (error instanceof FailbackError) {
    err.write(
      `${paintErr.bad('failback:')} ${showControlsInLines(withoutSecrets(error.message))}\n${indent(showControlsInLines(error.remedy))}\n`,
    );
    return exitCodeFor(error.code);
  }
  const trouble = systemTrouble(error);
  if (trouble !== undefined) {
    const { path, why, remedy } = trouble;
    const what = path === undefined ? 'A file cannot be read or written' : `'${path}' cannot be read or written`;
    err.write(`${paintErr.bad('failback:')} ${showControlsInLines(`${what}: ${why}.`)}\n  ${remedy}\n`);
    return 2;
  }
  const written = writeDetails(error);
  err.write(
    `${paintErr.bad('failback:')} This is a bug in failback, not in your files; the details were written to '${written}'.\n`,
  );
  return 2;
}

/** `failback check … | head` closes the pipe early; that is no trouble of ours. */
function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}

function writeDetails(error: unknown): string {
  const file = join(tmpdir(), `failback-bug-${new Date().toISOString().replace(/[:.]/g, '-')}-${process.pid}.txt`);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  try {
    writeFileSync(
      file,
      `failback ${process.argv.slice(2).join(' ')}\nNode ${process.version} on ${process.platform}\n\n${text}\n`,
      { mode: 0o600, flag: 'wx' },
    );
    return file;
  } catch {
    return `nowhere, since '${tmpdir()}' cannot be written to; the message was: ${showControls(String(error))}`;
  }
}
