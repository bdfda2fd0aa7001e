import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';

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

export async function readAnnouncement(file: string): Promise<Announcement | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : announcementSchema.parse(JSON.parse(text));
}
