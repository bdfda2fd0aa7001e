import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { CanonicalBytes } from './canonical-bytes.ts';
import { decisionsOf } from './decisions.ts';
import type { Plan } from './plan.ts';

/** SHA-256 over the plan's decisions, as 64 hexadecimal digits. The plan's own `hash` takes no part in it. */
export function hashPlan(plan: Plan): string {
  const hash = sha256.create();
  const bytes = new CanonicalBytes((chunk) => hash.update(chunk));
  for (const decision of decisionsOf(plan)) bytes.write(decision);
  bytes.end();
  return bytesToHex(hash.digest());
}

/** As much of a hash as people read aloud. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12);
}
