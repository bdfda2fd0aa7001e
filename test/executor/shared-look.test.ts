import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sharedLook } from '../../executor/journal/shared-look.ts';

/** A look that takes as long as the test likes, and says what was true when it began. */
function slowLook() {
  let truth = 0;
  const looks: { readonly answer: () => void }[] = [];
  const look = () => {
    const seen = truth;
    return new Promise<number>((resolve) => looks.push({ answer: () => resolve(seen) }));
  };
  return { looks, look: sharedLook(look), change: () => (truth += 1) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('who asks while a look is under way gets the next one, which began after the question', async () => {
  const { looks, look, change } = slowLook();
  const first = look();
  change();
  const [second, third] = [look(), look()];
  assert.equal(looks.length, 1);
  looks[0]?.answer();
  assert.equal(await first, 0);
  await turn();
  assert.equal(looks.length, 2, 'two who waited share one look');
  looks[1]?.answer();
  assert.deepEqual(await Promise.all([second, third]), [1, 1]);
  change();
  const fourth = look();
  assert.equal(looks.length, 3);
  looks[2]?.answer();
  assert.equal(await fourth, 2);
});

test('a look that fails fails for those who asked for it, and for nobody after', async () => {
  let looks = 0;
  const look = sharedLook(async () => {
    looks += 1;
    if (looks === 1) throw new Error('gone');
    return 7;
  });
  const [one, other] = [look(), look()];
  await assert.rejects(one, /gone/);
  assert.equal(await other, 7);
  assert.equal(await look(), 7);
});
