import { FailbackError } from '../../core/failback-error.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { ScriptText } from '../../core/plan/script-texts.ts';
import { connectAzure, vaultOf } from '../../executor/azure/connect-azure.ts';
import { RequestLog, type RequestNote } from '../../executor/azure/request-log.ts';
import type { SiteServer } from '../../executor/capture/capture-world.ts';
import { lookAtSiteToo } from '../../executor/capture/look-at-site-too.ts';
import { type Clock, simulatedClock, systemClock } from '../../executor/clock.ts';
import type { Effects } from '../../executor/effects.ts';
import { findGuestPassword } from '../../executor/guests/guest-password.ts';
import { runOnSiteToo } from '../../executor/guests/run-on-site-too.ts';
import { keptScript } from '../../executor/journal/keep-scripts.ts';
import { appendRequests } from '../../executor/journal/requests-file.ts';
import { outputFolder } from '../../executor/journal/run-directory.ts';
import { type RunHandle, readFiles, type readHead } from '../../executor/journal/runs.ts';
import { findPassword, type PasswordOwner } from '../../executor/vsphere/find-password.ts';
import { loadRunbook } from '../../language-server/src/load-runbook.ts';
import { simulatedServers, siteServersOf } from '../capture/site-servers.ts';
import type { CommandContext } from '../context.ts';
import { beginCounts, keepCounts } from './counted-requests.ts';
import { embeddedSimulator } from './embedded-simulator.ts';
import type { Execution } from './execution.ts';
import { oldMachineStands } from './old-machines.ts';

type Head = Awaited<ReturnType<typeof readHead>>;

/** The world that a run acts on: Azure and the site, or an estate that stands for both. */
export interface RunWorld {
  readonly clock: Clock;
  /** Address of the simulator; undefined for Azure. */
  readonly simulator: string | undefined;
  connect(signal: AbortSignal): Promise<Effects>;
}

/** Lines of requests that are written together; what waits when a process is killed is lost, and costs the count only. */
const WRITTEN_AT_ONCE = 100;

/** Finds the world of a run; a simulated one is started, or taken up where it was. Nothing is asked of it yet. */
export async function worldOfRun(
  context: CommandContext,
  run: RunHandle,
  head: Head,
  plan: Plan,
  execution: Execution,
): Promise<RunWorld> {
  const simulator = await simulatorOf(context, run, head.target, execution);
  const clock: Clock = simulator === undefined ? systemClock() : await simulatedClock(simulator);
  const entry = head.decisionsFrom;
  const log = new RequestLog();
  const write = () => appendRequests(run, log.take());
  const connection = {
    ...addressOf(plan),
    onRequest: (note: RequestNote) => {
      log.note(note);
      if (log.waiting >= WRITTEN_AT_ONCE) void write();
    },
    clock,
    scripts: { kept: (text: ScriptText) => keptScript(run, text), output: outputFolder(run) },
    passwordOf: (owner: PasswordOwner) => findPassword(owner, context.env),
    ...(simulator === undefined ? {} : { endpointRewrite: simulator }),
  };
  return {
    clock,
    simulator,
    async connect(signal) {
      if (simulator !== undefined) await beginCounts(run, simulator);
      const servers = () => siteOf(run, entry, simulator, context.env);
      const azure = lookAtSiteToo(await connectAzure(connection), servers, { now: () => clock.now(), signal });
      const effects = runOnSiteToo(azure, {
        servers,
        passwordOf: (machine, account) => guestPassword(machine, account, simulator, context.env),
        run: run.id,
        scripts: connection.scripts,
        clock,
        isRehearsed: simulator !== undefined,
      });
      // While the run is still held, so that whoever sees it end finds the figures.
      if (simulator === undefined)
        return { ...lookingAtSite(effects, run, entry, context.env, signal), close: () => write().then(effects.close) };
      return {
        ...effects,
        close: () =>
          write()
            .then(() => keepCounts(run, simulator))
            .then(effects.close),
      };
    },
  };
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

/** A simulated guest takes any password, and a real one never travels to it. */
async function guestPassword(
  machine: string,
  account: string,
  simulator: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  return simulator === undefined ? findGuestPassword(machine, account, env) : 'Rehearsal-Only-1';
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
