/**
 * The main job from end to end on a simulated estate: check, plan, run with people who answer and two faults on the way,
 * report. `npm run demo -- recorded-vault` performs another example, `npm run demo -- classic` the classic architecture. The exit code rests on the estate itself: the demo
 * asks the simulator's API for every machine, whatever the run says of itself.
 */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExitCode } from '../cli/exit-code.ts';
import { guarded } from '../cli/guard.ts';
import { sumUpRun } from '../cli/runs/sum-up-run.ts';
import { processTerminal } from '../cli/terminal/terminal.ts';
import { FailbackError } from '../core/failback-error.ts';
import { parsePlan } from '../core/plan/parse-plan.ts';
import type { Plan } from '../core/plan/plan.ts';
import { sayCount, sayDuration } from '../core/report/say.ts';
import type { RunView } from '../core/run/view.ts';
import { findRun } from '../executor/journal/runs.ts';
import { machinesHome, requestsOf } from './demo/ask-estate.ts';
import { failback, serveEstate } from './demo/commands.ts';
import { endExecutors } from './demo/end-executors.ts';
import { watchWithPeople } from './demo/watch-with-people.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const results = join(root, '.cache/demo');
/** The demo's own folder of runs, so that two demos at once do not meet, and no rehearsal stays among the real runs. */
const home = mkdtempSync(join(tmpdir(), 'failback-demo-'));
const terminal = processTerminal(process.env);
const { strong, soft, good, bad } = terminal.paint;
const command = failback({ ...process.env, FAILBACK_HOME: home }, say);

/** The estate that serves now, if there is one. */
let endEstate = async (): Promise<void> => {};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void leave(signal));

process.exitCode = await guarded(terminal, () => demo(process.argv[2] ?? 'contoso-erp'));
clearHome();

async function demo(example: string): Promise<ExitCode> {
  const began = Date.now();
  const runbook = runbookOf(example);
  const planFile = here(join(results, `${example}.plan.json`));
  const seen = here(join(results, `${example}.inventory.json`));
  mkdirSync(results, { recursive: true });

  chapter('The estate: simulated on loopback, as the example’s inventory describes it');
  const estate = await serveEstate(runbook, say);
  endEstate = estate.end;
  try {
    chapter('Capture: what do Azure and vCenter show?');
    command.show('capture', runbook, '--simulator', estate.url, '--out', seen);

    chapter('Check: what stands in the way?');
    command.show('check', runbook, '--inventory', seen, '--as-of', 'capture');

    chapter('Plan: what would a run do?');
    command.show('plan', runbook, '--inventory', seen, '--as-of', 'capture', '--out', planFile);

    chapter('Run: through the SDKs of Azure, over HTTP, with two faults on the way');
    await estate.fault(faultsFor(parsePlan(readFileSync(planFile, 'utf8'), planFile)));
    const id = await start('run', planFile, '--inventory', seen, '--simulator', estate.url);
    const view = await watchWithPeople(terminal, await findRun(home, id), command.ask);

    chapter('How it ended');
    terminal.out.write(sumUpRun(view, terminal.paint));

    chapter('What the estate itself says');
    const succeeded = await judge(estate.url, view);
    const report = join(results, `${example}.html`);
    await command.ask('report', id, '--out', report);
    say(`\nReport: ${strong(here(report))}`);
    const took = sayDuration((Date.now() - began) / 1000);
    say(
      succeeded ? good(`The failback is complete. The demo took ${took}.`) : bad('The demo did not end as it should.'),
    );
    return succeeded ? 0 : 1;
  } finally {
    await estate.end();
  }
}

/** Somebody ended the demo: nothing of it stays behind, and whoever waits for it hears by which signal it ended. */
async function leave(signal: NodeJS.Signals): Promise<void> {
  await endExecutors(home);
  await endEstate();
  clearHome();
  process.kill(process.pid, signal);
}

function clearHome(): void {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

/** Asks the estate for its machines and its requests; the run's own word counts for nothing here. */
async function judge(url: string, { plan }: RunView): Promise<boolean> {
  const machines = await machinesHome(url, plan);
  const away = machines.filter(({ isHome }) => !isHome);
  const names = machines.filter(({ isHome }) => isHome).map(({ name }) => name);
  say(
    `${names.length} of ${sayCount(machines.length, 'machine')} home and protected to Azure again: ${names.join(', ')}`,
  );
  for (const { name, why } of away) say(bad(`${name}: ${why}`));
  const { total, mutating, lists, mostOfOneMachine, refused, lost } = await requestsOf(url);
  say(
    `${total} requests, ${mutating} of them mutating, ${lists} for lists; at most ${mostOfOneMachine} about one machine`,
  );
  say(
    `${sayCount(refused, 'request')} refused with 429 and made again; ${sayCount(lost, 'answer')} lost on the way, and its job adopted`,
  );
  return away.length === 0 && refused > 0 && lost > 0;
}

/** One call that the service refuses at first, and one that it takes while its answer is lost. */
function faultsFor({ machines }: Plan): readonly string[] {
  const [first, , third] = machines;
  return [`429@reprotect/${first?.name}`, `lost-answer@failover/${(third ?? first)?.name}`];
}

async function start(...args: readonly string[]): Promise<string> {
  say(`$ failback ${args.join(' ')}\n`);
  return (JSON.parse(await command.ask(...args, '--detach', '--format', 'json')) as { run: string }).run;
}

function runbookOf(example: string): string {
  const examples = readdirSync(join(root, 'examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const found = examples.find(({ name }) => name === (example === 'classic' ? 'contoso-branch' : example));
  const files = found === undefined ? [] : readdirSync(join(root, 'examples', found.name));
  const runbook = files.find((file) => file.endsWith('.failback') && !file.endsWith('.site.failback'));
  if (found !== undefined && runbook !== undefined) return here(join(root, 'examples', found.name, runbook));
  const names = examples.map(({ name }) => name).join(', ');
  throw new FailbackError('usage', `There is no example '${example}'.`, `Take one of: ${names}.`);
}

function chapter(title: string): void {
  const rule = '─'.repeat(Math.max(4, Math.min(terminal.columns(), 100) - title.length - 4));
  say(`\n${strong(`── ${title}`)} ${soft(rule)}\n`);
}

function here(path: string): string {
  return relative(process.cwd(), path);
}

function say(line: string): void {
  terminal.out.write(`${line}\n`);
}
