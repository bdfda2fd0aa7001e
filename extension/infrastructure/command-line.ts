/**
 * The `failback` command that is bundled with the extension, run by the editor's own Node. Runs are started through it, so
 * that they belong to no window.
 */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { FailbackError } from '../../core/failback-error.ts';
import { readSettings } from './settings.ts';

export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd: string;
  /** For what must not be seen in a list of processes. */
  readonly env?: NodeJS.ProcessEnv;
  /** What it reads from standard input; nobody sees that either. */
  readonly input?: string;
  /** Called with each line of standard error as it comes. */
  readonly onErrorLine?: (line: string) => void;
  /** Asks the command to stop, as Ctrl-C does. */
  readonly signal?: AbortSignal;
}

export class CommandLine {
  readonly #program: string;

  constructor(extensionPath: string) {
    this.#program = join(extensionPath, 'dist', 'cli', 'main.js');
  }

  /** How to start a command where a person sees it and may be asked: in a terminal. */
  asProcess(args: readonly string[]): { program: string; args: readonly string[]; env: Record<string, string> } {
    return { program: process.execPath, args: [this.#program, ...args], env: this.#environment() };
  }

  /** Runs a command to its end. */
  run(args: readonly string[], options: CommandOptions): Promise<CommandOutcome> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [this.#program, ...args], {
        cwd: options.cwd,
        env: { ...process.env, ...this.#environment(), ...options.env },
        stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
        windowsHide: true,
      });
      const { stdin, stdout, stderr } = child;
      if (stdout === null || stderr === null) throw new Error('The streams of the command are not there.');
      // A command that ends without reading closes the pipe, which is its affair.
      stdin?.on('error', () => {}).end(options.input);
      const interrupt = () => child.kill('SIGINT');
      options.signal?.addEventListener('abort', interrupt, { once: true });
      const said = { stdout: '', stderr: '' };
      for (const [name, stream] of Object.entries({ stdout, stderr }) as ['stdout' | 'stderr', Readable][]) {
        stream.setEncoding('utf8').on('data', (chunk: string) => {
          said[name] += chunk;
        });
      }
      const { onErrorLine } = options;
      if (onErrorLine !== undefined) createInterface({ input: stderr }).on('line', onErrorLine);
      child.once('error', reject);
      child.once('close', (code) => {
        options.signal?.removeEventListener('abort', interrupt);
        resolve({ code: code ?? 1, ...said });
      });
    });
  }

  /**
   * Like `run`, for a command that must succeed.
   * @throws FailbackError `command-failed`, with what the command said
   */
  async must(args: readonly string[], options: CommandOptions): Promise<CommandOutcome> {
    const outcome = await this.run(args, options);
    if (outcome.code === 0) return outcome;
    throw commandFailed(args, outcome);
  }

  /**
   * Like `must`, for a command that answers with one JSON document.
   * @throws FailbackError `command-failed`, with what the command said
   */
  async ask(args: readonly string[], options: CommandOptions): Promise<unknown> {
    const outcome = await this.must(args, options);
    const answer = parseJson(outcome.stdout);
    if (answer === undefined) throw commandFailed(args, outcome);
    return answer;
  }

  /** The editor's program is Electron, which is Node only when told so. */
  #environment(): Record<string, string> {
    const { home } = readSettings();
    return { ELECTRON_RUN_AS_NODE: '1', NO_COLOR: '1', ...(home === '' ? {} : { FAILBACK_HOME: home }) };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function commandFailed(args: readonly string[], { code, stdout, stderr }: CommandOutcome): FailbackError {
  const said = stderr.trim() || stdout.trim() || `It said nothing and ended with ${code}.`;
  return new FailbackError('command-failed', said, `The command was: failback ${args.join(' ')}`);
}
