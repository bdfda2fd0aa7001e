import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';
import { applyDelta, deltaOf, factsDeltaSchema } from '../../core/inventory/facts-delta.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { dataWithoutSecrets } from '../../core/without-secrets.ts';
import { sha256 } from './evidence/sha256.ts';
import { readPlain } from './read-plain.ts';
import { replaceFile } from './replace-file.ts';
import type { RunHandle } from './run-directory.ts';

/** Where the facts of a look lie, from the run's folder on; the name is the hash of the file. */
export const factsFileOf = (hash: string) => `facts/${hash}.json.gz`;

/** The hash by which a file of that name is called; undefined where it keeps no facts. */
export function factsHashOf(name: string): string | undefined {
  return /^facts\/([0-9a-f]{64})\.json\.gz$/.exec(name)?.[1];
}

/**
 * Keeps what was seen, as what is otherwise than in the inventory that the run began with, and answers with the hash of
 * the file, without secrets that the service quotes. It is no part of going on, so it is not synced; what the journal says of it tells whether it was lost.
 */
export async function keepFacts(run: RunHandle, began: Inventory | undefined, seen: Inventory): Promise<string> {
  const bytes = await promisify(gzip)(JSON.stringify(deltaOf(began, dataWithoutSecrets(seen))));
  const hash = sha256(bytes);
  await mkdir(join(run.directory, 'facts'), { recursive: true, mode: 0o700 });
  await replaceFile(join(run.directory, factsFileOf(hash)), bytes);
  return hash;
}

/** What was seen then. @throws whatever the file system says, or ZodError where the file is none of ours */
export async function readFacts(run: RunHandle, began: Inventory | undefined, hash: string): Promise<Inventory> {
  return factsOf(await readPlain(join(run.directory, factsFileOf(hash))), began);
}

export function factsOf(bytes: Uint8Array, began: Inventory | undefined): Inventory {
  return applyDelta(began, factsDeltaSchema.parse(JSON.parse(gunzipSync(bytes).toString('utf8'))));
}
