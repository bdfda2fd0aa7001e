/**
 * The JSON of large answers, put together from what is kept of the answer before: one about ten thousand blocks is four
 * megabytes, of which a keystroke changes a line. Where a connection carries bytes (`answerEncoder`) they are sent as they
 * are; everywhere else the answer itself is sent, which says the same.
 */
export type Bytes = readonly Uint8Array[];

const bytesOfAnswers = new WeakMap<object, () => Bytes>();
const encoder = new TextEncoder();

/** `bytes` is asked when the answer is sent, and must tell the answer as it is now, whatever is typed until then. */
export function withBytes<T extends object>(answer: T, bytes: () => Bytes): T {
  bytesOfAnswers.set(answer, bytes);
  return answer;
}

/** Undefined: its JSON has to be written from the answer. */
export function bytesOf(answer: unknown): Bytes | undefined {
  return typeof answer === 'object' && answer !== null ? bytesOfAnswers.get(answer)?.() : undefined;
}

export function encoded(text: string): Uint8Array {
  return encoder.encode(text);
}
