import assert from 'node:assert/strict';
import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { hashPlan } from '../../core/plan/hash-plan.ts';
import { makePlan } from '../../core/plan/make-plan.ts';
import type { GuestPlace } from '../../core/plan/plan.ts';
import { readScripts, textOfScript } from '../../core/plan/script-texts.ts';
import { reviewOf } from '../../core/review/review.ts';
import { connectAzure, vaultOf } from '../../executor/azure/connect-azure.ts';
import type { ProbeStep, ScriptStep } from '../../executor/effects.ts';
import { keepScripts, keptScript } from '../../executor/journal/keep-scripts.ts';
import { scriptFile } from '../../executor/journal/run-directory.ts';
import { probeByScript, runScript } from '../../executor/operator/script.ts';
import { loadRunbook } from '../../language-server/src/load-runbook.ts';
import { openEstate } from './estate.ts';

const NOT_WINDOWS = { skip: process.platform === 'win32' };
const bytes = (text: string) => Buffer.from(text, 'utf8');
const stepOf = (text: string, more: Partial<ScriptStep> = {}): ScriptStep => ({
  kind: 'run',
  id: 'w/after-failover/run',
  title: 'Warm',
  wave: 'w',
  machine: null,
  waitsFor: [],
  estimate: { low: 0, likely: 0, high: 0, source: '' },
  irreversible: null,
  undo: null,
  restsOn: [],
  script: './warm.sh',
  on: 'operator',
  timeout: 20,
  text: textOfScript(bytes(text)),
  ...more,
});

describe('a script that runs is the one that was reviewed', NOT_WINDOWS, () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'failback-scripts-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const run = () => ({ id: 'r', directory: folder });
  const kept = { kept: (text: ReturnType<typeof textOfScript>) => keptScript(run(), text), output: '' };
  const keep = async (text: string) => {
    kept.output = join(folder, 'output');
    await keepScripts(run(), new Map([['file:///warm.sh', { ...textOfScript(bytes(text)), content: bytes(text) }]]));
  };
  const never = new AbortController().signal;

  it('runs from the run’s own copy, and keeps what it printed', async () => {
    await keep('echo warmed; exit 3');
    const outcome = await runScript(stepOf('echo warmed; exit 3'), kept, never);
    assert.equal(outcome.code, 3);
    assert.equal(readFileSync(join(folder, 'output', 'w_after-failover_run.txt'), 'utf8'), 'warmed\n');
  });

  it('starts nothing when the copy was changed, is a link, has a second name, or the plan has no hash', async () => {
    const text = 'echo reviewed';
    await keep(text);
    const copy = scriptFile(run(), textOfScript(bytes(text)).sha256);
    writeFileSync(copy, 'echo planted');
    assert.match((await runScript(stepOf(text), kept, never)).note, /was not started/);
    writeFileSync(copy, text);
    assert.equal((await runScript(stepOf(text), kept, never)).code, 0);
    linkSync(copy, `${copy}.again`);
    assert.match((await runScript(stepOf(text), kept, never)).note, /was not started/);
    rmSync(copy);
    symlinkSync(`${copy}.again`, copy);
    assert.match((await runScript(stepOf(text), kept, never)).note, /was not started/);
    const { text: _, ...without } = stepOf(text);
    assert.match((await runScript(without, kept, never)).note, /was not started/);
  });

  it('withholds passwords that failback knows, from the script and from what is kept of it', async () => {
    process.env.FAILBACK_PASSWORD_VC_AMS = 'canary-9f2c';
    try {
      const text = 'echo "[$FAILBACK_PASSWORD_VC_AMS]"; echo canary-9f2c';
      await keep(text);
      await runScript(stepOf(text), kept, never);
      const said = readFileSync(join(folder, 'output', 'w_after-failover_run.txt'), 'utf8');
      assert.equal(said, '[]\n[withheld]\n');
    } finally {
      delete process.env.FAILBACK_PASSWORD_VC_AMS;
    }
  });

  it('bounds what it keeps, and ends a script at its time limit with all that it started', async () => {
    const loud = 'head -c 400000 /dev/zero | tr "\\0" x';
    await keep(loud);
    await runScript(stepOf(loud), kept, never);
    const said = readFileSync(join(folder, 'output', 'w_after-failover_run.txt'), 'utf8');
    assert.match(said, /^x{262144}\n\[cut: 137856 bytes more\]\n$/);
    await keep('sleep 600 & wait');
    assert.equal((await runScript(stepOf('sleep 600 & wait', { timeout: 1 }), kept, never)).code, undefined);
  });

  it('asks a script as a probe: yes is ending with 0', async () => {
    for (const [text, ok] of [
      ['exit 0', true],
      ['exit 4', false],
    ] as const) {
      await keep(text);
      const check = { kind: 'script', script: './check.sh', text: textOfScript(bytes(text)) } as const;
      const probe = { ...stepOf(text), kind: 'probe', check, within: 60 } as unknown as ProbeStep;
      assert.equal((await probeByScript(probe, kept, never)).ok, ok);
    }
  });
});

const RUNBOOK = `runbook demo {
  architecture: modernized
  vault: v
  before reprotect { without-approval "a test" }
  before failover { run "Stop the services" { script: "./stop.sh"  in: m1, m2  timeout: 5 min  tries: 2 } }
  before commit { without-approval "a test" }
  after failover { probe "It answers" { script: "./check.sh"  within: 5 min } }
}
vault v { name: "v" }
vm m1 { os: linux }
vm m2 { os: windows }
wave w { machines: m1, m2 }
`;

async function planOf(scripts: Record<string, string>, source = RUNBOOK) {
  const { runbook, problems } = await loadRunbook('file:///r/demo.failback', async () => source);
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    [],
  );
  if (runbook === undefined) throw new Error('no runbook');
  const read = await readScripts(runbook, async (uri) => {
    const text = scripts[uri.replace('file:///r/', '')];
    return text === undefined ? undefined : bytes(text);
  });
  const options = {
    now: new Date('2026-11-23T09:00:00Z'),
    part: 'whole',
    runbookFile: 'demo.failback',
    inventoryFile: undefined,
  } as const;
  return { runbook, ...makePlan(runbook, undefined, { ...options, scripts: read }) };
}

describe('scripts in a plan', () => {
  const all = { 'stop.sh': 'stop', 'check.sh': 'check' };

  it('stand there with their hash and where they run, one step a machine', async () => {
    const { plan } = await planOf(all);
    const runs = plan.steps.filter((step) => step.kind === 'run');
    assert.deepEqual(
      runs.map(({ id, text, tries, guest }) => [id, text?.bytes, tries, guest?.in, guest?.machine, guest?.os]),
      [
        ['w/before-failover/run/m1', 4, 2, 'azure', 'm1', 'linux'],
        ['w/before-failover/run/m2', 4, 2, 'azure', 'm2', 'windows'],
      ],
    );
  });

  it('run by VMware’s guest operations after the failover, as the account that the runbook says', async () => {
    const atHome = (more: string) =>
      RUNBOOK.replace(
        'after failover {',
        `after failover { run "Start the services" { script: "./stop.sh"  in: m1, m2  ${more} }`,
      );
    const { plan } = await planOf(all, atHome('account: "svc-failback"'));
    const [, , third, fourth] = plan.steps.flatMap((step) => (step.kind === 'run' ? [step.guest] : []));
    assert.deepEqual(third, { in: 'site', machine: 'm1', os: 'linux', account: 'svc-failback' });
    assert.deepEqual(fourth, { in: 'site', machine: 'm2', os: 'windows', account: 'svc-failback' });
    assert.ok(!plan.blockedBy.some((sentence) => sentence.includes('on the site')));
    const other = await planOf(all, atHome('account: "somebody"'));
    assert.notEqual(hashPlan(plan), hashPlan(other.plan));
    const nobody = await planOf(all, atHome(''));
    assert.match(nobody.plan.blockedBy.join('\n'), /'Start the services, inside m1' is to run .* nobody says as whom/);
    const physical = await planOf(all, atHome('account: "a"').replace('os: linux', 'os: linux  source: physical'));
    assert.match(physical.plan.blockedBy.join('\n'), /inside 'm1' after its failover, and 'm1' is a physical server/);
  });

  it('decide its hash, and a review tells one that says something else', async () => {
    const [before, after] = [await planOf(all), await planOf({ ...all, 'stop.sh': 'rm -rf /' })];
    assert.notEqual(hashPlan(before.plan), hashPlan(after.plan));
    const { changes } = reviewOf(before, after);
    assert.deepEqual(
      changes.map(({ risk, says }) => [risk, says.slice(0, 54)]),
      [['serious', "The script './stop.sh' says something else: it was sha"]],
    );
  });

  it('keep a live run from starting where one cannot be read', async () => {
    const { plan } = await planOf({ 'stop.sh': 'stop' });
    assert.ok(plan.blockedBy.some((sentence) => sentence.startsWith("The script './check.sh' cannot be read")));
    assert.ok(!plan.blockedBy.some((sentence) => sentence.includes('stop.sh')));
  });
});

describe('a script inside a machine in Azure', () => {
  for (const [text, code] of [
    ['echo stop', 0],
    ['exit 7', 7],
  ] as const)
    it(`goes over the wire, is followed to its end (${code}) and removed`, async () => {
      const estate = await openEstate();
      const folder = mkdtempSync(join(tmpdir(), 'failback-output-'));
      try {
        const vault = vaultOf(estate.plan);
        const vmId = estate.plan.machines[0]?.azureVmId ?? null;
        if (vault === undefined || vmId === null) throw new Error('the plan knows no vault');
        const effects = await connectAzure({
          ...vault,
          clock: estate.clock,
          endpointRewrite: estate.simulator.proxyUrl,
          scripts: { kept: async () => bytes(text), output: folder },
        });
        const guest: GuestPlace = { in: 'azure', machine: 'erp-db-01', os: 'linux', vmId };
        const outcome = await effects.script(stepOf(text, { on: 'guest', guest }), new AbortController().signal);
        assert.equal(outcome.code, code, outcome.note);
        assert.match(outcome.note, /^Rehearsed, and nothing was run: /);
        assert.deepEqual(readdirSync(folder), ['w_after-failover_run.txt']);
        const gone = await effects.script(
          stepOf(text, { on: 'guest', guest: { ...guest, vmId: `${vmId}-no-such` } }),
          new AbortController().signal,
        );
        assert.equal(gone.code, undefined);
        assert.match(gone.note, /Azure has no such machine/);
      } finally {
        rmSync(folder, { recursive: true, force: true });
        await estate.close();
      }
    });
});
