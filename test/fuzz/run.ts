/**
 * `npm run fuzz [-- EDITS DOCUMENTS SEED]`: 100,000 random edits and 10,000 random documents against the real server, in
 * pieces with a seed each, so that what fails can be repeated alone. Ends with 1 where anything was lost, thrown or hung.
 */

import { openAtRandom } from './documents.ts';
import { typeAtRandom } from './typing.ts';

const [edits = 100_000, documents = 10_000, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);
const EDITS_A_PIECE = 50_000;
const DOCUMENTS_A_PIECE = 1_000;

for (let done = 0; done < edits; done += EDITS_A_PIECE) {
  const { faults, slowest, heap } = await typeAtRandom(seed + done, Math.min(EDITS_A_PIECE, edits - done));
  const megabytes = heap.map((bytes) => (bytes / 1e6).toFixed(0)).join(', ');
  tell(`${done + EDITS_A_PIECE} edits, seed ${seed + done}`, slowest, faults);
  if (megabytes !== '') console.log(`  heap after collecting garbage, MB: ${megabytes}`);
}
for (let done = 0; done < documents; done += DOCUMENTS_A_PIECE) {
  const { faults, slowest } = await openAtRandom(seed + done, Math.min(DOCUMENTS_A_PIECE, documents - done));
  tell(`${done + DOCUMENTS_A_PIECE} documents, seed ${seed + done}`, slowest, faults);
}

function tell(what: string, slowest: number, faults: readonly string[]): void {
  console.log(`${what}: ${faults.length} faults; the slowest answer took ${Math.round(slowest)} ms of processor time`);
  for (const fault of faults) console.log(`  ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}
