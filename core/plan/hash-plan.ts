import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { canonicalText } from './canonical-text.ts';
import { decisionsOf } from './decisions.ts';
import type { Plan } from './plan.ts';

/** SHA-256 over the plan's decisions, as 64 hexadecimal digits. The plan's own `hash` takes no part in it. */
export function hashPlan(plan: Plan): string {
  return bytesToHex(sha256(new TextEncoder().encode(canonicalText(decisionsOf(plan)))));
}

/** As much of a hash as people read aloud. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12);
}
