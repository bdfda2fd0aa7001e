/** Strings at least this long are worth a number instead of a repetition. */
const WORTH_A_NUMBER = 12;

/**
 * A JSON-like text of a value in which equal values have equal texts: the keys of objects are sorted, undefined is null. A
 * long string is written out where it comes first and by its number afterwards, so that ids that stand at every step cost
 * next to nothing.
 */
export function canonicalText(value: unknown): string {
  const numbers = new Map<string, number>();
  let text = '';
  const write = (part: unknown): void => {
    if (typeof part === 'string') {
      if (part.length < WORTH_A_NUMBER) {
        text += JSON.stringify(part);
        return;
      }
      const number = numbers.get(part);
      if (number !== undefined) {
        text += `#${number}`;
        return;
      }
      numbers.set(part, numbers.size);
      text += JSON.stringify(part);
    } else if (Array.isArray(part)) {
      text += '[';
      for (const element of part) {
        write(element);
        text += ',';
      }
      text += ']';
    } else if (typeof part === 'object' && part !== null) {
      text += '{';
      for (const [key, element] of Object.entries(part).sort(byKey)) {
        text += `${JSON.stringify(key)}:`;
        write(element);
        text += ',';
      }
      text += '}';
    } else text += String(part ?? null);
  };
  write(value);
  return text;
}

function byKey([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
