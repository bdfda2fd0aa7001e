import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DefaultTokenBuilder, EmptyFileSystem } from 'langium';
import { createCoreServices } from '../../language-server/src/failback-module.ts';
import { FailbackTokenBuilder } from '../../language-server/src/parser/failback-token-builder.ts';

describe('a keyword', () => {
  it('gives way to the same longer tokens that Langium finds for it', () => {
    const { Grammar } = createCoreServices(EmptyFileSystem).failback;
    const ours = longerTokens(new FailbackTokenBuilder().buildTokens(Grammar));
    assert.deepEqual(ours, longerTokens(new DefaultTokenBuilder().buildTokens(Grammar)));
    assert.ok(new Set(ours.map(([, longer]) => String(longer))).size > 2, 'The keywords differ in what is longer.');
  });
});

function longerTokens(tokens: ReturnType<DefaultTokenBuilder['buildTokens']>) {
  assert.ok(Array.isArray(tokens));
  return tokens.map(({ name, LONGER_ALT }) => [name, [LONGER_ALT ?? []].flat().map((longer) => longer.name)] as const);
}
