/**
 * `npm run fuzz [-- EDITS DOCUMENTS SEED]`: 100,000 random edits, half of them in one file and half in three that import
 * one another, and 10,000 random documents against the real server, in pieces with a seed each, so that what fails can be
 * repeated alone. Ends with 1 where anything was lost, thrown, hung or judged otherwise than by a server that was started anew.
 */

import { openAtRandom } from './documents.ts';
import { type TypingReport, typeAtRandom } from './typing.ts';
import { workAtRandom } from './workspace.ts';

const [edits = 100_000, documents = 10_000, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);
const EDITS_A_PIECE = 50_000;
const DOCUMENTS_A_PIECE = 1_000;

await edit('in one file', typeAtRandom, Math.ceil(edits / 2));
await edit('in three files', workAtRandom, Math.floor(edits / 2));
for (let done = 0; done < documents; done += DOCUMENTS_A_PIECE) {
  const many = Math.min(DOCUMENTS_A_PIECE, documents - done);
  const { faults, slowest } = await openAtRandom(seed + done, many);
  tell(`${many} documents, seed ${seed + done}`, slowest, faults);
}

async function edit(
  where: string,
  doing: (seed: number, edits: number) => Promise<TypingReport>,
  all: number,
): Promise<void> {
  for (let done = 0; done < all; done += EDITS_A_PIECE) {
    const many = Math.min(EDITS_A_PIECE, all - done);
    const { faults, slowest, heap } = await doing(seed + done, many);
    tell(`${many} edits ${where}, seed ${seed + done}`, slowest, faults);
    const megabytes = heap.map((bytes) => (bytes / 1e6).toFixed(0)).join(', ');
    if (megabytes !== '') console.log(`  heap after collecting garbage, MB: ${megabytes}`);
  }
}

function tell(what: string, slowest: number, faults: readonly string[]): void {
  console.log(`${what}: ${faults.length} faults; the slowest answer took ${Math.round(slowest)} ms of processor time`);
  for (const fault of faults) console.log(`  ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}
