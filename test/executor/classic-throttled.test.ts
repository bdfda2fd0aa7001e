import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBranch } from './classic-estate.ts';

/** Looks at the classic servers, in the order in which they were made: what was asked, what came, and when. */
async function looksUnder(fault: string) {
  const estate = await openBranch({ faults: [fault] });
  try {
    const state = await estate.execute();
    assert.equal(state.status, 'done', state.because);
    return estate.simulator.exchanges().flatMap(({ method, url, status, responseHeaders }) => {
      const found = method === 'GET' ? /replicationFabrics(\/[^/?]+)?\?/.exec(url) : null;
      const at = Date.parse(responseHeaders.date ?? '') / 1000;
      return found === null ? [] : [{ what: found[1] === undefined ? 'list' : 'fabric', status, at }];
    });
  } finally {
    await estate.close();
  }
}

test('a classic fabric that Azure puts off is asked again when it said so, and nothing else with it', async () => {
  const looks = await looksUnder('429:120@fabric#2-7');
  const refused = looks.findIndex(({ status }) => status === 429);
  assert.deepEqual(
    looks.slice(refused, refused + 4).map(({ what, status }) => `${status} ${what}`),
    ['429 fabric', '429 fabric', '429 fabric', '429 fabric'],
    'the list, which had come, is not asked for with it',
  );
  for (const [index, { status, at }] of looks.entries())
    if (status === 429) assert.ok((looks[index + 1]?.at ?? 0) >= at + 120, `${at}: two minutes went by`);
  assert.equal(looks.filter(({ status }) => status === 429).length, 6);
});

test('without Retry-After the pauses grow, and after four tries the look is left for the next one', async () => {
  const looks = await looksUnder('429-bare@fabric#2-7');
  const refused = looks.findIndex(({ status }) => status === 429);
  const pauses = looks.slice(refused, refused + 4).map(({ at }, index) => (looks[refused + index + 1]?.at ?? 0) - at);
  assert.deepEqual(pauses.slice(0, 3), [2, 4, 8]);
  assert.ok((pauses[3] ?? 0) >= 30, `${pauses[3]} s before the next look`);
});
