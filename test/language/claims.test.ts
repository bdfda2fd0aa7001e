import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Runbook } from '../../core/runbook/runbook.ts';
import { checkClaims } from '../../language-server/src/check/check-claims.ts';
import { loadRunbook } from '../../language-server/src/load-runbook.ts';

const SITE = `vault weu { name: "dr-weu" }
vault neu { name: "dr-neu" }
vm db { os: linux }
vms apps { app-1, app-2, app-3, app-4 }
`;

/** Loads runbooks that import one site; each is its vault and its waves. */
async function runbooks(...texts: readonly (readonly [vault: string, waves: string])[]): Promise<readonly Runbook[]> {
  const files = new Map([['file:///site.failback', SITE]]);
  for (const [index, [vault, waves]] of texts.entries())
    files.set(
      `file:///r${index}.failback`,
      `import "./site.failback"\nrunbook r${index} { architecture: modernized  ${vault} }\n${waves}\n`,
    );
  const loaded = await Promise.all(
    texts.map((_, index) => loadRunbook(`file:///r${index}.failback`, async (uri) => files.get(uri))),
  );
  return loaded.flatMap(({ runbook }) => runbook ?? []);
}

function told(found: readonly Runbook[]): readonly string[] {
  return checkClaims(found).map(({ at, message, related }) => {
    const [other] = related ?? [];
    const place = (range = at) => `${range.uri.slice(8)}:${range.start.line + 1}:${range.start.character + 1}`;
    return `${place()} (${place(other?.at)}) ${message}`;
  });
}

describe('machines that two runbooks move', () => {
  test('are told in both, each with the place in the other', async () => {
    const found = await runbooks(
      ['vault: weu', 'wave w { machines: db }'],
      ['vault: weu', 'wave x { machines: apps, DB }'],
    );
    assert.deepEqual(told(found), [
      "r0.failback:3:20 (r1.failback:3:26) 'db' is moved by the runbook 'r1' too, and a machine comes home once. Take it out of one of the two.",
      "r1.failback:3:26 (r0.failback:3:20) 'db' is moved by the runbook 'r0' too, and a machine comes home once. Take it out of one of the two.",
    ]);
  });

  test('are told once for all of a group', async () => {
    const found = await runbooks(
      ['vault: weu', 'wave w { machines: apps }'],
      ['vault: weu', 'wave x { machines: apps }'],
    );
    assert.match(told(found)[0] ?? '', /'app-1', 'app-2', 'app-3' and 1 more are moved by the runbook 'r1' too/);
    assert.equal(told(found).length, 2);
  });

  test('are two machines where they are items of two vaults', async () => {
    const found = await runbooks(['vault: weu', 'wave w { machines: db }'], ['vault: neu', 'wave x { machines: db }']);
    assert.deepEqual(told(found), []);
  });

  test('may be one machine where a runbook names no vault', async () => {
    const found = await runbooks(['vault: weu', 'wave w { machines: db }'], ['', 'wave x { machines: db }']);
    assert.equal(told(found).length, 2);
  });

  test('are nobody’s concern while no wave moves them', async () => {
    const found = await runbooks(
      ['vault: weu', 'wave w { machines: db }'],
      ['vault: weu', 'wave x { machines: apps }'],
    );
    assert.deepEqual(told(found), []);
  });
});
