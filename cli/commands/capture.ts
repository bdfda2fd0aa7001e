import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { Command, Option } from 'commander';
import { FailbackError } from '../../core/failback-error.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { writeInventory } from '../../core/inventory/write-inventory.ts';
import { makePlan } from '../../core/plan/make-plan.ts';
import { sayCount } from '../../core/report/say.ts';
import type { Runbook } from '../../core/runbook/runbook.ts';
import { showControlsInLines } from '../../core/show-controls.ts';
import { type AzureConnection, vaultOf } from '../../executor/azure/connect-azure.ts';
import {
  AZURE_NOT_ASKED,
  captureWorld,
  SITE_NOT_ASKED,
  type SiteServer,
} from '../../executor/capture/capture-world.ts';
import { type Clock, simulatedClock, systemClock } from '../../executor/clock.ts';
import { cancelledByHand } from '../capture/cancelled-by-hand.ts';
import { passwordsOnStdin } from '../capture/passwords-on-stdin.ts';
import { type AskPassword, simulatedServers, siteServersOf } from '../capture/site-servers.ts';
import { renderSummary, sectionsOf } from '../capture/summary.ts';
import { progressTeller } from '../capture/tell-progress.ts';
import type { CommandContext } from '../context.ts';
import { givenToken } from '../given-token.ts';
import { countingNumber } from '../options.ts';
import { nameOf, pathAsWritten, readInventory, readRunbook, wholeRunbook } from '../read-runbook.ts';
import { askSecret } from '../terminal/ask-secret.ts';
import { beWritable, writeWholeFile } from '../write-file.ts';

interface CaptureOptions {
  readonly out?: string;
  readonly site: boolean;
  readonly siteOnly?: boolean;
  readonly passwordStdin?: boolean;
  readonly inFlight?: number;
  readonly progress?: 'json';
  readonly simulator?: string;
}

/** `failback capture`: what Azure and the site show now, as a file that rules and plans rest on. */
export function captureCommand(context: CommandContext): Command {
  return new Command('capture')
    .summary('write down what Azure and the site show now')
    .description(
      'Looks at the vault of a runbook, at what is around it in Azure, and at the vCenters and hosts of the site, and writes what it sees with the time of each fact. It changes nothing. What could not be read is told and left out, so that its rules are unknown. Passwords come from $FAILBACK_PASSWORD_NAME, from the system’s keyring, from standard input, or from the person at the terminal, and are written nowhere. It ends with 1 when something could not be read; the file is written all the same.',
    )
    .argument('<file>', 'a runbook')
    .option('--out <file>', 'where to write the inventory; by default the inventory that the runbook names')
    .option('--no-site', 'leave the site alone; what was captured of it before stays, as old as it is')
    .option('--site-only', 'leave Azure alone; what was captured of it before stays, as old as it is')
    .option(
      '--password-stdin',
      'take passwords from standard input: one line for one server, NAME=PASSWORD lines for several',
    )
    .addOption(
      new Option('--in-flight <n>', 'requests to Azure under way at most').argParser(countingNumber).default(8),
    )
    .addOption(
      new Option('--progress <format>', 'tell progress to a program, a JSON document a line').choices(['json']),
    )
    .option('--simulator <url>', 'look at a simulated estate (`failback simulate`)')
    .action((file: string, options: CaptureOptions) => capture(context, file, options));
}

async function capture(context: CommandContext, file: string, options: CaptureOptions): Promise<void> {
  if (options.siteOnly && !options.site)
    throw new FailbackError(
      'usage-site',
      "'--no-site' and '--site-only' together leave nothing to look at.",
      'Take one of them away.',
    );
  const runbook = wholeRunbook(await readRunbook(context, file));
  const out = outFile(context, runbook, file, options.out);
  await beWritable(out.path, out.name);
  const before = await inventoryBefore(context, runbook);
  const clock = options.simulator === undefined ? systemClock() : await clockOf(options.simulator);
  const teller = progressTeller(context.terminal, options.progress);
  const stop = cancelledByHand();
  try {
    const inventory = await captureWorld(
      {
        azure: options.siteOnly ? undefined : azureOf(context, file, runbook, before, clock, options),
        site: options.site ? await siteOf(context, runbook, options) : undefined,
        before,
        named: {
          storageAccounts: runbook.vaults.flatMap(({ logStorage }) => logStorage?.value ?? []),
          networks: [...runbook.processServers, ...runbook.connections].flatMap(({ network }) => network?.value ?? []),
          servers: runbook.processServers.map(({ serverName }) => serverName),
        },
        machines: [...runbook.machines, ...runbook.appliances, ...runbook.configurationServers].map(({ name }) => name),
      },
      {
        now: () => clock.now(),
        signal: stop.signal,
        progress: (made) => teller.tell(made),
        ...(options.inFlight === undefined ? {} : { inFlight: options.inFlight }),
      },
    );
    stop.signal.throwIfAborted();
    await writeWholeFile(out.path, out.name, writeInventory(inventory));
    teller.clear();
    tell(context, inventory, out.name, options.progress);
    if (unread(inventory, options)) context.end(1);
  } catch (error) {
    teller.clear();
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    stop.leave();
  }
}

/** What the runbook's inventory says so far. A broken one is not written over: what people wrote into it would be gone. */
async function inventoryBefore(context: CommandContext, runbook: Runbook): Promise<Inventory | undefined> {
  try {
    return (await readInventory(context, runbook, undefined, () => {}))?.inventory;
  } catch (error) {
    if (!(error instanceof FailbackError)) throw error;
    const file = runbook.inventory?.value;
    throw new FailbackError(
      error.code,
      error.message,
      `A capture takes over from '${file}' what people wrote into it (prices, outbound traffic). Restore it from version control; or do without, move it away, and capture again:\n  mv '${file}' '${file}.broken'`,
      { cause: error },
    );
  }
}

/** What could not be read, apart from what nobody wanted read. */
function unread({ notCaptured = [] }: Inventory, { site, siteOnly }: CaptureOptions): boolean {
  const unwanted = [...(site ? [] : [SITE_NOT_ASKED]), ...(siteOnly ? [AZURE_NOT_ASKED] : [])];
  return notCaptured.some(({ what }) => !unwanted.includes(what));
}

function outFile(context: CommandContext, runbook: Runbook, file: string, wanted: string | undefined) {
  if (wanted !== undefined) return { path: resolve(context.cwd, wanted), name: wanted };
  if (runbook.inventory === undefined)
    throw new FailbackError(
      'usage-out',
      `'${file}' names no inventory, so nobody knows where to write one.`,
      `Write \`inventory: "${runbook.name}.inventory.json"\` into its runbook block, or say where:\n  failback capture ${file} --out ${runbook.name}.inventory.json`,
    );
  const path = pathAsWritten(runbook.inventory);
  return { path, name: nameOf(context.cwd, pathToFileURL(path).href) };
}

function azureOf(
  context: CommandContext,
  file: string,
  runbook: Runbook,
  before: Inventory | undefined,
  clock: Clock,
  { simulator }: CaptureOptions,
): AzureConnection {
  const { plan } = makePlan(runbook, before, {
    now: context.now(),
    part: 'whole',
    runbookFile: file,
    inventoryFile: undefined,
  });
  const vault = vaultOf(plan);
  if (vault === undefined)
    throw new FailbackError(
      'vault-unknown',
      `'${file}' does not say where the vault '${plan.vault.name}' is, so there is nothing to look at.`,
      'Write the subscription and the resource group into the vault block of the site file.',
    );
  // A real token never travels to a simulator.
  if (simulator !== undefined) return { ...vault, clock, endpointRewrite: simulator };
  const credential = givenToken(context.env, context.now);
  return { ...vault, clock, ...(credential === undefined ? {} : { credential }) };
}

async function siteOf(
  context: CommandContext,
  runbook: Runbook,
  { simulator, passwordStdin }: CaptureOptions,
): Promise<readonly SiteServer[]> {
  if (simulator !== undefined) return simulatedServers(runbook, simulator);
  const { terminal } = context;
  const ask: AskPassword = async (servers) => {
    if (passwordStdin)
      return passwordsOnStdin(
        await text(process.stdin),
        servers.map(({ name }) => name),
      );
    const given = new Map<string, string>();
    if (!terminal.canAsk) return given;
    for (const { name, account } of servers) {
      const question = showControlsInLines(`Password of '${account}' on '${name}' (empty: leave it out): `);
      const password = await askSecret(terminal, question, process.stdin);
      if (password !== undefined) given.set(name, password);
    }
    return given;
  };
  return siteServersOf(runbook, context.env, ask);
}

function tell({ terminal }: CommandContext, inventory: Inventory, out: string, format: 'json' | undefined): void {
  const { notCaptured = [] } = inventory;
  if (format === 'json') {
    terminal.err.write(`${JSON.stringify({ kind: 'captured', out, sections: sectionsOf(inventory), notCaptured })}\n`);
    return;
  }
  const items = sayCount(inventory.items?.length ?? 0, 'protected item');
  for (const line of [
    `${items} of '${inventory.vault?.name ?? 'no vault'}' written to '${out}'.`,
    ...renderSummary(inventory),
  ])
    terminal.err.write(`${showControlsInLines(line)}\n`);
}

async function clockOf(simulator: string): Promise<Clock> {
  try {
    return await simulatedClock(simulator);
  } catch (cause) {
    throw new FailbackError(
      'simulator-unreachable',
      `No simulator answers at '${simulator}'.`,
      'Start one and take the url it prints:\n  failback simulate FILE',
      { cause },
    );
  }
}
