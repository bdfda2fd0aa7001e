import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { FailbackError } from '../../core/failback-error.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import type { Fault } from '../../simulator/faults.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import type { CommandContext } from '../context.ts';
import { faults, port, speed, wholeNumber } from '../options.ts';
import { readTextFile } from '../read-file.ts';
import { readInventory, readRunbook, wholeRunbook } from '../read-runbook.ts';
import { writeAnnouncement } from '../simulate/announcement.ts';
import { endWithRun } from '../simulate/end-with-run.ts';

interface SimulateOptions {
  readonly inventory?: string;
  readonly port: number;
  readonly speed: number | 'advance';
  readonly seed: number;
  readonly fault?: readonly Fault[];
  readonly stateFile?: string;
  readonly announce?: string;
  readonly endWithRun?: string;
}

/** `failback simulate`: the estate of an inventory, served on loopback until it is ended. */
export function simulateCommand(context: CommandContext): Command {
  return new Command('simulate')
    .summary('serve a simulated estate')
    .description(
      'Serves the estate that an inventory describes, on loopback: prints one line of JSON with its addresses, then serves until it is ended.',
    )
    .argument('[file]', 'a runbook that names an inventory, or an inventory')
    .option('--inventory <file>', 'captured facts; by default the inventory that the runbook names')
    .addOption(new Option('--port <n>', 'port to listen on; 0 lets the system choose').argParser(port).default(0))
    .addOption(
      new Option('--speed <n>', 'simulated seconds in a real one, or advance: time moves only when it is told to')
        .argParser(speed)
        .default(1),
    )
    .addOption(new Option('--seed <n>', 'chooses the chances of the estate').argParser(wholeNumber).default(1))
    .addOption(
      new Option('--fault <fault>', 'something that goes wrong, such as 429@reprotect/NAME; may be repeated').argParser(
        faults,
      ),
    )
    .addOption(new Option('--state-file <file>', 'where to keep what happened, to go on from there').hideHelp())
    .addOption(new Option('--announce <file>', 'write the addresses to a file as well').hideHelp())
    .addOption(new Option('--end-with-run <directory>', 'end once no process executes this run').hideHelp())
    .action((file: string | undefined, options: SimulateOptions) => simulate(context, file, options));
}

async function simulate(context: CommandContext, file: string | undefined, options: SimulateOptions): Promise<void> {
  const { terminal, cwd } = context;
  const inventory = await inventoryOf(context, file, options.inventory);
  const simulator = await startSimulator({
    inventory,
    seed: options.seed,
    speed: options.speed,
    port: options.port,
    faults: options.fault ?? [],
    ...(options.stateFile === undefined ? {} : { stateFile: resolve(cwd, options.stateFile) }),
  }).catch((cause) => {
    throw portRefused(options.port, cause);
  });
  const announcement = { url: simulator.proxyUrl, simulator: simulator.url, pid: process.pid };
  terminal.out.write(`${JSON.stringify(announcement)}\n`);
  if (options.announce !== undefined) await writeAnnouncement(resolve(cwd, options.announce), announcement);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());
  if (options.endWithRun !== undefined) endWithRun(simulator, options.endWithRun);
}

async function inventoryOf(
  context: CommandContext,
  file: string | undefined,
  wanted: string | undefined,
): Promise<Inventory> {
  const direct = file?.endsWith('.json') ? file : file === undefined ? wanted : undefined;
  if (direct !== undefined) return parseInventory(await readTextFile(resolve(context.cwd, direct), direct), direct);
  if (file === undefined)
    throw new FailbackError(
      'usage',
      'A simulated estate is built from an inventory, and none was named.',
      'failback simulate FILE',
    );
  const runbook = wholeRunbook(await readRunbook(context, file));
  let missing: string | undefined;
  const found = await readInventory(context, runbook, wanted, (name) => {
    missing = name;
  });
  if (found !== undefined) return found.inventory;
  throw new FailbackError(
    'inventory-missing',
    missing === undefined
      ? `'${file}' names no inventory, and a simulated estate is built from one.`
      : `There is no '${missing}', which '${file}' names as its inventory.`,
    'Name the captured facts:\n  failback simulate inventory.json',
  );
}

function portRefused(port: number, cause: NodeJS.ErrnoException): Error {
  if (cause.syscall !== 'listen') return cause;
  const why = cause.code === 'EADDRINUSE' ? 'something else listens there' : 'this account may not';
  return new FailbackError(
    'usage',
    `The simulated estate cannot be served on port ${port}: ${why} (${cause.code}).`,
    'Name another port, or leave it out and let the system choose.',
    { cause },
  );
}
