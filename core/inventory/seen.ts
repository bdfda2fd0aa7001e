import { z } from 'zod';

/** A moment as the service writes it, with its offset. */
export const timestamp = z.iso.datetime({ offset: true });

/** What every entry of an inventory carries: when it was looked at. */
export const seen = { seenAt: timestamp };

/** An ARM id as the service wrote it, to be compared without case. */
export const armId = z.string().min(1);

export const bytes = z.number().nonnegative();

/** Health as Site Recovery reports it; unknown strings are kept. */
export const health = z.string();

export const healthError = z.object({
  code: z.string(),
  level: z.string().optional(),
  message: z.string(),
  possibleCauses: z.string().optional(),
  recommendedAction: z.string().optional(),
});
