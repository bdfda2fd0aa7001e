import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { ResponseMessage } from 'vscode-languageserver';
import { encoded, withBytes } from '../../language-server/src/wire/answer-bytes.ts';
import { answerEncoder, together } from '../../language-server/src/wire/answer-encoder.ts';
import { ListBytes } from '../../language-server/src/wire/list-bytes.ts';

interface Part {
  readonly name: string;
}

/** Lists of several runs, each a few parts away from the one before; a part that stays is the same object. */
const histories = fc.array(
  fc.record({ at: fc.nat(200), remove: fc.nat(70), insert: fc.array(fc.string(), { maxLength: 70 }) }),
  { minLength: 1, maxLength: 12 },
);

type History = typeof histories extends fc.Arbitrary<infer T> ? T : never;

function isWrittenWell(kept: ListBytes<Part>, history: History): boolean {
  let parts: readonly Part[] = Array.from({ length: 150 }, (_, at) => ({ name: `é ${at}` }));
  return history.every(({ at, remove, insert }) => {
    parts = parts.toSpliced(at, remove, ...insert.map((name) => ({ name })));
    const json = new TextDecoder().decode(together([encoded('['), ...kept.of(parts), encoded(']')]));
    return json === JSON.stringify(parts);
  });
}

describe('the bytes that are kept of a list', () => {
  test('are what the list is written as, whatever came and went', () => {
    fc.assert(fc.property(histories, (history) => isWrittenWell(new ListBytes(), history)));
  });

  test('are written anew where they changed and nowhere else', () => {
    let written = 0;
    const kept = new ListBytes<Part>((part) => {
      written++;
      return JSON.stringify(part);
    });
    const parts = Array.from({ length: 10_000 }, (_, at) => ({ name: `${at}` }));
    kept.of(parts);
    written = 0;
    kept.of(parts.with(5_000, { name: 'other' }));
    assert.ok(written > 0 && written < 100, `${written} parts were written`);
  });

  test('so a run that is kept although one of its parts changed is seen', () => {
    class Forgetful extends ListBytes<Part> {
      #before: readonly Part[] = [];

      override of(parts: readonly Part[]) {
        // The last part of each run is not looked at.
        const seen = parts.map((part, at) => (at % 64 === 63 ? (this.#before[at] ?? part) : part));
        this.#before = seen;
        return super.of(seen);
      }
    }
    const { failed } = fc.check(fc.property(histories, (history) => isWrittenWell(new Forgetful(), history)));
    assert.ok(failed, 'nobody saw it');
  });
});

test('an answer is sent as it would be without bytes of its own', async () => {
  const list = [{ name: 'a "quoted" name, عربى' }, { name: '\u2028\ud800' }];
  const messages = [
    { jsonrpc: '2.0', id: 1, result: list },
    { jsonrpc: '2.0', id: 'x', result: null },
    { jsonrpc: '2.0', id: 2, error: { code: 1, message: 'no' } },
    { jsonrpc: '2.0', method: 'window/logMessage', params: { result: list } },
  ];
  const plain = await Promise.all(messages.map(sent));
  withBytes(list, () => [encoded('['), ...new ListBytes<Part>().of(list), encoded(']')]);
  assert.deepEqual(
    (await Promise.all(messages.map(sent))).map((text) => JSON.parse(text)),
    plain.map((text) => JSON.parse(text)),
  );
  assert.deepEqual(
    plain,
    messages.map((message) => JSON.stringify(message)),
  );
});

async function sent(message: object): Promise<string> {
  const bytes = await answerEncoder.encode(message as ResponseMessage, { charset: 'utf-8' });
  return new TextDecoder().decode(bytes);
}
