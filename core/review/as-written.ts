/** What a text says, in a sentence about what it was and what it is. */
export function asWritten(value: string | undefined): string {
  return value === undefined ? 'not written' : `'${value}'`;
}
