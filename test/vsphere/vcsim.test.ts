import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { guestPrivileges, neededPrivileges } from '../../core/rules/vsphere-privileges.ts';
import { captureSite, type SiteCaptureOptions } from '../../executor/vsphere/capture-site.ts';
import { LIMITS } from '../../executor/vsphere/soap-transport.ts';
import { VimSession } from '../../executor/vsphere/vim-session.ts';
import type { VSphereServer } from '../../executor/vsphere/vsphere-server.ts';
import { fixtures } from './fake-vcenter.ts';
import { startVcsim, VCSIM_ACCOUNT, type Vcsim, withoutVcsim } from './vcsim.ts';

const NOW = new Date('2026-11-23T09:00:00Z');
const options: SiteCaptureOptions = { now: () => NOW, limits: { ...LIMITS, pausesMs: [1, 1, 1] } };
const authority = readFileSync(join(fixtures, 'authority.pem'), 'utf8');

describe("govmomi's simulator of a vCenter", { skip: withoutVcsim ?? false }, () => {
  before(() => {
    if (withoutVcsim !== undefined) console.log(withoutVcsim);
  });

  test('an estate over several pages is read whole', async () => {
    // The cluster's resource pool has that many machines, and so has that of the host on its own: 520, two pages.
    await using vcsim = await startVcsim('-vm', '260', '-host', '3', '-ds', '2', '-standalone-host', '1');
    const site = await captureSite([server(vcsim)], options);
    assert.equal(site.notCaptured, undefined);
    assert.equal(site.siteMachines?.length, 520);
    assert.equal(new Set(site.siteMachines?.map(({ name }) => name)).size, 520);
    assert.deepEqual(
      site.hosts?.map(({ name, cluster }) => [name, cluster]),
      [
        ['DC0_H0', undefined],
        ['DC0_C0_H0', 'DC0_C0'],
        ['DC0_C0_H1', 'DC0_C0'],
        ['DC0_C0_H2', 'DC0_C0'],
      ],
    );
    assert.deepEqual(site.datastores?.map(({ name }) => name).sort(), ['LocalDS_0', 'LocalDS_1']);
    const machine = site.siteMachines?.find(({ name }) => name === 'DC0_H0_VM0');
    const { uuid, ...rest } = machine ?? { uuid: '' };
    assert.match(uuid ?? '', /^[0-9a-f-]{36}$/);
    assert.deepEqual(rest, {
      name: 'DC0_H0_VM0',
      vcenter: 'vc-test',
      host: 'DC0_H0',
      powerState: 'poweredOn',
      isTemplate: false,
      guestId: 'otherGuest',
      guestName: 'otherGuest',
      firmware: 'bios',
      cpuCount: 1,
      memoryBytes: 32 * 2 ** 20,
      snapshots: [],
      datastores: ['LocalDS_0'],
      disks: [
        {
          label: (machine?.disks[0]?.label ?? '') as string,
          datastore: 'LocalDS_0',
          capacityBytes: 2 ** 20,
          backing: '[LocalDS_0] DC0_H0_VM0/disk1.vmdk',
          kind: 'vmdk',
          shared: false,
        },
      ],
      controllers: ['ParaVirtualSCSIController'],
      networkCards: ['VirtualE1000'],
      extraConfig: {},
      toolsStatus: 'guestToolsNotRunning',
      relocations: [],
      seenAt: NOW.toISOString(),
    });
  });

  test('privileges that are denied to this account are the ones that it lacks', async () => {
    await using vcsim = await startVcsim('-vm', '1');
    const all = await captureSite([server(vcsim)], options);
    assert.deepEqual(
      all.vcenters?.[0]?.privileges?.filter((privilege) => !privilege.startsWith('System.')),
      [...neededPrivileges.keys(), ...guestPrivileges.keys()],
    );
    for (const priv of ['Datastore.AllocateSpace', 'VirtualMachine.State.RevertToSnapshot'])
      await vcsim.control({ op: 'deny', user: VCSIM_ACCOUNT.account, priv });
    const some = await captureSite([server(vcsim)], options);
    const granted = new Set(some.vcenters?.[0]?.privileges);
    assert.deepEqual(
      [...neededPrivileges.keys()].filter((privilege) => !granted.has(privilege)),
      ['Datastore.AllocateSpace', 'VirtualMachine.State.RevertToSnapshot'],
    );
    assert.equal(some.vcenters?.[0]?.account, VCSIM_ACCOUNT.account);
  });

  test('relocations of the past are found, with their own times', async () => {
    await using vcsim = await startVcsim('-vm', '3');
    for (const ago of [3600, 86_400])
      await vcsim.control({ op: 'event', type: 'VmRelocatedEvent', vm: 'DC0_C0_RP0_VM0', ago });
    // A migration that does not say between which datastores: nobody knows.
    await vcsim.control({ op: 'event', type: 'VmMigratedEvent', vm: 'DC0_C0_RP0_VM1', ago: 60 });
    await vcsim.control({ op: 'event', type: 'VmPoweredOffEvent', vm: 'DC0_C0_RP0_VM2', ago: 60 });
    const site = await captureSite([server(vcsim)], options);
    const relocationsOf = (name: string) => site.siteMachines?.find((machine) => machine.name === name)?.relocations;
    const ages = relocationsOf('DC0_C0_RP0_VM0')?.map((when) => Math.round((Date.now() - Date.parse(when)) / 60_000));
    assert.deepEqual(ages, [24 * 60, 60]);
    assert.equal(relocationsOf('DC0_C0_RP0_VM1'), undefined);
    assert.deepEqual(relocationsOf('DC0_C0_RP0_VM2'), []);
    assert.match(JSON.stringify(site.notCaptured), /'DC0_C0_RP0_VM1'.*not between which datastores/);
  });

  test('what datastores are is read as it is', async () => {
    await using vcsim = await startVcsim('-vm', '1', '-ds', '2');
    await vcsim.control({ op: 'datastore', name: 'LocalDS_1', type: 'NFS41', accessible: false, freeSpace: 12_345 });
    const site = await captureSite([server(vcsim)], options);
    const { type, accessible, freeBytes } = site.datastores?.find(({ name }) => name === 'LocalDS_1') ?? {};
    assert.deepEqual({ type, accessible, freeBytes }, { type: 'NFS41', accessible: false, freeBytes: 12_345 });
  });

  test('one answer of a vCenter that starts is lived through', async () => {
    await using vcsim = await startVcsim('-vm', '1');
    await vcsim.control({ op: 'http', status: 503 });
    const site = await captureSite([server(vcsim)], options);
    assert.equal(site.notCaptured, undefined);
  });

  test('a session that was idle for too long is opened again', async () => {
    await using vcsim = await startVcsim('-vm', '2', '-idle', '300ms');
    const session = await VimSession.open(server(vcsim), new AbortController().signal);
    const key = session.key;
    const { sessionManager } = session.content;
    await sleep(1500);
    let tries = 0;
    await session.part(async () => {
      tries += 1;
      await session.call(
        'SessionIsActive',
        sessionManager,
        `<sessionID>${session.key}</sessionID><userName>x</userName>`,
      );
    });
    await session.close();
    assert.equal(tries, 2);
    assert.notEqual(session.key, key);
  });

  test('a wrong password and a wrong certificate are told for what they are', async () => {
    await using vcsim = await startVcsim('-vm', '1');
    const wrong = await captureSite([{ ...server(vcsim), password: 'wrong' }], options);
    assert.match(wrong.notCaptured?.[0]?.reason ?? '', /does not take the account/);
    const unknown = await captureSite([{ ...server(vcsim), trust: { kind: 'system' } }], options);
    assert.match(
      unknown.notCaptured?.[0]?.reason ?? '',
      /signed by nobody whom this machine trusts[\s\S]*\nfingerprint: "([0-9A-F]{2}:){31}/,
    );
    const pin = /fingerprint: "([^"]+)"/.exec(unknown.notCaptured?.[0]?.reason ?? '')?.[1] ?? '';
    const pinned = await captureSite([{ ...server(vcsim), trust: { kind: 'fingerprint', sha256: pin } }], options);
    assert.equal(pinned.siteMachines?.length, 1);
    const other = { kind: 'fingerprint', sha256: 'AB'.repeat(32) } as const;
    const refused = await captureSite([{ ...server(vcsim), trust: other }], options);
    assert.match(refused.notCaptured?.[0]?.reason ?? '', /shows another certificate than the runbook says/);
  });
});

function server(vcsim: Vcsim): VSphereServer {
  return {
    name: 'vc-test',
    address: vcsim.address,
    ...VCSIM_ACCOUNT,
    trust: { kind: 'authority', pem: authority },
  };
}
