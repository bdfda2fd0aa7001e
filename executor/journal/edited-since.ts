import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/**
 * The files among those that a run keeps that say something else on disk now, by path. One that is gone, or is no plain
 * file any more, says nothing.
 */
export async function editedSince(kept: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const compared = Object.entries(kept).map(async ([uri, text]) => {
    if (!uri.startsWith('file:')) return [];
    const path = fileURLToPath(uri);
    const now = await plainText(path);
    return now === undefined || now === text ? [] : [path];
  });
  return (await Promise.all(compared)).flat();
}

async function plainText(path: string): Promise<string | undefined> {
  try {
    return (await stat(path)).isFile() ? new TextDecoder().decode(await readFile(path)) : undefined;
  } catch {
    return undefined;
  }
}
