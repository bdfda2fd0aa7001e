import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { CapturedSiteMachine } from '../../core/inventory/inventory.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { textOfScript } from '../../core/plan/script-texts.ts';
import type { SiteServer } from '../../executor/capture/capture-world.ts';
import { simulatedClock } from '../../executor/clock.ts';
import type { Effects, ScriptOutcome, ScriptStep } from '../../executor/effects.ts';
import { lookForScript } from '../../executor/guests/follow-guest-script.ts';
import { launchOf } from '../../executor/guests/guest-launcher.ts';
import { findGuestPassword } from '../../executor/guests/guest-password.ts';
import { type OnSite, runOnSiteToo } from '../../executor/guests/run-on-site-too.ts';
import { LIMITS } from '../../executor/vsphere/soap-transport.ts';
import { parseFault } from '../../simulator/faults.ts';
import type { Knobs } from '../../simulator/knobs.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { vimPath } from '../../simulator/vim25/vim-endpoint.ts';

const path = fileURLToPath(new URL('../simulator/fixtures/site.inventory.json', import.meta.url));
const captured = parseInventory(readFileSync(path, 'utf8'), path);
const MACHINE = 'guest-1';
const GRANTED = ['Execute', 'Modify', 'Query'].map((right) => `VirtualMachine.GuestOperations.${right}`);

interface Scene {
  readonly script?: string;
  readonly os?: 'windows' | 'linux';
  readonly file?: string;
  readonly timeout?: number;
  readonly account?: string;
  readonly faults?: readonly string[];
  readonly knobs?: Partial<Knobs>;
  readonly machine?: Partial<CapturedSiteMachine>;
  readonly privileges?: readonly string[];
  readonly password?: string;
}

interface Site {
  run(changed?: Partial<ScriptStep>): Promise<ScriptOutcome>;
  /** Ends the process that runs scripts, in the middle of whatever it does. */
  crash(): void;
  /** Names of the methods that were called, in order. */
  count(operation: string): number;
  printed(): string;
  files(): readonly string[];
  advance(seconds: number): void;
}

/** A machine at home, and a run's step that has a script run inside it, by the real client over HTTP. */
async function withGuest(scene: Scene, play: (site: Site) => Promise<void>): Promise<void> {
  const first = captured.siteMachines?.[0];
  const vcenter = captured.vcenters?.[0];
  if (first === undefined || vcenter === undefined) throw new Error('the fixture shows no machine');
  const { vcenter: _, ...rest } = first;
  const machine: CapturedSiteMachine = {
    ...rest,
    name: MACHINE,
    vcenter: vcenter.name,
    powerState: 'poweredOn',
    toolsStatus: 'guestToolsRunning',
    ...scene.machine,
  };
  const simulator = await startSimulator({
    inventory: {
      ...captured,
      vcenters: [{ ...vcenter, privileges: [...(scene.privileges ?? GRANTED)] }],
      siteMachines: [...(captured.siteMachines ?? []), machine],
    },
    speed: 'advance',
    faults: (scene.faults ?? []).map(parseFault),
    ...(scene.knobs === undefined ? {} : { knobs: scene.knobs }),
  });
  const folder = mkdtempSync(join(tmpdir(), 'failback-guests-'));
  const clock = await simulatedClock(simulator.url);
  const script = Buffer.from(scene.script ?? 'echo stopped\n');
  const server: SiteServer = {
    kind: 'ready',
    server: {
      name: vcenter.name,
      address: `${simulator.proxyUrl}${vimPath(vcenter.name)}`,
      account: 'failback@vsphere.local',
      password: 'any',
      trust: { kind: 'system' },
    },
  };
  const site: OnSite = {
    servers: async () => [server],
    passwordOf: async () => scene.password ?? 'canary-77f1',
    run: 'run-1',
    scripts: { kept: async () => script, output: folder },
    clock,
    isRehearsed: false,
    limits: { ...LIMITS, pausesMs: [1, 1, 1] },
  };
  const effects = runOnSiteToo({ script: async () => assert.fail('it runs elsewhere') } as unknown as Effects, site);
  let process = new AbortController();
  const step: ScriptStep = {
    kind: 'run',
    id: 'w/after-failover/run/guest-1',
    title: 'Start the services',
    wave: 'w',
    machine: null,
    waitsFor: [],
    estimate: { low: 0, likely: 0, high: 0, source: '' },
    irreversible: null,
    undo: null,
    restsOn: [],
    script: scene.file ?? './start.sh',
    on: 'guest',
    timeout: scene.timeout ?? 300,
    text: textOfScript(script),
    guest: { in: 'site', machine: MACHINE, os: scene.os ?? 'linux', account: scene.account ?? 'svc-failback' },
  };
  try {
    await play({
      run: (changed) => effects.script({ ...step, ...changed }, process.signal),
      crash: () => {
        process.abort(new Error('killed'));
        process = new AbortController();
      },
      count: (operation) => simulator.requests().byOperation[operation] ?? 0,
      printed: () => readFileSync(join(folder, readdirSync(folder)[0] ?? ''), 'utf8'),
      files: () => readdirSync(folder),
      advance: (seconds) => simulator.advance(seconds),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await simulator.close();
  }
}

for (const [os, file] of [
  ['linux', './start.sh'],
  ['windows', './start.ps1'],
  ['windows', './start.cmd'],
] as const)
  test(`a script runs inside a machine at home, and what it printed is kept (${os}, ${file})`, async () => {
    await withGuest({ os, file }, async (site) => {
      const outcome = await site.run();
      assert.equal(outcome.code, 0, outcome.note);
      assert.match(site.printed(), /^Simulated: nothing was run\.\nstopped\n$/);
      assert.equal(site.count('vim-start-program-in-guest'), 1);
      assert.equal(site.count('vim-delete-directory-in-guest'), 1);
      assert.equal(site.count('vim-logout'), 1);
    });
  });

test('its exit code is told, and it may be started again', async () => {
  await withGuest({ script: 'exit 7\n' }, async (site) => {
    assert.equal((await site.run()).code, 7);
    assert.equal((await site.run()).code, 7);
    assert.equal(site.count('vim-start-program-in-guest'), 2);
  });
});

test('at its time limit it is ended', async () => {
  await withGuest({ script: 'sleep 900\n', timeout: 60 }, async (site) => {
    const outcome = await site.run();
    assert.equal(outcome.code, undefined);
    assert.match(outcome.note, /was ended after 60 s/);
    assert.equal(site.count('vim-terminate-process-in-guest'), 1);
  });
});

test('what is in the way is told, and nothing was started', async () => {
  const refused: readonly (readonly [Scene, RegExp])[] = [
    [{ machine: { toolsStatus: 'guestToolsNotRunning' } }, /VMware Tools does not run inside 'guest-1'/],
    [{ machine: { powerState: 'poweredOff' } }, /No machine called 'guest-1' is on/],
    [{ knobs: { guestPassword: 'another' } }, /'guest-1' does not take the account 'svc-failback' with this password/],
    [
      { privileges: ['System.Read', GRANTED[1] ?? '', GRANTED[2] ?? ''] },
      /lacks the privilege VirtualMachine\.GuestOperations\.Execute/,
    ],
    [{ privileges: ['System.Read'] }, /lacks the privilege VirtualMachine\.GuestOperations\.Modify/],
  ];
  for (const [scene, says] of refused)
    await withGuest(scene, async (site) => {
      const outcome = await site.run();
      assert.equal(outcome.code, undefined);
      assert.equal(outcome.unclear, undefined, outcome.note);
      assert.match(outcome.note, says);
      assert.match(outcome.note, /was not started/);
      assert.deepEqual(site.files(), []);
    });
});

test('what it printed is bounded, and holds no password of the guest', async () => {
  await withGuest({ script: `echo canary-77f1\necho ${'x'.repeat(400_000)}\n` }, async (site) => {
    assert.equal((await site.run()).code, 0);
    assert.ok(!site.printed().includes('canary-77f1'));
    assert.match(site.printed(), /\[withheld\]/);
    assert.match(site.printed(), /\[cut: after 262144 bytes\]\n$/);
    assert.ok(site.printed().length < 270_000);
  });
});

test('a start whose answer is lost is not sent again: what runs is found and followed', async () => {
  await withGuest({ faults: ['lost-answer@vim-start-program-in-guest'] }, async (site) => {
    const outcome = await site.run();
    assert.equal(outcome.code, 0, outcome.note);
    assert.equal(site.count('vim-start-program-in-guest'), 1);
  });
});

test('a start that never arrived is not sent again by itself: a person is asked, and may retry', async () => {
  await withGuest({ faults: ['drop@vim-start-program-in-guest'] }, async (site) => {
    const outcome = await site.run();
    assert.equal(outcome.unclear, true, outcome.note);
    assert.equal(site.count('vim-start-program-in-guest'), 1);
    assert.equal((await site.run()).code, 0);
    assert.equal(site.count('vim-start-program-in-guest'), 2);
  });
});

test('other calls are sent again where their answer is lost', async () => {
  const faults = [
    'lost-answer@vim-make-directory-in-guest',
    'lost-answer@vim-list-processes-in-guest',
    'lost-answer@vim-delete-directory-in-guest',
  ];
  await withGuest({ faults }, async (site) => {
    assert.equal((await site.run()).code, 0);
    assert.equal(site.count('vim-start-program-in-guest'), 1);
  });
});

test('after a crash what runs inside is found again, and not started a second time', async () => {
  await withGuest({ script: 'sleep 600\nexit 3\n', timeout: 3600 }, async (site) => {
    const first = site.run();
    while (site.count('vim-start-program-in-guest') === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    site.crash();
    await first;
    const second = await site.run();
    assert.equal(second.code, 3, second.note);
    assert.match(second.note, /had been started before, and was found again/);
    assert.equal(site.count('vim-start-program-in-guest'), 1);
  });
});

test('after a crash and a long time its end is still known from what it left', async () => {
  await withGuest({ script: 'exit 5\n' }, async (site) => {
    const first = site.run();
    while (site.count('vim-start-program-in-guest') === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    site.crash();
    await first;
    // By then VMware Tools have forgotten the process.
    site.advance(400);
    assert.equal((await site.run()).code, 5);
    assert.equal(site.count('vim-start-program-in-guest'), 1);
  });
});

test('passwords of guests are kept under names of their own, for a machine or for an account', async () => {
  const keyring = { platform: 'win32', run: async () => undefined } as const;
  const find = (env: Record<string, string>) => findGuestPassword('erp-db-01', 'svc-failback', env, keyring);
  assert.equal(await find({ FAILBACK_PASSWORD_ERP_DB_01: 'of a vCenter' }), undefined);
  assert.equal(await find({ FAILBACK_PASSWORD_GUEST_SVC_FAILBACK: 'all' }), 'all');
  const both = { FAILBACK_PASSWORD_GUEST_SVC_FAILBACK: 'all', FAILBACK_PASSWORD_GUEST_ERP_DB_01: 'one' };
  assert.equal(await find(both), 'one');
});

test('an earlier try that VMware Tools still tell of is not taken for this one', async () => {
  const launch = launchOf('linux', './start.sh', 'run-1', 'w/x');
  const ended = (pid: number, exitCode: number) => ({
    pid,
    commandLine: `"/bin/sh" ${launch.launcher}`,
    hasEnded: true,
    exitCode,
  });
  const guest = { processes: async () => [ended(5, 7), ended(9, 0)], read: async () => undefined };
  assert.deepEqual(await lookForScript(guest, launch, 9), { kind: 'ended', code: 0 });
  assert.deepEqual(await lookForScript(guest, launch), { kind: 'lost' });
});
