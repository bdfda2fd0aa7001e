import type { RunState } from '../run/state.ts';

/** An alarm in one sentence; the machine stands before it only where the sentence does not begin with it. */
export function sayAlarm({ machine, message, overAt }: RunState['alarms'][number]): string {
  const told = machine === undefined || message.startsWith(`'${machine}'`) ? message : `${machine}: ${message}`;
  return overAt === undefined ? told : `${told} (Over since ${overAt.slice(0, 16).replace('T', ' ')} UTC.)`;
}
