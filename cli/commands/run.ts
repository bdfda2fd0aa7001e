import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { FailbackError } from '../../core/failback-error.ts';
import { sayCount } from '../../core/report/say.ts';
import type { PreApproval } from '../../core/run/gates.ts';
import { unansweredGates } from '../../core/run/gates.ts';
import type { RunTarget } from '../../core/run/state.ts';
import { simulatedClock } from '../../executor/clock.ts';
import { createRun, type NewRun, runsHome } from '../../executor/journal/runs.ts';
import { userName } from '../../executor/journal/this-user.ts';
import { startAlone } from '../../executor/run/one-run-a-machine.ts';
import type { Fault } from '../../simulator/faults.ts';
import { refuseUnfitting } from '../../simulator/fitting-faults.ts';
import { demandReviews, knownInGit } from '../approve/demand-reviews.ts';
import { signersOf } from '../approve/signers-of.ts';
import type { CommandContext } from '../context.ts';
import { approvals, faults, fromOption, partOf, speed, untilOption, wholeNumber } from '../options.ts';
import { type Execution, writeExecution } from '../runs/execution.ts';
import { followToEnd } from '../runs/follow-to-end.ts';
import { basisOf, refuseBlocked, textsOf } from '../runs/new-run.ts';
import { refuseRetired, refuseWithoutPasswords } from '../runs/refuse-classic.ts';
import { refuseInsecure } from '../runs/refuse-insecure.ts';
import { refuseFittingNone, refuseUnseen } from '../runs/refuse-unseen.ts';
import { spawnExecutor } from '../runs/spawn-executor.ts';

interface RunOptions {
  readonly inventory?: string;
  readonly simulate?: boolean;
  readonly simulator?: string;
  readonly speed?: Execution['speed'];
  readonly seed?: number;
  readonly fault?: readonly Fault[];
  readonly until?: string;
  readonly from?: string;
  readonly approve?: readonly PreApproval[];
  readonly classicIsRetired?: boolean;
  readonly detach?: boolean;
  readonly format: 'pretty' | 'json';
}

/** `failback run`: performs a plan, in a process of its own. */
export function runCommand(context: CommandContext): Command {
  return new Command('run')
    .summary('perform a runbook or a reviewed plan')
    .description('Starts a run in a process of its own and shows it until it ends. Ctrl-C leaves the run running.')
    .argument('<file>', 'a runbook, or a plan written by `failback plan --out`')
    .option('--inventory <file>', 'captured facts; by default the inventory that the runbook names')
    .addOption(new Option('--simulate', 'rehearse on an estate simulated from the inventory').conflicts('simulator'))
    .option('--simulator <url>', 'rehearse on a simulator that serves already (`failback simulate`)')
    .addOption(
      new Option(
        '--speed <n>',
        'with --simulate: simulated seconds in a real one, or advance (skip all waiting)',
      ).argParser(speed),
    )
    .addOption(new Option('--seed <n>', 'with --simulate: chooses the chances of the estate').argParser(wholeNumber))
    .addOption(
      new Option(
        '--fault <fault>',
        'with --simulate: something that goes wrong, such as 429@reprotect/NAME; may be repeated',
      ).argParser(faults),
    )
    .addOption(untilOption())
    .addOption(fromOption())
    .addOption(
      new Option(
        '--approve <gate=who>',
        'answer a gate, named by its id, in advance; may be repeated; WAVE=WHO and all=WHO on simulated estates',
      ).argParser(approvals),
    )
    .option(
      '--classic-is-retired',
      'run a classic plan on Azure, knowing that Microsoft retired the architecture; FB001 must be accepted besides',
    )
    .option('--detach', 'start the run and return at once')
    .addOption(
      new Option('--format <format>', 'json: the report on stdout, progress on stderr')
        .choices(['pretty', 'json'])
        .default('pretty'),
    )
    .action((file: string, options: RunOptions) => run(context, file, options));
}

async function run(context: CommandContext, file: string, options: RunOptions): Promise<void> {
  const { terminal, env } = context;
  const target = targetOf(options);
  refuseMisused(options, target);
  const simulated = target.kind !== 'azure';
  const basis = await basisOf(context, file, { inventory: options.inventory, part: partOf(options), simulated });
  const { plan, runbook, inventory } = basis;
  const starterKnownAs = [
    ...(env.FAILBACK_WHO === undefined ? [] : [env.FAILBACK_WHO]),
    ...(await knownInGit(context.cwd)),
  ];
  if (!simulated) {
    refuseInsecure(env);
    refuseBlocked(basis);
    refuseUnseen(plan, options.approve ?? []);
    refuseRetired(basis, options.classicIsRetired === true);
    await demandReviews({
      plan,
      planFile: file.endsWith('.json') ? resolve(context.cwd, file) : undefined,
      shown: file,
      files: runbook.loaded.documents.map(({ uri }) => fileURLToPath(uri)),
      startedBy: [userName(), ...starterKnownAs],
    });
    await refuseWithoutPasswords(plan, env);
  }
  if (simulated && inventory === undefined) {
    throw new FailbackError(
      'inventory-missing',
      `'${file}' names no inventory that exists, and a simulated estate is built from one.`,
      'Name the captured facts:\n  failback run FILE --simulate --inventory inventory.json',
    );
  }
  if (simulated) refuseFittingNone(plan, options.approve ?? [], target);
  if (inventory !== undefined) refuseUnfitting(options.fault ?? [], inventory.inventory);
  const newRun: NewRun = {
    plan,
    files: textsOf(runbook),
    inventoryText: inventory?.text,
    target,
    startedBy: userName(),
    starterKnownAs,
    scripts: basis.scripts,
    signers: await signersOf(runbook),
    decisionsFrom: runbook.uri,
    startedAt: await serviceNow(target, inventory?.inventory.capturedAt),
  };
  const home = runsHome(env);
  const handle = await startAlone(home, { plan, target }, () => createRun(home, newRun));
  const given = options.approve ?? [];
  try {
    await writeExecution(handle, {
      speed: options.speed ?? 'advance',
      faults: (options.fault ?? []).map(({ text }) => text),
      approvals: [...given],
    });
  } catch (error) {
    // Nobody could ever execute it, and it would stand among the runs as one that begins.
    await rm(handle.directory, { recursive: true, force: true });
    throw error;
  }
  const waiting = unansweredGates(plan, given, target);
  terminal.err.write(`Run ${handle.id} of plan ${plan.hash.slice(0, 12)}.\n`);
  if (waiting.length > 0 && !terminal.canAsk) {
    terminal.err.write(
      `${sayCount(waiting.length, 'gate')} will wait for people. Answer from any terminal:\n  failback approve ${handle.id}\n`,
    );
  }
  await spawnExecutor(context, handle, { machines: plan.machines.length });
  if (options.detach !== true) return followToEnd(context, handle, options.format);
  if (options.format === 'json')
    terminal.out.write(`${JSON.stringify({ run: handle.id, directory: handle.directory })}\n`);
  else terminal.out.write(`It goes on by itself. Look at it with:\n  failback status ${handle.id}\n`);
}

function targetOf({ simulate, simulator, seed }: RunOptions): RunTarget {
  if (simulator !== undefined) return { kind: 'simulator', url: simulator };
  return simulate === true ? { kind: 'simulated', seed: seed ?? 1 } : { kind: 'azure' };
}

/** @throws FailbackError `usage` */
function refuseMisused({ speed, seed, fault, approve }: RunOptions, target: RunTarget): void {
  const wantsSimulate = [
    speed === undefined ? [] : '--speed',
    seed === undefined ? [] : '--seed',
    fault === undefined ? [] : '--fault',
  ].flat();
  if (wantsSimulate.length > 0 && target.kind !== 'simulated') {
    throw new FailbackError(
      'usage',
      `${wantsSimulate.join(', ')} belongs to a simulated estate, and this run has none of its own.`,
      'Add --simulate, or leave it out.',
    );
  }
  if (target.kind === 'azure' && approve?.some(({ gate }) => gate === 'all')) {
    throw new FailbackError(
      'usage',
      '--approve all=WHO answers every gate unseen, so it is for simulated estates only.',
      'Name the gates, or answer them when they open.',
    );
  }
  if (target.kind === 'simulator' && !URL.canParse(target.url)) {
    throw new FailbackError(
      'usage',
      `'${target.url}' is no address of a simulator.`,
      'Take the url that `failback simulate FILE` prints.',
    );
  }
}

async function serviceNow(target: RunTarget, capturedAt: string | undefined): Promise<Date> {
  switch (target.kind) {
    case 'azure':
      return new Date();
    case 'simulated':
      return new Date(capturedAt ?? Date.now());
    case 'simulator':
      try {
        return (await simulatedClock(target.url)).now();
      } catch (cause) {
        throw new FailbackError(
          'simulator-unreachable',
          `No simulator answers at '${target.url}'.`,
          'Start one and take the url it prints:\n  failback simulate FILE',
          { cause },
        );
      }
  }
}
