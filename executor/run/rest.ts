import type { Action } from '../../core/run/action.ts';
import type { RunContext } from './run-context.ts';

/** Seconds until a service that cannot be reached after a jump of the clock is asked again. */
export const UNREACHABLE = 15;

/** Waits so many seconds, or until the bell rings. */
export async function pause({ clock, signal }: RunContext, seconds: number, rung: Promise<void>): Promise<void> {
  const woken = new AbortController();
  void rung.then(() => woken.abort());
  await clock.sleep(seconds, AbortSignal.any([signal, woken.signal]));
}

/** Sleeps until time brings something, a command arrives, or something in the background ends. */
export async function sleep(context: RunContext, actions: readonly Action[], rung: Promise<void>): Promise<void> {
  const { clock, now, journal, background } = context;
  // Where time moves only by our sleeping, it must not run away while a person thinks or a script works.
  if (clock.speed === 0 && (background.size > 0 || journal.state.status === 'waiting')) return rung;
  const until = nextMoment(context, actions);
  if (until === undefined) return rung;
  await pause(context, Math.max(0.001, (until - now().getTime()) / 1000), rung);
}

function nextMoment(context: RunContext, actions: readonly Action[]): number | undefined {
  const wait = actions.find((action) => action.kind === 'wait');
  const moments = [...context.cooling.values()]
    .map(({ until }) => until.getTime())
    .filter((at) => at > context.now().getTime());
  if (wait?.until !== undefined) moments.push(Date.parse(wait.until));
  return moments.length === 0 ? undefined : Math.min(...moments);
}
