/**
 * Years that mean "no time": the service writes 0001, 1601 or 1753 for it.
 * @source recordings: endTime "0001-01-01T00:00:00", startTime "1601-01-01…" and "1753-01-01…"
 */
const FIRST_REAL_YEAR = 1900;

/** A moment the service told, or undefined for one of its sentinels. */
export function moment(date: Date | string | null | undefined): string | undefined {
  if (date === undefined || date === null || date === '') return undefined;
  const real = typeof date === 'string' ? new Date(date) : date;
  if (Number.isNaN(real.getTime()) || real.getUTCFullYear() < FIRST_REAL_YEAR) return undefined;
  return real.toISOString();
}
