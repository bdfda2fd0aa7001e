import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ItemDetail } from '../../core/run/item-facts.ts';
import { failbackReadiness } from '../../core/run/readiness.ts';

const disk = { name: 'disk-0', initialReplicationComplete: true, resyncRequired: false };
const item: ItemDetail = {
  id: '/items/one',
  name: 'one',
  friendlyName: 'erp-db-01',
  internalIdentifier: undefined,
  instanceType: 'InMageRcmFailback',
  protectionState: 'Protected',
  activeLocation: 'Primary',
  allowedOperations: ['PlannedFailover'],
  replicationHealth: 'Normal',
  healthCodes: [],
  currentJobId: undefined,
  replicated: 100,
  resyncRequired: false,
  seenAt: '2026-11-23T09:00:00Z',
  disks: [disk],
  consistencyPoints: [],
  pending: undefined,
};
const points = [{ id: 'p1', time: '2026-11-23T08:55:00Z', type: 'CrashConsistent' }];

const said = (change: Partial<ItemDetail>, wanted = 'crash-consistent', known = points, pointId?: string) => {
  const readiness = failbackReadiness({ ...item, ...change }, known, wanted, pointId);
  return readiness.kind === 'ready' ? 'ready' : readiness.because;
};

test('ready: every disk is copied, a point of the wanted kind exists, the failover is allowed', () => {
  assert.equal(said({}), 'ready');
  assert.equal(said({ replicationHealth: 'Critical', healthCodes: ['531006'] }), 'ready');
});

test('a disk of which the service does not say that its copy is complete is not complete', () => {
  const silent = { ...disk, name: 'disk-1', initialReplicationComplete: undefined };
  assert.equal(said({ disks: [disk, silent] }), "initial replication of 'disk-1'");
});

test('an item that shows no disks is not ready', () => {
  assert.equal(said({ disks: [] }), 'the service to show the disks');
});

test('a point of another kind is none', () => {
  assert.equal(said({}, 'application-consistent'), 'a recovery point that is application-consistent');
  assert.equal(said({}, 'crash-consistent', []), 'a first recovery point');
});

const classic: Partial<ItemDetail> = {
  instanceType: 'InMage',
  allowedOperations: ['UnplannedFailover', 'DisableProtection'],
  replicated: undefined,
  resyncRequired: undefined,
};
const tags = [{ id: 'tag-7', time: '2026-11-23T08:50:00Z', type: 'Tag' }];

test('classic: the latest time needs no point, once the service allows the failover', () => {
  assert.equal(said(classic, 'latest', []), 'ready');
  assert.equal(
    said({ ...classic, allowedOperations: ['DisableProtection'] }, 'latest', []),
    'the service to allow the failover',
  );
  assert.equal(said({ ...classic, replicated: 12 }, 'latest', []), 'initial replication (12 %)');
});

test('classic: a disk in an earlier stage is not complete', () => {
  const resyncing = { ...disk, initialReplicationComplete: false };
  assert.equal(said({ ...classic, disks: [resyncing] }, 'latest', []), "initial replication of 'disk-0'");
});

test('classic: a tag and a named point are looked for among those that the item lists', () => {
  assert.equal(said(classic, 'latest-tag', []), 'a first recovery point');
  assert.equal(said({ ...classic, consistencyPoints: tags }, 'latest-tag', []), 'ready');
  assert.equal(said({ ...classic, consistencyPoints: tags }, 'custom', [], 'tag-7'), 'ready');
  assert.equal(said({ ...classic, consistencyPoints: tags }, 'custom', [], 'tag-8'), "the recovery point 'tag-8'");
});
