import type { Bucket, Throttling } from '../knobs.ts';
import type { Instant } from '../virtual-clock.ts';

export type Kind = 'reads' | 'writes' | 'deletes';

/** What ARM's token bucket answers: how many are left, or how long to wait. */
export type Token =
  | { readonly granted: true; readonly remaining: number }
  | { readonly granted: false; readonly retryAfterSeconds: number };

/** ARM's token buckets, refilled by simulated time: one for reads, one for writes, one for deletes. */
export function makeThrottle(throttling: Throttling): (kind: Kind, at: Instant) => Token {
  const levels = new Map<Kind, { level: number; at: Instant }>();
  return (kind, at) => {
    const bucket: Bucket = throttling[kind];
    const last = levels.get(kind) ?? { level: bucket.size, at };
    const refilled = ((at - last.at) / 1000) * bucket.refillPerSecond;
    const level = Math.min(bucket.size, last.level + Math.max(0, refilled));
    if (level < 1) {
      levels.set(kind, { level, at });
      return { granted: false, retryAfterSeconds: Math.max(1, Math.ceil((1 - level) / bucket.refillPerSecond)) };
    }
    levels.set(kind, { level: level - 1, at });
    return { granted: true, remaining: Math.floor(level - 1) };
  };
}

export function kindOf(method: string): Kind {
  if (method === 'GET' || method === 'HEAD') return 'reads';
  return method === 'DELETE' ? 'deletes' : 'writes';
}
