import type { Message, MessageWriterOptions, ResponseMessage } from 'vscode-languageserver';
import { bytesOf, encoded } from './answer-bytes.ts';

type ContentTypeEncoder = NonNullable<MessageWriterOptions['contentTypeEncoder']>;

/** Writes a message as JSON, as the protocol's library does, but takes the bytes of an answer that has some. */
export const answerEncoder: ContentTypeEncoder = {
  name: 'application/json',
  encode: async (message) => jsonOf(message),
};

function jsonOf(message: Message): Uint8Array {
  const { result, ...head } = message as ResponseMessage;
  const bytes = bytesOf(result);
  if (bytes === undefined) return encoded(JSON.stringify(message));
  // The head has an id at least, so something stands before the comma.
  return together([encoded(`${JSON.stringify(head).slice(0, -1)},"result":`), ...bytes, encoded('}')]);
}

/** One after the other. */
export function together(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
