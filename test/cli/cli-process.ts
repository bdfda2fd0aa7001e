/** The command line as a person meets it: a process with its own streams, exit code and folder of runs. */

import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder with the fixtures in it and an empty folder of runs; both go when the test is over. */
export class Desk {
  readonly folder = mkdtempSync(join(tmpdir(), 'failback-cli-'));
  readonly env: NodeJS.ProcessEnv;

  constructor(...copies: readonly string[]) {
    cpSync(fixtures, this.folder, { recursive: true });
    for (const folder of copies)
      cpSync(fileURLToPath(new URL(`../../${folder}`, import.meta.url)), this.folder, { recursive: true });
    this.env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      FAILBACK_HOME: join(this.folder, 'home'),
      TMPDIR: this.folder,
    };
  }

  start(...args: readonly string[]): ChildProcess {
    return spawn(process.execPath, [program, ...args], {
      cwd: this.folder,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  failback(...args: readonly string[]): Promise<Finished> {
    return finished(this.start(...args));
  }

  clear(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export function finished(child: ChildProcess): Promise<Finished> {
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}
