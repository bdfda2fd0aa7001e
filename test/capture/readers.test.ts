import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { answersOf, type CannedAnswer, captureFrom, type Estate, serveCanned } from './canned-arm.ts';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

async function branch(): Promise<Estate> {
  const path = join(examples, 'contoso-branch/rotterdam.inventory.json');
  return {
    entry: join(examples, 'contoso-branch/contoso-branch.failback'),
    inventory: parseInventory(await readFile(path, 'utf8'), path),
  };
}

/** Captures the branch, with other answers in the place of some of the honest ones. */
async function captureWith(
  change: (key: string, honest: CannedAnswer | undefined) => CannedAnswer | undefined,
  inFlight?: number,
) {
  const estate = await branch();
  const answers = await answersOf(estate);
  const arm = await serveCanned((key) => change(key, answers.get(key)));
  try {
    const seen = await captureFrom(arm.url, estate, inFlight === undefined ? {} : { inFlight });
    return { estate, seen, asked: arm.asked, most: arm.most() };
  } finally {
    await arm.close();
  }
}

test('what the vault and the networks around it show is captured as it is', async () => {
  const { estate, seen } = await captureWith((_, honest) => honest);
  const { inventory } = estate;
  const bare = (entries: readonly { readonly seenAt: string }[] | undefined) =>
    (entries ?? []).map(({ seenAt: _, ...rest }) => JSON.stringify(rest)).toSorted();
  assert.deepEqual(bare(seen.connections), bare(inventory.connections));
  assert.deepEqual(bare(seen.virtualNetworks), bare(inventory.virtualNetworks));
  assert.deepEqual(
    seen.azureVms?.map(({ name, interfaces }) => [name, interfaces?.map(({ subnetId }) => subnetId)]).toSorted(),
    inventory.azureVms?.map(({ name, interfaces }) => [name, interfaces?.map(({ subnetId }) => subnetId)]).toSorted(),
  );
});

for (const [what, body] of [
  ['null instead of the list', '{"value":null}'],
  ['no list at all', '{}'],
  ['one row that nobody can read', '{"value":[{"id":"/subscriptions/x","name":"keep"}]}'],
] as const)
  test(`locks are not captured from an answer with ${what}, rather than there being none`, async () => {
    const { seen } = await captureWith((key, honest) =>
      /microsoft\.authorization\/locks\?/.test(key) ? { status: 200, body } : honest,
    );
    assert.equal(seen.locks, undefined);
    assert.ok(seen.notCaptured?.some((one) => one.what === 'locks'));
    assert.notEqual(seen.rights, undefined);
  });

test('a refused part is told with what the service said, and the rest is there', async () => {
  const body = JSON.stringify({ error: { code: 'AuthorizationFailed', message: 'You may not read connections.' } });
  const { seen } = await captureWith((key, honest) => (/\/connections\?/.test(key) ? { status: 403, body } : honest));
  assert.equal(seen.connections, undefined);
  assert.match(
    seen.notCaptured?.find(({ what }) => what === 'connections to the site')?.reason ?? '',
    /You may not read connections/,
  );
  assert.equal(seen.items?.length, 7);
});

test('a 429 is waited for as long as it says, by everybody who reads', async () => {
  const estate = await branch();
  const answers = await answersOf(estate);
  let refused = 0;
  const arm = await serveCanned((key) => {
    if (!/replicationprotecteditems\/[^/]+\?/.test(key) || refused >= 3) return answers.get(key);
    refused += 1;
    return {
      status: 429,
      body: '{"error":{"code":"TooManyRequests","message":"later"}}',
      headers: { 'retry-after': '17' },
    };
  });
  try {
    const seen = await captureFrom(arm.url, estate);
    assert.equal(refused, 3);
    assert.equal(seen.items?.filter(({ disks }) => disks.length > 0).length, 7);
    // The moment of a part is that of its first request, so the items are none the younger for the wait.
    assert.deepEqual(
      new Set(seen.items?.map(({ seenAt }) => seenAt)),
      new Set([new Date(estate.inventory.capturedAt).toISOString()]),
    );
  } finally {
    await arm.close();
  }
});

for (const bound of [1, 3, 8])
  test(`no more than ${bound} requests are under way at once`, async () => {
    const estate = await branch();
    const answers = await answersOf(estate);
    const arm = await serveCanned(async (key) => {
      await new Promise((later) => setImmediate(later));
      return answers.get(key);
    });
    try {
      await captureFrom(arm.url, estate, { inFlight: bound });
      assert.ok(arm.most() <= bound, `${arm.most()} were`);
      if (bound > 1) assert.ok(arm.most() > 1, 'they are asked beside one another');
    } finally {
      await arm.close();
    }
  });

test('a capture that nobody wants any more ends with the reason, and sends nothing after it', async () => {
  const estate = await branch();
  const answers = await answersOf(estate);
  const stop = new AbortController();
  const reason = new Error('enough');
  let askedUntilThen = 0;
  const arm = await serveCanned((key) => {
    if (/replicationprotecteditems\/[^/]+\?/.test(key) && !stop.signal.aborted) {
      stop.abort(reason);
      askedUntilThen = arm.asked.length;
    }
    return answers.get(key);
  });
  try {
    const inFlight = 3;
    await assert.rejects(captureFrom(arm.url, estate, { signal: stop.signal, inFlight }), (error) => error === reason);
    await new Promise((later) => setTimeout(later, 50));
    // What was on the wire already still arrives.
    assert.ok(arm.asked.length < askedUntilThen + inFlight, `${arm.asked.length} after ${askedUntilThen}`);
  } finally {
    await arm.close();
  }
});

test('keys that answers about connections and circuits hold are in no inventory', async () => {
  const canary = 'c4n4ry-key';
  const { seen } = await captureWith((_, honest) => {
    if (honest === undefined) return honest;
    const salted = JSON.stringify(JSON.parse(honest.body), (_key, value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? { ...value, sharedKey: canary, authorizationKey: canary, serviceKey: canary, password: canary }
        : value,
    );
    return { ...honest, body: salted };
  });
  assert.ok((seen.connections?.length ?? 0) > 0);
  assert.ok(!JSON.stringify(seen).includes(canary));
});
