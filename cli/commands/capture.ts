import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { FailbackError } from '../../core/failback-error.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { spelledAs } from '../../core/inventory/spelling.ts';
import { makePlan } from '../../core/plan/make-plan.ts';
import { sayCount } from '../../core/report/say.ts';
import { captureAzure, vaultOf } from '../../executor/azure/connect-azure.ts';
import { type Clock, simulatedClock, systemClock } from '../../executor/clock.ts';
import type { CommandContext } from '../context.ts';
import { givenToken } from '../given-token.ts';
import { readInventory, readRunbook, wholeRunbook } from '../read-runbook.ts';

interface CaptureOptions {
  readonly out: string;
  readonly simulator?: string;
}

/** `failback capture`: what the vault and its machines show now, as a file that rules and plans rest on. */
export function captureCommand(context: CommandContext): Command {
  return new Command('capture')
    .summary('write down what Azure shows now')
    .description(
      'Looks at the vault of a runbook, its machines and appliances, and writes what it sees with the time of each fact. It changes nothing. What Azure does not show (hosts and datastores of vCenter) is taken over from the inventory that the runbook names, with the times it had there.',
    )
    .argument('<file>', 'a runbook')
    .requiredOption('--out <file>', 'where to write the inventory')
    .option('--simulator <url>', 'look at a simulated estate (`failback simulate`)')
    .action((file: string, options: CaptureOptions) => capture(context, file, options));
}

async function capture(context: CommandContext, file: string, { out, simulator }: CaptureOptions): Promise<void> {
  const runbook = wholeRunbook(await readRunbook(context, file));
  const before = (await readInventory(context, runbook, undefined, () => {}))?.inventory;
  const { plan } = makePlan(runbook, before, {
    now: context.now(),
    part: 'whole',
    runbookFile: file,
    inventoryFile: undefined,
  });
  const vault = vaultOf(plan);
  if (vault === undefined) {
    throw new FailbackError(
      'vault-unknown',
      `'${file}' does not say where the vault '${plan.vault.name}' is, so there is nothing to look at.`,
      'Write the subscription and the resource group into the vault block of the site file.',
    );
  }
  const credential = givenToken(context.env, context.now);
  const seen = await captureAzure(
    {
      ...vault,
      clock: simulator === undefined ? systemClock() : await clockOf(simulator),
      // A real token never travels to a simulator.
      ...(simulator === undefined ? (credential === undefined ? {} : { credential }) : { endpointRewrite: simulator }),
    },
    {
      ...(before === undefined ? {} : { before }),
      named: {
        storageAccounts: runbook.vaults.flatMap(({ logStorage }) => logStorage?.value ?? []),
        networks: [...runbook.processServers, ...runbook.connections].flatMap(({ network }) => network?.value ?? []),
        servers: runbook.processServers.map(({ serverName }) => serverName),
      },
    },
  );
  const inventory = { ...spelledAs(seen, before), ...ofTheSite(before, seen) };
  await writeFile(resolve(context.cwd, out), `${JSON.stringify(inventory, undefined, 2)}\n`);
  context.terminal.err.write(
    `${sayCount(inventory.items?.length ?? 0, 'protected item')} of '${vault.vault}' written to '${out}'.\n`,
  );
  for (const { what, reason } of inventory.notCaptured ?? [])
    context.terminal.err.write(`Not captured: ${what}. ${reason}\n`);
}

/** What only vCenter shows. Each entry keeps the moment at which it was seen, so an old one is no fresher for being copied. */
function ofTheSite(before: Inventory | undefined, seen: Inventory): Partial<Inventory> {
  if (before === undefined) return {};
  const { vcenters, hosts, datastores, siteMachines, trafficProfiles } = before;
  return Object.fromEntries(
    Object.entries({ vcenters, hosts, datastores, siteMachines, trafficProfiles }).filter(
      ([section, rows]) => rows !== undefined && !(section in seen),
    ),
  );
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
