import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CapturedHost, CapturedSiteMachine, Inventory } from '../../core/inventory/inventory.ts';
import { mergeSite, type ServerSight, withSite } from '../../executor/capture/merge-site.ts';

const then = '2026-11-20T09:00:00Z';
const now = '2026-11-23T09:00:00Z';
const all = () => true;

const machine = (name: string, vcenter: string, seenAt: string): CapturedSiteMachine => ({
  name,
  vcenter,
  powerState: 'poweredOff',
  snapshots: [],
  datastores: [],
  disks: [],
  seenAt,
});
const host = (name: string, vcenter: string, seenAt: string): CapturedHost => ({
  name,
  vcenter,
  datastores: [],
  seenAt,
});

const vault: Inventory = { schema: 'failback/inventory', version: 1, capturedAt: now, capturedBy: 'test' };

const seen: ServerSight = {
  name: 'vc-one',
  address: 'one.local',
  seen: { siteMachines: [machine('a', 'vc-one', now)], hosts: [host('esx-1', 'vc-one', now)], storageClusters: [] },
};
const silent: ServerSight = {
  name: 'vc-two',
  address: 'two.local',
  seen: { notCaptured: [{ what: 'vc-two', reason: 'It does not answer.' }] },
};

test('without an earlier look, a section whose gaps would pass for good news is left out as a whole, and told', () => {
  const merged = mergeSite([seen, silent], undefined, all);
  assert.equal(merged.siteMachines, undefined);
  assert.equal(merged.storageClusters, undefined);
  assert.deepEqual(
    merged.hosts?.map(({ name }) => name),
    ['esx-1'],
  );
  assert.deepEqual(
    merged.notCaptured?.map(({ what }) => what),
    ['vc-two', 'datastore clusters', 'virtual machines of the site'],
  );
});

test('what a silent server showed before stays, as old as it is; of one that answered nothing old stays', () => {
  const before = {
    ...vault,
    siteMachines: [machine('gone', 'vc-one', then), machine('b', 'two.local', then), machine('c', 'VC-TWO', then)],
  };
  const { siteMachines } = mergeSite([seen, silent], before, all);
  assert.deepEqual(siteMachines?.map(({ name, seenAt }) => `${name} ${seenAt}`).toSorted(), [
    `a ${now}`,
    `b ${then}`,
    `c ${then}`,
  ]);
});

test('machines that nobody asked for stay out of the file', () => {
  const both: ServerSight = {
    ...seen,
    seen: { siteMachines: [machine('a', 'vc-one', now), machine('payroll', 'vc-one', now)] },
  };
  assert.deepEqual(
    mergeSite([both], undefined, (name) => name === 'a').siteMachines?.map(({ name }) => name),
    ['a'],
  );
});

test('the vault tells whether a vCenter is connected, the site what may be done there, and the older look dates both', () => {
  const azure = {
    ...vault,
    vcenters: [
      { id: '/x/vcenters/1', name: 'vc-one', address: 'one.local', connected: true, lastHeartbeat: now, seenAt: now },
    ],
  };
  const [merged, ...others] =
    withSite(azure, {
      vcenters: [
        { name: 'vc', address: 'ONE.local:443', account: 'failback', privileges: ['System.View'], seenAt: then },
      ],
    }).vcenters ?? [];
  assert.equal(others.length, 0);
  assert.deepEqual(
    [merged?.id, merged?.name, merged?.connected, merged?.privileges, merged?.seenAt],
    ['/x/vcenters/1', 'vc', true, ['System.View'], then],
  );
});

test('a connection told long ago grows no fresher by a look of the vault that does not tell it', () => {
  const azure = { ...vault, vcenters: [{ id: '/x/vcenters/1', name: 'vc-one', address: 'one.local', seenAt: now }] };
  const [merged] =
    withSite(azure, { vcenters: [{ name: 'vc-one', address: 'one.local', connected: true, seenAt: then }] }).vcenters ??
    [];
  assert.equal(merged?.seenAt, then);
});
