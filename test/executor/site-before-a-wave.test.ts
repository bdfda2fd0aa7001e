import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulatedServers } from '../../cli/capture/site-servers.ts';
import { FailbackError } from '../../core/failback-error.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import type { RunEvent } from '../../core/run/events.ts';
import type { SiteServer } from '../../executor/capture/capture-world.ts';
import { lookAtSiteToo } from '../../executor/capture/look-at-site-too.ts';
import { roomWeTook } from '../../executor/run/room-we-took.ts';
import { siteAsPlanned } from '../../executor/run/site-as-planned.ts';
import { openEstate, type TestEstate } from './estate.ts';

const DAYS = 86_400;
const closed: SiteServer = { kind: 'closed', name: 'vc-ams', address: 'vc-ams', reason: 'Nobody gave the password.' };

/** Runs a live run until the second wave's preflight is over, three days after the capture. */
async function untilSecondPreflight(estate: TestEstate, site: () => Promise<readonly SiteServer[]>) {
  await estate.clock.sleep(3 * DAYS, new AbortController().signal);
  const stop = new AbortController();
  const told: RunEvent[] = [];
  const effects = lookAtSiteToo(await estate.connect(), site, { now: () => estate.clock.now(), signal: stop.signal });
  const state = await estate.execute({
    effects,
    approvals: [],
    signal: stop.signal,
    host: {
      notify(event) {
        told.push(event);
        if ((event.kind === 'step-done' || event.kind === 'step-failed') && event.step === 'apps/preflight')
          stop.abort();
      },
    },
  });
  return { preflight: state.steps.get('apps/preflight'), alarms: told.filter((event) => event.kind === 'alarm') };
}

test('a run that can sign in looks at the site before a wave, so that its facts do not merely age', async () => {
  const estate = await openEstate({ target: { kind: 'azure' } });
  try {
    const servers = async () => simulatedServers(estate.runbook, estate.simulator.proxyUrl);
    const { preflight, alarms } = await untilSecondPreflight(estate, servers);
    assert.equal(preflight?.status, 'done', preflight?.failure?.message);
    assert.doesNotMatch(preflight?.note ?? '', /FB140/, 'snapshots were looked at again');
    assert.deepEqual(
      alarms.filter(({ key }) => key === 'site-unseen'),
      [],
    );
  } finally {
    await estate.close();
  }
});

test('a run that cannot sign in goes on with the site as it was seen, and tells so once', async () => {
  const estate = await openEstate({ target: { kind: 'azure' } });
  try {
    const { preflight, alarms } = await untilSecondPreflight(estate, async () => [closed]);
    assert.equal(preflight?.status, 'done', preflight?.failure?.message);
    assert.match(preflight?.note ?? '', /Taken as seen .*hosts, datastores and machines of the site/);
    assert.match(preflight?.note ?? '', /No longer proven, .*FB\d\d\d/s);
    const unseen = alarms.filter(({ key }) => key === 'site-unseen');
    assert.equal(unseen.length, 1);
    assert.match(unseen[0]?.kind === 'alarm' ? unseen[0].message : '', /Nobody gave the password/);
  } finally {
    await estate.close();
  }
});

test('an authority whose file is gone stops no wave either', async () => {
  const estate = await openEstate({ target: { kind: 'azure' } });
  try {
    const { preflight, alarms } = await untilSecondPreflight(estate, async () => {
      throw new FailbackError('vsphere-authority', "The authority's file 'vc.pem' cannot be read.", 'Put it back.');
    });
    assert.equal(preflight?.status, 'done', preflight?.failure?.message);
    assert.match(alarms.map(({ message }) => message).join('\n'), /'vc.pem' cannot be read\.\nPut it back/);
  } finally {
    await estate.close();
  }
});

test('a capture of a preflight has the site as it is now', async () => {
  const estate = await openEstate();
  try {
    await estate.clock.sleep(3 * DAYS, new AbortController().signal);
    const effects = lookAtSiteToo(
      await estate.connect(),
      async () => simulatedServers(estate.runbook, estate.simulator.proxyUrl),
      { now: () => estate.clock.now(), signal: new AbortController().signal },
    );
    const {
      siteMachines = [],
      hosts = [],
      capturedAt,
    } = await effects.capture(estate.plan, estate.inventory, new Set());
    assert.ok(siteMachines.length > 0 && hosts.length > 0);
    for (const { seenAt } of [...siteMachines, ...hosts])
      assert.ok(Math.abs(Date.parse(seenAt) - Date.parse(capturedAt)) < 3_600_000, seenAt);
  } finally {
    await estate.close();
  }
});

test('what the run did to the site is no fact that moved; what others did is', () => {
  const then = '2026-11-20T09:00:00Z';
  const now = '2026-11-23T09:00:00Z';
  const machine = (name: string, powerState: string, snapshots: string[], seenAt: string) => ({
    ...{ name, vcenter: 'vc', powerState, snapshots, datastores: [], disks: [], seenAt },
  });
  const world = (capturedAt: string): Inventory => ({
    ...{ schema: 'failback/inventory', version: 1, capturedAt, capturedBy: 'test' },
  });
  const store = { name: 'ds', vcenter: 'vc', type: 'VMFS', capacityBytes: 100, accessible: true };
  const before: Inventory = {
    ...world(then),
    siteMachines: [machine('ours', 'poweredOn', [], then), machine('other', 'poweredOff', [], then)],
    datastores: [{ ...store, freeBytes: 80, seenAt: then }],
  };
  const fresh: Inventory = {
    ...world(now),
    siteMachines: [
      machine('OURS', 'poweredOff', ['replica'], now),
      machine('other', 'poweredOff', ['backup'], now),
      machine('ours-new', 'poweredOn', [], now),
    ],
    datastores: [{ ...store, freeBytes: 10, accessible: false, seenAt: now }],
  };
  const room = (bytes: number) => ({ onDatastores: new Map([['ds', bytes]]), inHosts: new Map() });
  const { siteMachines, datastores } = siteAsPlanned(before, fresh, new Set(['ours']), room(1000));
  assert.deepEqual(
    siteMachines?.map(({ name, powerState, snapshots, seenAt }) => [name, powerState, snapshots.length, seenAt]),
    [
      ['other', 'poweredOff', 1, now],
      ['ours-new', 'poweredOn', 0, now],
      ['ours', 'poweredOn', 0, now],
    ],
  );
  assert.deepEqual(
    datastores?.map(({ freeBytes, accessible }) => [freeBytes, accessible]),
    [[80, false]],
  );
  assert.deepEqual(siteAsPlanned(before, fresh, new Set(), room(0)), {});
  const freeWhereWeTook = (bytes: number) =>
    siteAsPlanned(before, fresh, new Set(['ours']), room(bytes)).datastores?.[0]?.freeBytes;
  assert.deepEqual(
    [freeWhereWeTook(0), freeWhereWeTook(25), freeWhereWeTook(70), freeWhereWeTook(71)],
    [10, 35, 80, 80],
  );
});

test('a machine in hand has taken its whole size at most where it comes home to, and its memory where it runs', async () => {
  const estate = await openEstate();
  try {
    const { plan, inventory } = estate;
    const [machine] = plan.machines.filter(({ bytes, datastore }) => bytes !== null && datastore !== null);
    assert.ok(machine?.datastore && machine.bytes);
    const host = { name: machine.name, host: 'ESX-1', memoryBytes: 8, powerState: 'poweredOn' };
    const site = {
      ...inventory,
      siteMachines: [{ ...host, snapshots: [], datastores: ['DS-other'], disks: [], seenAt: '' }],
    };
    const { onDatastores, inHosts } = roomWeTook(plan, site, site, new Set([machine.name.toLowerCase()]));
    assert.equal(onDatastores.get(machine.datastore.toLowerCase()), machine.bytes);
    assert.equal(onDatastores.get('ds-other'), machine.location === 'original' ? machine.bytes : undefined);
    assert.deepEqual([...inHosts], [['esx-1', 8]]);
    assert.deepEqual(roomWeTook(plan, site, site, new Set()), { onDatastores: new Map(), inHosts: new Map() });
  } finally {
    await estate.close();
  }
});
