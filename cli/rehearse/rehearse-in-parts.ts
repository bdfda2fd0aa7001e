import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { FailbackError } from '../../core/failback-error.ts';
import type { Rehearsal } from '../../core/rehearsal/rehearsal.ts';

/** A share of the rehearsals, for a process of its own. */
export interface Part {
  readonly first: number;
  readonly step: number;
  readonly times: number;
}

/** Deals seeds out by turns, so that no part gets all the long ones. */
export function dealt(times: number, firstSeed: number, parts: number): readonly Part[] {
  return Array.from({ length: Math.min(parts, times) }, (_, turn) => ({
    first: firstSeed + turn,
    step: parts,
    times: Math.ceil((times - turn) / parts),
  }));
}

/** Rehearses a part in a process of its own, which says what each came to as soon as it is over. */
export function rehearsePart(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
  each: (rehearsal: Rehearsal) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    createInterface({ input: child.stdout }).on('line', (line) => each(JSON.parse(line) as Rehearsal));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new FailbackError(
            'rehearsal-ended',
            `A process that rehearsed ended (exit code ${code}).${said === '' ? '' : `\n${said.trim()}`}`,
            'Once the cause is mended, rehearse again.',
          ),
        );
    });
  });
}
