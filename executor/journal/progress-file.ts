import { z } from 'zod';
import type { Timestamp } from '../../core/quantity.ts';
import type { StepProgress } from '../../core/run/view.ts';
import { replaceFile } from './replace-file.ts';
import { computerOf, progressFile, type RunHandle } from './run-directory.ts';

const progressSchema = z.object({
  /** The service's clock when this was written, the writer's own, and how fast the service's runs (virtual time). */
  now: z.iso.datetime({ offset: true }),
  wall: z.iso.datetime({ offset: true }),
  speed: z.number().nonnegative(),
  steps: z.array(
    z.object({
      step: z.string(),
      fraction: z.number(),
      note: z.string(),
      at: z.iso.datetime({ offset: true }),
      left: z.object({ low: z.number(), likely: z.number(), high: z.number() }).optional(),
    }),
  ),
  /** How far the journal was written by then, so that lines which are taken off its end are missed. */
  journal: z.object({ lines: z.number().int().nonnegative(), hash: z.string() }).optional(),
});

/** Latest figures of the long steps. Neither chained nor synced: losing them loses nothing. */
export interface ProgressFigures {
  readonly now: Timestamp;
  readonly wall: Timestamp;
  readonly speed: number;
  readonly steps: readonly StepProgress[];
  readonly journal?: { readonly lines: number; readonly hash: string } | undefined;
}

export async function writeProgress(run: RunHandle, figures: ProgressFigures): Promise<void> {
  await replaceFile(progressFile(run), JSON.stringify(figures), { disk: computerOf(run).disk });
}

/** Undefined before the first figures, or when they cannot be read. */
export async function readProgress(run: RunHandle): Promise<ProgressFigures | undefined> {
  try {
    return progressSchema.parse(JSON.parse((await computerOf(run).disk.read(progressFile(run))).toString('utf8')));
  } catch {
    return undefined;
  }
}

/** The service's time now, as far as a reader can tell it who has only the file. */
export function serviceTimeFrom(figures: ProgressFigures, alive: boolean, wallNow: Date): Date {
  const elapsed = alive ? Math.max(0, wallNow.getTime() - Date.parse(figures.wall)) * figures.speed : 0;
  return new Date(Date.parse(figures.now) + elapsed);
}
