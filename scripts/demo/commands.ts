import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { FailbackError } from '../../core/failback-error.ts';

/** The command as it was built, else its source. */
const built = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const program = existsSync(built) ? built : fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

/** Runs `failback` commands as a person would, each a process of its own. */
export function failback(env: NodeJS.ProcessEnv, say: (line: string) => void) {
  return {
    /** Shows the command and what it prints. */
    show(...args: readonly string[]): void {
      say(`$ failback ${args.join(' ')}\n`);
      const { status } = spawnSync(process.execPath, [program, ...args], {
        env,
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      if (status !== 0) throw ended(args, status, '');
    },
    /** Answers what it wrote to standard output. */
    ask(...args: readonly string[]): Promise<string> {
      return new Promise((resolve, reject) => {
        execFile(process.execPath, [program, ...args], { env }, (error, stdout, stderr) => {
          if (error === null) resolve(stdout);
          else reject(ended(args, typeof error.code === 'number' ? error.code : null, stderr));
        });
      });
    },
  };
}

function ended(args: readonly string[], status: number | null, said: string): FailbackError {
  return new FailbackError(
    'demo-command',
    `'failback ${args.join(' ')}' ended with exit code ${status}.\n${said.trim()}`,
    'Run it by itself to see more.',
  );
}

/** A simulated estate whose time moves whenever the run only waits. */
export async function serveEstate(
  runbook: string,
  say: (line: string) => void,
): Promise<{ url: string; fault(texts: readonly string[]): Promise<void>; end(): Promise<void> }> {
  const args = ['simulate', runbook, '--speed', 'advance'];
  say(`$ failback ${args.join(' ')}`);
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await firstLine(child);
  say(line);
  const { url } = JSON.parse(line) as { url: string };
  return {
    url,
    /** Faults from now on; what was captured before had none. */
    fault: async (texts) => {
      const body = JSON.stringify({ faults: texts });
      const answer = await fetch(new URL('/_simulator/faults', url), { method: 'POST', body });
      if (!answer.ok) throw new Error(`The simulated estate takes no faults: ${await answer.text()}`);
    },
    end: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout !== null) createInterface(child.stdout).once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The simulated estate ended with exit code ${code}.`)));
  });
}
