import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classicReprotectBody } from '../../core/plan/classic-bodies.ts';
import { processServerReference, replaced } from '../../core/plan/references.ts';
import { type ClassicServers, unmetServers, withServerIds } from '../../core/run/classic-servers.ts';

const now = new Date('2026-11-23T09:00:00Z');
const seenAt = now.toISOString();
const heard = { lastHeartbeat: '2026-11-23T08:58:00Z', healthErrors: [], seenAt };
const servers: ClassicServers = {
  processServers: [{ id: 'PS-1', name: 'ps-branch', ...heard }],
  masterTargets: [
    {
      id: 'MT-1',
      name: 'mt-windows',
      retentionVolumes: [{ name: 'R', capacityBytes: 1, freeBytes: 1 }],
      datastores: ['ds-gold'],
      ...heard,
    },
  ],
};
const body = classicReprotectBody({
  masterTargetId: 'mt-1',
  processServerId: processServerReference('PS-BRANCH'),
  retentionDrive: 'r',
  runAsAccountId: undefined,
  datastoreName: 'DS-gold',
  profileId: 'policy',
});

function why(change: { [K in keyof ClassicServers]?: Partial<ClassicServers[K][number]> }): string | undefined {
  const changed: ClassicServers = {
    processServers: servers.processServers.map((one) => ({ ...one, ...change.processServers })),
    masterTargets: servers.masterTargets.map((one) => ({ ...one, ...change.masterTargets })),
  };
  const resolved = withServerIds(body, changed);
  return 'unmet' in resolved ? resolved.unmet : unmetServers(resolved.body, changed, now);
}

test('a reference becomes the id that the vault shows, names and ids without case', () => {
  const resolved = withServerIds(body, servers);
  assert.match(JSON.stringify(resolved), /"processServerId":"PS-1"/);
  assert.equal(why({}), undefined);
});

test('what the vault does not show yet is named', () => {
  assert.equal(why({ processServers: { name: 'another' } }), "The vault does not show the process server 'PS-BRANCH'.");
  assert.equal(why({ masterTargets: { id: 'MT-2' } }), "The vault does not show the master target 'mt-1'.");
  assert.match(why({ masterTargets: { retentionVolumes: [] } }) ?? '', /retention drive 'r' of the master target/);
  assert.match(why({ masterTargets: { datastores: [] } }) ?? '', /reaches the datastore 'DS-gold'/);
});

test('a server is heard up to fifteen minutes, and not a second longer', () => {
  assert.equal(why({ processServers: { lastHeartbeat: '2026-11-23T08:45:00Z' } }), undefined);
  assert.match(
    why({ processServers: { lastHeartbeat: '2026-11-23T08:44:59Z' } }) ?? '',
    /'ps-branch' was not heard since/,
  );
  assert.match(
    why({ masterTargets: { lastHeartbeat: '2026-11-23T08:44:59Z' } }) ?? '',
    /'mt-windows' was not heard since/,
  );
});

test('a secret stays a name until somebody fills it, and other bodies are left as they are', () => {
  const secret = { properties: { adminPassword: { $secret: 'ps' }, list: [{ $processServer: 'ps' }, 1, null] } };
  assert.deepEqual(
    replaced(secret, () => undefined),
    secret,
  );
  assert.deepEqual(
    replaced(secret, (reference) => ('$secret' in reference ? 'x' : 'y')),
    { properties: { adminPassword: 'x', list: ['y', 1, null] } },
  );
  assert.equal(
    unmetServers({ properties: { providerSpecificDetails: { instanceType: 'InMageAzureV2' } } }, servers, now),
    undefined,
  );
});
