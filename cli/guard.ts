import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { FailbackError } from '../core/failback-error.ts';
import { showControls } from '../core/report/escape-html.ts';
import { withoutSecrets } from '../core/without-secrets.ts';
import { type ExitCode, exitCodeFor } from './exit-code.ts';
import { escapeLines } from './terminal/escape-lines.ts';
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
      `${paintErr.bad('failback:')} ${escapeLines(withoutSecrets(error.message))}\n${indent(escapeLines(error.remedy))}\n`,
    );
    return exitCodeFor(error.code);
  }
  const system = systemTrouble(error);
  if (system !== undefined) {
    err.write(
      `${paintErr.bad('failback:')} ${escapeLines(system)}\n  See to the path, its rights and the disk, and try again.\n`,
    );
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

/** What the system says of a path that it does not let us use: `--out` into a folder that is not there, a full disk. */
const troubles: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder, and a file is wanted',
  ENOTDIR: 'a part of the path is a file, and a folder is wanted',
  EEXIST: 'something else is there already',
  EACCES: 'this account may not',
  EPERM: 'this account may not',
  EROFS: 'the disk is mounted read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of this account is used up',
  ENAMETOOLONG: 'the path is too long',
  EMFILE: 'too many files are open',
};

function systemTrouble(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return undefined;
  const why = troubles[String(error.code)];
  return why === undefined ? undefined : `'${error.path}' cannot be read or written: ${why} (${error.code}).`;
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
