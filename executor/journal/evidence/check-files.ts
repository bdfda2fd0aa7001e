import type { RunEvent } from '../../../core/run/events.ts';
import { factsFileOf, factsHashOf } from '../facts-store.ts';
import { bad, type Check, good, untold } from './check.ts';
import type { RunFiles } from './run-files.ts';
import { sha256 } from './sha256.ts';

/** The files that the run was laid down and planned anew with, by the hashes that the journal has of them. */
export async function checkLaidDown(files: RunFiles, events: readonly RunEvent[]): Promise<Check> {
  const what = 'files';
  const hashes = events.flatMap((event) =>
    event.kind === 'run-started' || event.kind === 'replanned' ? Object.entries(event.files ?? {}) : [],
  );
  if (hashes.length === 0)
    return untold(
      what,
      'An older failback began the run and took no hashes of its files; of the plan the decisions are proven.',
    );
  const troubles: string[] = [];
  for (const [name, hash] of hashes) {
    const bytes = await files.read(name);
    if (bytes === undefined) troubles.push(`'${name}' is missing.`);
    else if (sha256(bytes) !== hash) troubles.push(`'${name}' was changed after the run began.`);
  }
  if (troubles.length > 0) return bad(what, troubles.join(' '));
  return good(what, `${hashes.map(([name]) => name).join(', ')} are as they were.`);
}

/** What was seen at each check of the facts is kept under its hash. */
export async function checkFacts(files: RunFiles, events: readonly RunEvent[]): Promise<Check> {
  const what = 'facts';
  const seen = new Set(events.flatMap((event) => ('seen' in event && event.seen !== undefined ? [event.seen] : [])));
  const troubles: string[] = [];
  for (const hash of seen)
    if (!files.names.includes(factsFileOf(hash))) troubles.push(`'${factsFileOf(hash)}' is missing.`);
  for (const name of files.names) {
    const hash = factsHashOf(name);
    if (hash === undefined) continue;
    const bytes = await files.read(name);
    if (bytes !== undefined && sha256(bytes) !== hash) troubles.push(`'${name}' is not what was seen then.`);
  }
  if (troubles.length > 0) return bad(what, troubles.join(' '));
  if (seen.size === 0) return untold(what, 'The journal names no facts that were kept.');
  return good(what, `${seen.size} looks at the world are kept as they were.`);
}
