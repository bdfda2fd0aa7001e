/** Ways in which an answer can be wrong, each a function of the answer and of a source of chance. */

export type Chance = (below: number) => number;

/** The same chances for the same seed (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
  readonly path: string;
}

/** Every place in a JSON value, as the object or list that holds it and the key there. */
function placesOf(value: unknown, path = '', found: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return found;
  const holder = value as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    found.push({ holder, key, path: `${path}.${key}` });
    placesOf(holder[key], `${path}.${key}`, found);
  }
  return found;
}

const BIG = 'x'.repeat(10 * 1024 * 1024);

/** What takes the place of a value. Nothing here is a plausible other fact: facts are removed or garbled. */
const garbles: readonly (readonly [string, (value: unknown) => unknown])[] = [
  ['null', () => null],
  ['an empty text', () => ''],
  ['an unknown word', () => 'Zzyzx'],
  ['a number', () => 42],
  ['a list', () => []],
  ['a list of nothing', () => [null]],
  ['an object', () => ({})],
  ['year 1', () => '0001-01-01T00:00:00'],
  ['another case', (value) => (typeof value === 'string' ? flipCase(value) : null)],
  ['10 MB', () => BIG],
];

/** One thing wrong in one answer, and what it was, for a person. */
export function garbled(body: string, chance: Chance): { readonly body: string; readonly told: string } {
  const answer: unknown = JSON.parse(body);
  const places = placesOf(answer);
  const place = places[chance(places.length)];
  if (place === undefined) return { body: 'null', told: 'null instead of an answer' };
  const { holder, key, path } = place;
  const choice = chance(garbles.length + 2);
  const [told, garble] = garbles[choice] ?? ['', undefined];
  if (garble !== undefined) {
    holder[key] = garble(holder[key]);
    return { body: JSON.stringify(answer), told: `${told} at ${path}` };
  }
  if (choice === garbles.length) {
    const cut = JSON.stringify(answer);
    return { body: cut.slice(0, chance(cut.length)), told: 'an answer cut off' };
  }
  if (Array.isArray(holder)) holder.splice(Number(key), 1, 'nobody');
  else delete holder[key];
  return { body: JSON.stringify(answer), told: `${path} is missing` };
}

function flipCase(text: string): string {
  return [...text]
    .map((letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))
    .join('');
}
