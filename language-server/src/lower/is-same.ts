import { AnchoredRange } from '../../../core/runbook/source.ts';

/**
 * Whether two lowered values say the same at the same places, now and after whatever is typed above them, so that one
 * may be kept for the other. Declared things are compared as objects: who holds one, holds that one.
 */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (one instanceof AnchoredRange) return other instanceof AnchoredRange && one.isSame(other);
  if (other instanceof AnchoredRange || 'documentation' in one) return false;
  if (Array.isArray(one))
    return Array.isArray(other) && one.length === other.length && one.every((each, at) => isSame(each, other[at]));
  return haveSameParts(one, other);
}

/** `made`, with each part taken from `before` that says the same there; `before` itself where all do. */
export function keptParts<T extends object>(before: T | undefined, made: T): T {
  if (before === undefined) return made;
  if (haveSameParts(before, made)) return before;
  const kept = Object.entries(made).map(([key, part]) => {
    const earlier = before[key as keyof T];
    return [key, isSame(earlier, part) ? earlier : part];
  });
  return Object.fromEntries(kept) as T;
}

/** Whether two objects say the same, part by part. */
export function haveSameParts(one: object, other: object): boolean {
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => key in other && isSame(one[key as keyof typeof one], other[key as keyof typeof other]))
  );
}
