import { execFile } from 'node:child_process';
import { FailbackError } from '../../core/failback-error.ts';
import { passwordVariable } from '../../core/server-password.ts';

export { passwordVariable };

/** Whose password is looked for. */
export interface PasswordOwner {
  /** As the runbook calls the server. */
  readonly name: string;
  readonly account: string;
}

/**
 * Runs a program without a shell and tells what it wrote; undefined when it ended with an error: it found nothing.
 * @throws when there is no such program
 */
export type RunProgram = (program: string, args: readonly string[]) => Promise<string | undefined>;

export interface Keyring {
  readonly platform: NodeJS.Platform;
  readonly run: RunProgram;
}

/** Under this name entries stand in a keyring. */
const SERVICE = 'failback';

/**
 * The password of an account, from the environment or the system's keyring. Asking a person, standard input and VS Code's
 * secret storage are the callers' ways.
 * @returns undefined when neither has it, or this system's keyring cannot be asked by a command
 */
export async function findPassword(
  owner: PasswordOwner,
  env: Readonly<Record<string, string | undefined>>,
  keyring: Keyring = { platform: process.platform, run: runProgram },
): Promise<string | undefined> {
  const given = env[passwordVariable(owner.name)];
  if (given !== undefined && given !== '') return given;
  const command = keyringCommand(owner, keyring.platform);
  if (command === undefined) return undefined;
  try {
    const told = await keyring.run(command.program, command.args);
    const password = told?.replace(/\r?\n$/, '');
    return password === '' ? undefined : password;
  } catch {
    // A server without a desktop has no keyring; that is no failure.
    return undefined;
  }
}

/** What to tell a person whose password was not found. */
export function passwordMissing(owner: PasswordOwner, platform: NodeJS.Platform = process.platform): FailbackError {
  const command = storeCommand(owner, platform);
  const ways = [
    `Set it for this one command, in the environment variable ${passwordVariable(owner.name)}.`,
    command === undefined
      ? 'The keyring of this system hands passwords to no command, so failback cannot ask it.'
      : `Or keep it in the keyring of this system:\n${command}`,
  ];
  return new FailbackError(
    'vsphere-no-password',
    `Nobody gave the password of '${owner.account}' on '${owner.name}', so it cannot be asked what is there.`,
    ways.join('\n'),
  );
}

interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** @source secret-tool(1) of libsecret; security(1) of macOS. Windows' Credential Manager has no command that tells a password. */
function keyringCommand({ name, account }: PasswordOwner, platform: NodeJS.Platform): Command | undefined {
  switch (platform) {
    case 'darwin':
      return {
        program: '/usr/bin/security',
        args: ['find-generic-password', '-s', `${SERVICE}:${name}`, '-a', account, '-w'],
      };
    case 'win32':
      return undefined;
    default:
      return { program: 'secret-tool', args: ['lookup', 'service', SERVICE, 'server', name, 'account', account] };
  }
}

function storeCommand({ name, account }: PasswordOwner, platform: NodeJS.Platform): string | undefined {
  switch (platform) {
    case 'darwin':
      return `security add-generic-password -U -s ${quoted(`${SERVICE}:${name}`)} -a ${quoted(account)} -w`;
    case 'win32':
      return undefined;
    default:
      return `secret-tool store --label=${quoted(`failback ${name}`)} service ${SERVICE} server ${quoted(name)} account ${quoted(account)}`;
  }
}

/** For a person's shell: nobody runs it here. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A keyring that is locked asks a person, who needs a moment. */
const KEYRING_MS = 60_000;

function runProgram(program: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { timeout: KEYRING_MS, windowsHide: true }, (error, stdout) => {
      if (error === null) resolve(stdout);
      else if ((error as NodeJS.ErrnoException).code === 'ENOENT') reject(error);
      else resolve(undefined);
    });
  });
}
