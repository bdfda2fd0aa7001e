import { stretchBetween } from '../../../core/stretch.ts';

/** What became of a list: from `from` on, `came` stands where `gone` stood. What stayed is the same object. */
export interface Change<T> {
  readonly from: number;
  readonly gone: readonly T[];
  readonly came: readonly T[];
}

/** The one stretch in which two lists differ. */
export function changeOf<T>(before: readonly T[], after: readonly T[]): Change<T> {
  const { from, gone, came } = stretchBetween(before, after);
  return { from, gone: before.slice(from, from + gone), came: after.slice(from, from + came) };
}
