/**
 * What a person can tell a run. A command is a file in the run's inbox, taken up once and answered by an event of the
 * journal, so one given while nobody listens is not lost.
 */

import { z } from 'zod';

const who = z.string().min(1);
const step = z.string().min(1);
/** Longer is no comment, and the inbox takes small files only. */
const comment = z.string().max(10_000).optional();
/** What somebody signed with their SSH key: `signed-answer.ts` says which text. */
const signed = z
  .object({ identity: z.string().min(1), askedAt: z.string(), at: z.string(), signature: z.string().max(20_000) })
  .optional();

export const runCommandSchema = z.discriminatedUnion('kind', [
  /** Answers a gate: an approval, a backup that was confirmed, a question. */
  z.object({ kind: z.literal('approve'), step, who, comment, signed }),
  z.object({ kind: z.literal('decline'), step, who, comment, signed }),
  /** A person says that the step is done: a question, a manual action, a call whose answer was lost. */
  z.object({ kind: z.literal('done'), step, who, comment, signed }),
  z.object({ kind: z.literal('resume'), who }),
  z.object({ kind: z.literal('cancel'), who }),
  z.object({ kind: z.literal('pause'), who }),
  /** Takes a failed, declined or unclear step up again. */
  z.object({ kind: z.literal('retry'), step, who, because: z.string().min(1) }),
  /** Leaves a step out with a reason; not once one of its calls was accepted. */
  z.object({ kind: z.literal('skip'), step, who, because: z.string().min(1) }),
  /** Calls nothing more for a machine, or for a wave and its machines; jobs under way end by themselves. */
  z.object({
    kind: z.literal('stop'),
    what: z.enum(['machine', 'wave']),
    name: z.string().min(1),
    who,
    because: z.string().min(1),
  }),
  /** Cancels a failover that is not committed. */
  z.object({ kind: z.literal('undo'), step, who, because: z.string().min(1) }),
  /** Goes on by another plan, which lies in the run's folder as a proposal under its hash. */
  z.object({
    kind: z.literal('replan'),
    who,
    because: z.string().min(1),
    planHash: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  /** Says who looks after the run from now on. */
  z.object({ kind: z.literal('handover'), who, to: z.string().min(1), note: z.string().optional() }),
]);

export type RunCommand = z.infer<typeof runCommandSchema>;

/** What became of a command, in full sentences. */
export interface CommandAnswer {
  /** Name of the command in the inbox and in the journal. */
  readonly id: string;
  /** `waiting`: nobody executes the run just now; it is taken up when somebody does. */
  readonly outcome: 'taken' | 'refused' | 'waiting';
  readonly message: string;
  /** The command line that lets a waiting one be taken up; absent where nobody need do anything. */
  readonly next?: string;
}
