import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { FailbackError } from '../../core/failback-error.ts';
import { MARKER } from '../../core/review/render-comment.ts';
import { writeWholeFile } from '../write-file.ts';

const FILE = 'failback-review.json';

/** A comment is never longer than this. */
const LONGEST = 65_000;

const artifact = z.object({
  schema: z.literal('failback/review'),
  version: z.literal(1),
  number: z.number().int().positive(),
  body: z.string().startsWith(MARKER).max(LONGEST),
});

/** What a fork's build leaves for a job that may comment. */
export type ReviewArtifact = z.infer<typeof artifact>;

export async function writeArtifact(folder: string, number: number, body: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, FILE);
  const content: ReviewArtifact = { schema: 'failback/review', version: 1, number, body };
  await writeWholeFile(path, path, `${JSON.stringify(content)}\n`);
  return path;
}

/**
 * Reads what a fork's build left. Whoever wrote the fork could have written anything, so nothing of it is believed but its
 * form, and whatever could call people, lead elsewhere or load something is taken out of the text.
 */
export async function readArtifact(folder: string): Promise<ReviewArtifact> {
  const path = join(folder, FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new FailbackError(
      'file-not-found',
      `There is no '${path}'.`,
      'Download the artifact of the review first; the workflow in the repository shows how.',
      { cause },
    );
  }
  const read = artifact.safeParse(jsonOf(text));
  if (!read.success)
    throw new FailbackError('file-unreadable', `'${path}' is no review of this tool.`, 'Nothing is written for it.');
  return { ...read.data, body: harmless(read.data.body) };
}

/** Markdown that shows what it says and does nothing else. */
export function harmless(body: string): string {
  const kept = body.slice(MARKER.length).replace(/<(?!\/?(details|summary|br)>)/gi, '&lt;');
  const text = kept
    .replace(/@(?=\w)/g, '@\u200b')
    .replace(/\]\s*\(/g, ']\u200b(')
    .replace(/\]\s*:/g, ']\u200b:')
    .replace(/\b(https?|ftp|mailto):/gi, '$1\u200b:')
    .replace(/\bwww\./gi, 'www\u200b.')
    .replace(/\b(click|href)\b/gi, '$1\u200b');
  return MARKER + text;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
