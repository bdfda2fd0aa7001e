import type { Timestamp } from '../quantity.ts';
import { sayMoment } from './say.ts';

/** A process that holds a run and was not heard of, by the clock of its computer. */
export interface Silent {
  readonly pid: number;
  readonly since: Timestamp;
}

/** What to say of it; what to do about it is to take the run from it. */
export function saySilent(runId: string, { pid, since }: Silent): string {
  return `Process ${pid} holds the run '${runId}' and was not heard of since ${sayMoment(since)}: it may hang, or be stopped.`;
}
