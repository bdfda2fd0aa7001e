/**
 * The journal's vocabulary: what happened, in the past tense. An event never says what to do next; `next` derives that.
 * Events cross the border as lines of a file, so zod reads them. Times are ISO 8601 by the service's clock.
 */

import { z } from 'zod';
import { runCommandSchema } from './commands.ts';

/** From version 4 on a line has all that happened at one moment; up to 3 it had one event. */
export const JOURNAL_VERSION = 4;

const timestamp = z.iso.datetime({ offset: true });
const base = { at: timestamp };
const step = z.string().min(1);

/** A fact that changed under the run, in words, with the steps to come that rest on it. */
const changedFact = z.object({
  fact: z.string(),
  before: z.string(),
  now: z.string(),
  steps: z.array(step),
  /** Steps besides those that are named. */
  more: z.number().int().nonnegative(),
});

const failure = z.object({
  code: z.string(),
  message: z.string(),
  possibleCauses: z.string().optional(),
  recommendedAction: z.string().optional(),
  rule: z.string().optional(),
  remedy: z.string(),
  facts: z.array(changedFact).optional(),
});

const target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('azure') }),
  z.object({ kind: z.literal('simulated'), seed: z.number() }),
  z.object({ kind: z.literal('simulator'), url: z.string() }),
]);

export const runEventSchema = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('run-started'),
    runId: z.string(),
    planHash: z.string(),
    target,
    startedBy: z.string(),
    /** SHA-256 of the files that the run was laid down with, so that whoever has the journal can tell whether they changed. */
    files: z.record(z.string(), z.string()).optional(),
    /** Other names and mail addresses by which whoever started it is known. */
    starterKnownAs: z.array(z.string()).optional(),
  }),
  /** A process took the run up, the first one too; each raises the epoch. */
  z.object({ ...base, kind: z.literal('resumed'), epoch: z.number().int().positive() }),

  /** Before anything of a step happens; `attempt` counts the times a person sent it on its way again. */
  z.object({ ...base, kind: z.literal('step-started'), step }),
  /** Written and synced before the call. `call` counts the calls of a step that has several. */
  z.object({
    ...base,
    kind: z.literal('intent'),
    step,
    operation: z.string(),
    call: z.number().int().nonnegative(),
    requestId: z.string(),
    bodyHash: z.string(),
  }),
  z.object({
    ...base,
    kind: z.literal('accepted'),
    step,
    requestId: z.string(),
    /** Absent where the service did it at once and made no job. */
    jobId: z.string().optional(),
    by: z.enum(['response', 'activity-id', 'person']),
  }),
  /** The service said no before it did anything; the call may be made anew after `retryAt`. */
  z.object({
    ...base,
    kind: z.literal('refused'),
    step,
    requestId: z.string(),
    status: z.number().int(),
    message: z.string(),
    retryAt: timestamp,
    /** Nothing went wrong: the call waits for something else that the run asked for, and was not sent. */
    inTurn: z.boolean().optional(),
  }),
  /** Nobody knows whether the service took the call. */
  z.object({ ...base, kind: z.literal('unknown-outcome'), step, requestId: z.string(), message: z.string() }),
  /** One look for our own job found none, with the item still as it was before the call (or not). */
  z.object({ ...base, kind: z.literal('looked'), step, itemUnmoved: z.boolean() }),
  /** The service's job ended well, or a call without one was carried out. */
  z.object({ ...base, kind: z.literal('settled'), step, jobId: z.string().optional(), note: z.string() }),

  z.object({ ...base, kind: z.literal('gate-opened'), step, expiresAt: timestamp.optional() }),
  z.object({
    ...base,
    kind: z.literal('gate-answered'),
    step,
    answer: z.enum(['approved', 'declined', 'done']),
    who: z.string(),
    proof: z.enum(['claimed', 'proven']),
    /** Fingerprint of the key that signed; the signature itself is in the command. */
    key: z.string().optional(),
    comment: z.string().optional(),
    planHash: z.string(),
  }),
  z.object({
    ...base,
    kind: z.literal('command'),
    id: z.string(),
    command: runCommandSchema,
    taken: z.boolean(),
    message: z.string(),
  }),

  z.object({
    ...base,
    kind: z.literal('preflight'),
    step,
    factsHash: z.string(),
    moved: z.array(z.string()),
    /** SHA-256 of the file in `facts/` that keeps what was seen. */
    seen: z.string().optional(),
  }),
  /**
   * From here on the run follows another plan, made from facts as they are now. What is done stays done; the steps in
   * `again` go back to their beginning: gates that are asked anew on this plan, and checks that stopped the run.
   */
  z.object({
    ...base,
    kind: z.literal('replanned'),
    /** 2 for the second plan of the run, which lies in `plan-2.json`. */
    number: z.number().int().min(2),
    planHash: z.string(),
    who: z.string(),
    because: z.string(),
    /** What was decided otherwise, as sentences. */
    moved: z.array(z.string()),
    again: z.array(z.string()),
    files: z.record(z.string(), z.string()),
  }),
  /** Somebody else looks after the run from here on. */
  z.object({
    ...base,
    kind: z.literal('handed-over'),
    from: z.string(),
    to: z.string(),
    note: z.string().optional(),
  }),
  /** The protected item of a machine has another id since: a classic reprotect may make a new item of it. */
  z.object({ ...base, kind: z.literal('item-renamed'), step, machine: z.string(), from: z.string(), to: z.string() }),
  /** A job that is not ours works on our item. */
  z.object({ ...base, kind: z.literal('foreign-job'), step, jobId: z.string(), message: z.string() }),
  z.object({ ...base, kind: z.literal('needs-sign-in'), message: z.string() }),
  z.object({ ...base, kind: z.literal('signed-in') }),
  /** The run asks nothing any more until a person resumes it: the vault is not there. */
  z.object({ ...base, kind: z.literal('halted'), message: z.string() }),
  /** What an alarm told is over. */
  z.object({ ...base, kind: z.literal('alarm-over'), key: z.string() }),
  /** `key` keeps one alarm from being raised twice. */
  z.object({ ...base, kind: z.literal('alarm'), key: z.string(), machine: z.string().optional(), message: z.string() }),

  z.object({ ...base, kind: z.literal('asked'), step, message: z.string() }),
  z.object({ ...base, kind: z.literal('step-done'), step, note: z.string().optional() }),
  /** `requestId`: the service rejected that call, so its fate is known and nobody need look for its job. */
  z.object({ ...base, kind: z.literal('step-failed'), step, failure, requestId: z.string().optional() }),
  z.object({ ...base, kind: z.literal('step-skipped'), step, who: z.string(), because: z.string() }),

  z.object({
    ...base,
    kind: z.literal('run-ended'),
    status: z.enum(['done', 'failed', 'declined', 'cancelled']),
    because: z.string().optional(),
    /** SHA-256 of the file in `facts/` that keeps how the run left the world, where it could be seen. */
    seen: z.string().optional(),
  }),
]);

export type RunEvent = z.infer<typeof runEventSchema>;
/** An event without its time, which the journal's writer adds. */
export type RunEventBody = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, 'at'> : never) : never;
export type EventFailure = z.infer<typeof failure>;
export type EventFact = z.infer<typeof changedFact>;

/** Up to version 3 a line had the version that first knew such an event: whoever knew that version could read it. */
export function versionOf(event: RunEvent): number {
  switch (event.kind) {
    case 'command':
      return event.command.kind === 'stop' ? 3 : 1;
    case 'halted':
    case 'alarm-over':
    case 'replanned':
    case 'handed-over':
      return 3;
    case 'item-renamed':
      return 2;
    default:
      return 1;
  }
}
