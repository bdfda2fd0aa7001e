/**
 * Years that mean "no time": the service writes 0001, 1601 or 1753 for it.
 * @source recordings: endTime "0001-01-01T00:00:00", startTime "1601-01-01…" and "1753-01-01…"
 */
const FIRST_REAL_YEAR = 1900;

/** As it writes most of them; a row of the items list has one, and is read five hundred times. */
const USUAL = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3,7}Z$/;
const REAL = `${FIRST_REAL_YEAR}`;

/** A moment the service told, or undefined for one of its sentinels. */
export function moment(date: Date | string | null | undefined): string | undefined {
  if (date === undefined || date === null || date === '') return undefined;
  if (typeof date === 'string' && USUAL.test(date) && date >= REAL) return `${date.slice(0, 23)}Z`;
  const real = typeof date === 'string' ? new Date(date) : date;
  if (Number.isNaN(real.getTime()) || real.getUTCFullYear() < FIRST_REAL_YEAR) return undefined;
  return real.toISOString();
}
