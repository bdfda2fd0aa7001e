import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { FailbackError } from '../../core/failback-error.ts';

/** The one line that a simulator says when it serves. */
const announcementSchema = z.object({
  /** What clients use: the recording proxy. */
  url: z.string(),
  /** The simulator behind it. */
  simulator: z.string(),
  pid: z.number().int(),
});

export type Announcement = z.infer<typeof announcementSchema>;

/** Appears whole or not at all, for a process that waits for it. */
export async function writeAnnouncement(file: string, announcement: Announcement): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(announcement), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** @throws FailbackError `run-unreadable` where the file is not what a simulator wrote */
export async function readAnnouncement(file: string): Promise<Announcement | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return announcementSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new FailbackError(
      'run-unreadable',
      `'${file}' is not what a simulator wrote, so nobody knows where the simulated estate of this run serves.`,
      `Delete it, and resume the run: the estate is started again from its state file.\n  rm '${file}'`,
      { cause },
    );
  }
}
