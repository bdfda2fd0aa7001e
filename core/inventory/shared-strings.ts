type Fields = Record<string, unknown>;

/**
 * Lets an entry of a list use the texts of the one before it where they are equal at the same place: neighbours have their
 * policy, their region, their resource group in common, and ten thousand copies of each take their room.
 */
export function shareStrings(entry: unknown, before: unknown): void {
  if (typeof entry !== 'object' || entry === null || typeof before !== 'object' || before === null) return;
  if (Array.isArray(entry)) {
    if (Array.isArray(before))
      for (let at = 0; at < entry.length && at < before.length; at++) shareAt(entry, before, at);
    return;
  }
  for (const key in entry) shareAt(entry as Fields, before as Fields, key);
}

function shareAt<K extends string | number>(entry: Record<K, unknown>, before: Record<K, unknown>, key: K): void {
  const value = entry[key];
  if (typeof value === 'object') shareStrings(value, before[key]);
  else if (typeof value === 'string' && value.length > SHORT && value === before[key]) entry[key] = before[key];
}

/** Shorter ones are kept once anyway, by the JavaScript engine as it reads JSON. */
const SHORT = 10;
