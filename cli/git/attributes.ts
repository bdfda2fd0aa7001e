/** Names by which git knows what belongs to runbooks. */
export const DRIVER = 'failback';

const LINE = `*.failback text diff=${DRIVER} merge=${DRIVER}`;
const NOTE = '# Runbooks are compared and merged by meaning; `failback git install` sets it up in a clone.';

/** `.gitattributes` with the line that sends runbooks to the drivers; undefined where it stands there already. */
export function withDriver(attributes: string): string | undefined {
  if (attributes.split(/\r?\n/).some((line) => line.trim() === LINE)) return undefined;
  const before = attributes === '' || attributes.endsWith('\n') ? attributes : `${attributes}\n`;
  return `${before}${NOTE}\n${LINE}\n`;
}
