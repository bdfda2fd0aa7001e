import { letThrough } from './quiet.ts';

/** So long a slice may take, in milliseconds; whatever else waits is served in between. */
const SLICE = 2;

/** Does a long work slice by slice. Answers whether it came to its end. */
export async function inSlices(
  work: Iterator<void, void>,
  isOver: () => boolean = () => false,
  between: () => Promise<void> = letThrough,
): Promise<boolean> {
  for (let start = performance.now(); !isOver(); ) {
    if (work.next().done === true) return true;
    if (performance.now() - start < SLICE) continue;
    await between();
    start = performance.now();
  }
  return false;
}
