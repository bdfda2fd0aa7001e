import type { RunState } from '../run/state.ts';

/** An alarm in one sentence; the machine stands before it only where the sentence does not begin with it. */
export function sayAlarm({ machine, message }: RunState['alarms'][number]): string {
  return machine === undefined || message.startsWith(`'${machine}'`) ? message : `${machine}: ${message}`;
}
