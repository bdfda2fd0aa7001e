import { basename } from 'node:path';
import { Command } from 'commander';
import { FailbackError } from '../../core/failback-error.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { makePlan } from '../../core/plan/make-plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { ScriptText } from '../../core/plan/script-texts.ts';
import { connectAzure, vaultOf } from '../../executor/azure/connect-azure.ts';
import type { SiteServer } from '../../executor/capture/capture-world.ts';
import { lookAtSiteToo } from '../../executor/capture/look-at-site-too.ts';
import { type Clock, simulatedClock, systemClock } from '../../executor/clock.ts';
import type { Effects } from '../../executor/effects.ts';
import { SILENT_HOST } from '../../executor/host.ts';
import { keptScript, keptScripts } from '../../executor/journal/keep-scripts.ts';
import { outputFolder } from '../../executor/journal/run-directory.ts';
import { type RunHandle, readFiles, readHead, readPlan } from '../../executor/journal/runs.ts';
import { executeRun } from '../../executor/run/execute-run.ts';
import { findPassword, type PasswordOwner } from '../../executor/vsphere/find-password.ts';
import { loadRunbook } from '../../language-server/src/load-runbook.ts';
import { simulatedServers, siteServersOf } from '../capture/site-servers.ts';
import type { CommandContext } from '../context.ts';
import { keepCounts } from '../runs/counted-requests.ts';
import { embeddedSimulator } from '../runs/embedded-simulator.ts';
import { readExecution } from '../runs/execution.ts';
import { oldMachineStands } from '../runs/old-machines.ts';
import { refuseInsecure } from '../runs/refuse-insecure.ts';

/** `failback execute` (hidden): the run's own process, which outlives every terminal. */
export function executeCommand(context: CommandContext): Command {
  return new Command('execute')
    .description('Executes a run; `failback run` and `failback resume` start it.')
    .argument('<directory>', 'folder of the run')
    .option('--take-over', 'take the run from a process on another machine')
    .action((directory: string, { takeOver = false }: { takeOver?: boolean }) =>
      execute(context, { id: basename(directory), directory }, takeOver),
    );
}

async function execute(context: CommandContext, run: RunHandle, takeOver: boolean): Promise<void> {
  const [head, plan, execution] = await Promise.all([readHead(run), readPlan(run), readExecution(run)]);
  if (head.target.kind === 'azure') refuseInsecure(context.env);
  const simulator = await simulatorOf(context, run, head.target, execution);
  const clock: Clock = simulator === undefined ? systemClock() : await simulatedClock(simulator);
  const stop = new AbortController();
  // A shutdown of the machine stops the loop at a safe moment; the run can be taken up again.
  process.once('SIGTERM', () => stop.abort());
  const entry = head.decisionsFrom;
  const connection = {
    ...addressOf(plan),
    clock,
    scripts: { kept: (text: ScriptText) => keptScript(run, text), output: outputFolder(run) },
    passwordOf: (owner: PasswordOwner) => findPassword(owner, context.env),
    ...(simulator === undefined ? {} : { endpointRewrite: simulator }),
  };
  const { endedAt } = await executeRun(run, {
    connect: async () => {
      const effects = lookAtSiteToo(await connectAzure(connection), () => siteOf(run, entry, simulator, context.env), {
        now: () => clock.now(),
        signal: stop.signal,
      });
      // While the run is still held, so that whoever sees it end finds the figures.
      return simulator === undefined
        ? lookingAtSite(effects, run, entry, context.env, stop.signal)
        : { ...effects, close: () => keepCounts(run, simulator).then(effects.close) };
    },
    host: SILENT_HOST,
    clock,
    approvals: execution.approvals,
    takeOver,
    signal: stop.signal,
    ...(entry === undefined
      ? {}
      : { decisionsFrom: (inventory: Inventory, now: Date) => planAnew(run, entry, plan, inventory, now) }),
  });
  if (head.target.kind === 'simulated' && simulator !== undefined && endedAt !== undefined) await shutDown(simulator);
}

/** The servers of the site that this process may ask: a simulated estate's, or those whose passwords it finds by itself. */
async function siteOf(
  run: RunHandle,
  entry: string | undefined,
  simulator: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<readonly SiteServer[]> {
  if (entry === undefined) return [];
  const files = await readFiles(run);
  const { runbook } = await loadRunbook(entry, async (uri) => files[uri]);
  if (runbook === undefined) return [];
  return simulator === undefined
    ? siteServersOf(runbook, env, async () => new Map())
    : simulatedServers(runbook, simulator);
}

/** A live run can look at the site of its runbook, as far as somebody gave the passwords. */
function lookingAtSite(
  effects: Effects,
  run: RunHandle,
  entry: string | undefined,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Effects {
  if (entry === undefined) return effects;
  return { ...effects, oldMachine: (uuid) => oldMachineStands(run, entry, uuid, env, signal) };
}

type Head = Awaited<ReturnType<typeof readHead>>;
type Execution = Awaited<ReturnType<typeof readExecution>>;

/** The address that clients use; undefined for Azure. */
async function simulatorOf(
  { program }: CommandContext,
  run: RunHandle,
  target: Head['target'],
  execution: Execution,
): Promise<string | undefined> {
  switch (target.kind) {
    case 'azure':
      return undefined;
    case 'simulator':
      return target.url;
    case 'simulated':
      return (await embeddedSimulator(program, run, target.seed, execution)).url;
  }
}

function addressOf(plan: Plan) {
  const address = vaultOf(plan);
  if (address !== undefined) return address;
  throw new FailbackError(
    'plan-no-vault',
    `The plan does not know the subscription and the resource group of the vault '${plan.vault.name}', so nothing can be called.`,
    "Write them into the runbook's vault, or capture an inventory, and plan again.",
  );
}

/** Plans from the texts that the run keeps, so that editing a file meanwhile changes nothing. */
async function planAnew(run: RunHandle, entry: string, reviewed: Plan, inventory: Inventory, now: Date): Promise<Plan> {
  const files = await readFiles(run);
  const { runbook, problems } = await loadRunbook(entry, async (uri) => files[uri]);
  // A text with an error is lowered without its broken parts; a plan from the rest would seem to have moved, or worse, not.
  const broken = problems.find(({ severity }) => severity === 'error');
  if (runbook === undefined || broken !== undefined)
    throw new FailbackError(
      'run-unreadable',
      `The runbook that the run '${run.id}' keeps cannot be read as a whole${broken === undefined ? '' : `: ${broken.message}`} So nobody can tell whether its plan still follows.`,
      'Restore the folder of the run from a backup, go on with the failback that began the run, or make a new run from the plan.',
    );
  return makePlan(runbook, inventory, {
    now,
    part: reviewed.part,
    runbookFile: reviewed.runbook.file,
    inventoryFile: reviewed.inventory?.file,
    // Of the copies, too: a script that changed on disk meanwhile changes nothing.
    scripts: await keptScripts(run),
  }).plan;
}

async function shutDown(simulator: string): Promise<void> {
  // It ends by itself when nobody asks it anything; this only makes it sooner.
  await fetch(new URL('/_simulator/shutdown', simulator), { method: 'POST' }).catch(() => {});
}
