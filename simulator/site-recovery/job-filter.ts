import type { JobFilter } from '../estate/job-book.ts';
import type { Knobs } from '../knobs.ts';
import type { Instant } from '../virtual-clock.ts';

/**
 * Reads the filters that were recorded, and what is joined from them with `and`:
 * `StartTime eq '…' and EndTime eq '…'` (a window in spite of its `eq`) and `(JobStatus eq 'Succeeded')`,
 * where several states are joined with `or`.
 * @returns the part that cannot be read, as text, in place of a filter.
 */
export function readJobFilter(filter: string | null, at: Instant, knobs: Knobs): JobFilter | string {
  let from = at - knobs.jobListWindowSeconds * 1000;
  let to = Number.POSITIVE_INFINITY;
  const states = new Set<string>();
  const text = (filter ?? '').trim();
  const terms = text === '' ? [] : text.replaceAll(/[()]/g, ' ').split(/\s+(?:and|or)\s+/i);
  for (const term of terms) {
    const read = /^\s*(\w+)\s+eq\s+'([^']*)'\s*$/i.exec(term);
    const [, name = '', value = ''] = read ?? [];
    const time = Date.parse(value);
    switch (name.toLowerCase()) {
      case 'starttime':
        if (Number.isNaN(time)) return term.trim();
        from = time;
        break;
      case 'endtime':
        if (Number.isNaN(time)) return term.trim();
        to = time;
        break;
      case 'jobstatus':
        states.add(value.toLowerCase());
        break;
      default:
        return term.trim();
    }
  }
  return { from, to, states: states.size === 0 ? undefined : states };
}
