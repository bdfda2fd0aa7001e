/**
 * Runs that older failbacks began, taken up by this one: what is there of their journals is cut before the first call, and
 * the rest is done now. Which plan they follow is the one that they began with, whatever this failback would plan.
 */

import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { JOURNAL_VERSION } from '../../core/run/events.ts';
import { connectAzure, vaultOf } from '../../executor/azure/connect-azure.ts';
import { simulatedClock } from '../../executor/clock.ts';
import { SILENT_HOST } from '../../executor/host.ts';
import { openRunFiles } from '../../executor/journal/evidence/run-files.ts';
import { isIntact, verifyRun } from '../../executor/journal/evidence/verify-run.ts';
import { type RunHandle, readPlan } from '../../executor/journal/runs.ts';
import { executeRun } from '../../executor/run/execute-run.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { EVERY_GATE } from '../executor/estate.ts';

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));

/** A copy of which the journal ends before its first call, as if its process had been killed there. */
function begun(name: string, home: string): RunHandle {
  const directory = join(home, 'runs', name);
  cpSync(join(fixtures, name), directory, { recursive: true });
  chmodSync(directory, 0o700);
  rmSync(join(directory, 'progress.json'));
  const journal = join(directory, 'journal.jsonl');
  const lines = readFileSync(journal, 'utf8').split('\n');
  const first = lines.findIndex((line) => line.includes('"kind":"intent"'));
  writeFileSync(journal, `${lines.slice(0, first).join('\n')}\n`);
  return { id: name, directory };
}

function versionsOf({ directory }: RunHandle): readonly number[] {
  const lines = readFileSync(join(directory, 'journal.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line).v as number);
}

for (const name of ['journal-1', 'journal-2', 'journal-3'])
  test(`${name} is taken up by this failback, and comes home by the plan that it began with`, async () => {
    const home = mkdtempSync(join(tmpdir(), 'failback-older-'));
    const run = begun(name, home);
    const plan = await readPlan(run);
    const before = readFileSync(join(run.directory, 'journal.jsonl'), 'utf8');
    const inventory = parseInventory(readFileSync(join(run.directory, 'inventory.json'), 'utf8'), name);
    const simulator = await startSimulator({ inventory, seed: 7, speed: 'advance' });
    try {
      const vault = vaultOf(plan);
      assert.ok(vault);
      const clock = await simulatedClock(simulator.url);
      const state = await executeRun(run, {
        connect: () => connectAzure({ ...vault, clock, endpointRewrite: simulator.proxyUrl }),
        host: SILENT_HOST,
        clock,
        approvals: EVERY_GATE,
      });
      assert.equal(state.status, 'done', state.because);
      assert.equal(state.planHash, plan.hash);
      const { byItem } = simulator.requests();
      for (const machine of plan.machines)
        for (const call of ['reprotect', 'failover', 'commit', 'protect'])
          assert.equal(byItem[machine.name]?.[call], 1, `${call} of ${machine.name}`);
      assert.ok(readFileSync(join(run.directory, 'journal.jsonl'), 'utf8').startsWith(before), 'the old lines stay');
      const versions = versionsOf(run);
      assert.ok((versions[0] ?? JOURNAL_VERSION) < JOURNAL_VERSION && versions.at(-1) === JOURNAL_VERSION);
      const verification = await verifyRun(await openRunFiles(run.directory, name));
      assert.ok(isIntact(verification), JSON.stringify(verification.checks, undefined, 2));
    } finally {
      await simulator.close();
      rmSync(home, { recursive: true });
    }
  });
