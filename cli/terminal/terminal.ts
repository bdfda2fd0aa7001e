import { type Paint, paintFor } from './paint.ts';

/** The streams of a command. Results go to `out`; whatever is said to a person goes to `err` when a machine reads `out`. */
export interface Terminal {
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
  readonly paint: Paint;
  readonly paintErr: Paint;
  /** A person sits there: progress may be redrawn in place. */
  readonly isLive: boolean;
  /** A person can be asked. */
  readonly canAsk: boolean;
  columns(): number;
  rows(): number;
}

export function processTerminal(env: NodeJS.ProcessEnv): Terminal {
  const { stdout: out, stderr: err, stdin } = process;
  const isLive = out.isTTY === true && env.TERM !== 'dumb' && env.CI === undefined;
  return {
    out,
    err,
    paint: paintFor(out.isTTY === true, env),
    paintErr: paintFor(err.isTTY === true, env),
    isLive,
    canAsk: isLive && stdin.isTTY === true,
    columns: () => out.columns || 80,
    rows: () => out.rows || 24,
  };
}
