/** The command line within the test's own process, at a moment that the test chooses. */

import { Writable } from 'node:stream';
import type { CommandContext } from '../../cli/context.ts';
import type { ExitCode } from '../../cli/exit-code.ts';
import { guarded } from '../../cli/guard.ts';
import { failbackProgram } from '../../cli/program.ts';
import { paintFor } from '../../cli/terminal/paint.ts';
import type { Terminal } from '../../cli/terminal/terminal.ts';

class Kept extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}

/** A context whose streams are kept, with nobody at the terminal. */
export function contextForTests(cwd = '/') {
  const [out, err] = [new Kept(), new Kept()];
  const paint = paintFor(false, {});
  const terminal: Terminal = {
    out: out as unknown as NodeJS.WriteStream,
    err: err as unknown as NodeJS.WriteStream,
    paint,
    paintErr: paint,
    isLive: false,
    canAsk: false,
    columns: () => 80,
    rows: () => 24,
  };
  let asked: ExitCode = 0;
  const context: CommandContext = {
    terminal,
    env: {},
    cwd,
    program: '',
    now: () => new Date('2026-11-23T09:30:00Z'),
    end: (code) => {
      asked = code;
    },
  };
  return { context, out, err, asked: () => asked };
}

interface Ended {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs a command as on the morning of the example's capture. */
export function inProcess(cwd: string, ...args: readonly string[]): Promise<Ended> {
  return inProcessWith(cwd, {}, ...args);
}

/** The same in an environment. */
export async function inProcessWith(cwd: string, env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Ended> {
  const { context: base, out, err, asked } = contextForTests(cwd);
  const context = { ...base, env };
  const code = await guarded(context.terminal, async () => {
    await failbackProgram(context).parseAsync(['node', 'failback', ...args]);
    return asked();
  });
  return { code, out: out.text, err: err.text };
}
