import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseInventory } from '../../../core/inventory/parse-inventory.ts';
import { node24 } from '../set-up.mjs';
import { command, openFile, widenSideBar } from './drive.ts';
import { answerUntil } from './people.ts';
import type { Stage } from './stage.ts';

const program = fileURLToPath(new URL('../../../bin/failback.mjs', import.meta.url));
const RUNBOOK = 'contoso-erp.failback';
const INVENTORY = 'contoso-erp.inventory.json';
const REGISTERED_ANEW = '5d1c2f60-8a1b-4c1e-9c55-2f7d0e93ab41';

/** A fact that changed before its wave began. */
export async function changedFactPictures(stage: Stage): Promise<void> {
  const { page, home, save } = stage;
  await openFile(page, RUNBOOK);
  const planned = readFileSync(join(stage.workspace, INVENTORY), 'utf8');
  const agent = parseInventory(planned, INVENTORY).appliances?.[0]?.reprotectAgentId ?? '';
  writeFileSync(join(stage.workspace, INVENTORY), planned.replaceAll(agent, REGISTERED_ANEW));
  const estate = failback(stage, ['simulate', RUNBOOK, '--speed', 'advance']);
  try {
    await startOnOtherFacts(stage, estate, planned);
    await command(page, 'Failback: Focus on Runs View');
    await widenSideBar(page);
    await answerUntil(home, 'a fact that has changed', ({ state }) =>
      [...state.steps.values()].some(({ failure }) => failure?.code === 'decisions-moved'),
    );
    await page.locator('.notification-toast', { hasText: 'no longer follows' }).first().waitFor();
    await save('run-changed-fact');
  } finally {
    estate.kill();
  }
}

/** The appliance is registered anew in the estate, then the run begins that was planned before. */
async function startOnOtherFacts(
  { workspace: cwd, home }: Stage,
  estate: ChildProcess,
  planned: string,
): Promise<void> {
  const [line] = (await once(estate.stdout ?? fail(), 'data')) as [Buffer];
  writeFileSync(join(cwd, INVENTORY), planned);
  const { url } = JSON.parse(line.toString()) as { readonly url: string };
  const env = { ...process.env, FAILBACK_HOME: home };
  const args = [program, 'run', RUNBOOK, '--simulator', url, '--detach'];
  const started = spawnSync(node24, args, { cwd, env, encoding: 'utf8' });
  if (started.status !== 0) throw new Error(started.stderr);
}

function failback({ workspace: cwd, home }: Stage, args: readonly string[]): ChildProcess {
  return spawn(node24, [program, ...args], { cwd, env: { ...process.env, FAILBACK_HOME: home } });
}

function fail(): never {
  throw new Error('The simulated estate has no output.');
}
