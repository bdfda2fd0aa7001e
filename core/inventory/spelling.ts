/**
 * Gives ARM ids the spelling they had in an earlier document. The service writes one id now as `/subscriptions/`, now as
 * `/Subscriptions/`, and a plan made from either must decide the same.
 * @source recordings: ids of one item differ in case between answers
 */
export function spelledAs<T>(value: T, earlier: unknown): T {
  const spelling = new Map<string, string>();
  eachText(earlier, (text) => {
    if (isId(text)) spelling.set(text.toLowerCase(), text);
  });
  return mapTexts(value, (text) => (isId(text) ? (spelling.get(text.toLowerCase()) ?? text) : text)) as T;
}

function isId(text: string): boolean {
  return text.startsWith('/');
}

function eachText(value: unknown, visit: (text: string) => void): void {
  if (typeof value === 'string') visit(value);
  else if (Array.isArray(value)) for (const entry of value) eachText(entry, visit);
  else if (typeof value === 'object' && value !== null)
    for (const entry of Object.values(value)) eachText(entry, visit);
}

function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((entry) => mapTexts(entry, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, mapTexts(entry, map)]));
}
