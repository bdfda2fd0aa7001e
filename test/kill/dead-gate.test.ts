import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deadlyGate } from './killing-gate.ts';

const soon = () => new Promise((resolve) => setTimeout(resolve, 20));

/** What a process hears that has three effects under way when it dies at the second. */
async function heard(when: 'before' | 'after'): Promise<{ readonly said: string[]; readonly done: string[] }> {
  let deaths = 0;
  const gate = deadlyGate(1, when, () => {
    deaths += 1;
  });
  const said: string[] = [];
  const done: string[] = [];
  const slow = Promise.withResolvers<void>();
  const effect = (name: string, act: () => Promise<unknown>) =>
    void gate({ what: 'call' }, async () => {
      await act();
      done.push(name);
    }).then(
      () => said.push(`${name} ended`),
      () => said.push(`${name} failed`),
    );
  effect('under way', () => slow.promise);
  effect('the deadly one', async () => {});
  await soon();
  effect('begun later', async () => {});
  effect('one that fails', () => Promise.reject(new Error('lost')));
  slow.resolve();
  await soon();
  assert.equal(deaths, 1);
  return { said, done };
}

test('who is dead hears of nothing, neither of what was under way nor of what it begins', async () => {
  assert.deepEqual(await heard('before'), { said: [], done: ['under way'] });
  assert.deepEqual(await heard('after'), { said: [], done: ['the deadly one', 'under way'] });
});

test('who lives hears of everything up to then', async () => {
  const gate = deadlyGate(2, 'before', () => {});
  assert.equal(await gate({ what: 'call' }, async () => 'first'), 'first');
  await assert.rejects(
    gate({ what: 'call' }, () => Promise.reject(new Error('lost'))),
    /lost/,
  );
});
