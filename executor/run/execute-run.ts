import { FailbackError } from '../../core/failback-error.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { SETTLE_TIME } from '../../core/run/action.ts';
import type { PreApproval } from '../../core/run/gates.ts';
import { next } from '../../core/run/next.ts';
import type { RunState } from '../../core/run/state.ts';
import type { Clock } from '../clock.ts';
import type { Effects } from '../effects.ts';
import type { Host } from '../host.ts';
import { type Lease, takeLease } from '../journal/lease.ts';
import { lostLines, sayLost } from '../journal/lost-lines.ts';
import { readFirstPlan, readHead, readInventory } from '../journal/open-run.ts';
import { writeProgress } from '../journal/progress-file.ts';
import { computerOf, inboxFolder, type RunHandle, type RunHead } from '../journal/run-directory.ts';
import { Bell } from './bell.ts';
import { computerThroughGate, type EffectGate, OPEN_GATE, throughGate } from './effect-gate.ts';
import { boardOf } from './item-board.ts';
import { limitsNow } from './limits-now.ts';
import { perform } from './perform.ts';
import { pause, sleep, UNREACHABLE } from './rest.ts';
import type { DecisionsFrom, RunContext } from './run-context.ts';
import { RunJournal } from './run-journal.ts';
import { ServerBoard } from './server-board.ts';
import { answerInAdvance, takeCommands } from './take-commands.ts';
import { lookAfterJump, TimeWatch } from './time-watch.ts';

export type { DecisionsFrom } from './run-context.ts';

export interface ExecuteOptions {
  /** Either the effects themselves, or how to get them once they are needed. */
  readonly effects?: Effects;
  readonly connect?: () => Promise<Effects>;
  readonly host: Host;
  readonly clock: Clock;
  /** The plan that the run began with, of whoever read it with `readFirstPlan`: that of ten thousand machines is read once. */
  readonly plan?: Plan;
  /** Without it the preflight compares nothing, and says so. */
  readonly decisionsFrom?: DecisionsFrom;
  /** Answers given in advance (`--approve GATE=WHO`); `all` on simulated estates only. */
  readonly approvals?: readonly PreApproval[];
  /** Takes the run from an executor that lives, or on another machine cannot be seen from here. */
  readonly takeOver?: boolean;
  /** Stops at the next safe moment; the run can be taken up again. */
  readonly signal?: AbortSignal;
  /** Seconds between two looks for a lost job; longer than the service's job list may lag. */
  readonly settleTime?: number;
  /** Every effect passes it; open unless a test stands there. */
  readonly gate?: EffectGate;
}

/**
 * Executes a run until it ends, or takes it up where another process left it. One process at a time: it holds the lease.
 * @throws FailbackError `run-taken`, `journal-damaged`, `journal-version`, `run-unreadable`, `run-plan-changed`, `run-target-changed`, `approve-all-live`,
 * `run-fenced` when another process took it over, `journal-full`, `journal-unwritable`, `run-vanished`
 */
export async function executeRun(ungated: RunHandle, options: ExecuteOptions): Promise<RunState> {
  const run = { ...ungated, computer: computerThroughGate(computerOf(ungated), options.gate ?? OPEN_GATE) };
  const head = await readHead(run);
  if (head.target.kind === 'azure' && (options.approvals ?? []).some(({ gate }) => gate === 'all')) throw allLive();
  const plan = options.plan ?? (await readFirstPlan(run, head.planHash));
  const lease = await takeLease(run, options.takeOver === undefined ? {} : { takeOver: options.takeOver });
  try {
    for (;;) {
      const { state, replanned } = await whileLeased(run, head, plan, lease, options);
      if (!replanned) return state;
    }
  } finally {
    await lease.release();
  }
}

/** @param first the plan that the run began with; the journal says which it follows now */
async function whileLeased(
  run: RunHandle,
  { target }: RunHead,
  first: Plan,
  lease: Lease,
  options: ExecuteOptions,
): Promise<{ readonly state: RunState; readonly replanned: boolean }> {
  const { clock } = options;
  let effects: Effects | undefined;
  const now = () => effects?.serviceTime() ?? clock.now();
  const journal = await RunJournal.open(run, first, options.host, now, lease.refuseFenced);
  const stop = new AbortController();
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal]);
  const bell = await Bell.at(inboxFolder(run), signal, computerOf(run).disk);
  try {
    if (JSON.stringify(journal.state.target) !== JSON.stringify(target)) throw targetChanged(run);
    const world = options.effects ?? (await options.connect?.());
    if (world === undefined) throw new Error('executeRun needs effects, or a way to connect.');
    effects = throughGate(world, options.gate ?? OPEN_GATE, async () => {
      journal.refuseBroken();
      await lease.refuseFenced();
    });
    const { plan } = journal;
    const number = Math.max(1, journal.state.plans.length);
    const began = await readInventory(run, 1, journal.sums);
    const before = number === 1 ? began : await readInventory(run, number, journal.sums);
    const context: RunContext = {
      run,
      plan,
      journal,
      effects,
      board: boardOf(plan, before, journal.state, effects, now),
      servers: new ServerBoard(effects, now),
      clock,
      now,
      get before() {
        return before();
      },
      get began() {
        return began();
      },
      decisionsFrom: options.decisionsFrom,
      approvals: options.approvals ?? [],
      figures: new Map(),
      cooling: new Map(),
      background: new Map(),
      broken: [],
      wake: () => bell.ring(),
      signal,
    };
    await takeUp(context, lease.epoch);
    const time = new TimeWatch(clock, lease.epoch === 1);
    await loop(context, bell, time, options.settleTime ?? SETTLE_TIME);
    await Promise.all(context.background.values());
    refuseBrokenBackground(context);
    await saveFigures(context);
    return { state: journal.state, replanned: journal.plan !== plan };
  } catch (error) {
    if (error instanceof FailbackError && error.code === 'journal-full') await sayWhyItStops(journal, lease, error);
    throw error;
  } finally {
    stop.abort();
    bell.close();
    await journal.close();
    await effects?.close();
  }
}

async function takeUp(context: RunContext, epoch: number): Promise<void> {
  const { journal } = context;
  const { endedAt } = journal.state;
  const lost = await lostLines(context.run, () => journal.written.lines);
  await takeCommands(context);
  // Whoever goes on with the other plan finds a journal that is whole again.
  if (journal.plan !== context.plan) return sayDamage(context, epoch, lost);
  // Nobody asked an ended run to go on: it stays as it is.
  if (endedAt !== undefined && journal.state.endedAt !== undefined) return;
  await journal.record([{ kind: 'resumed', epoch }], { sync: true });
  await sayDamage(context, epoch, lost);
  await answerInAdvance(context);
}

/** @param lost whole lines that the journal's end misses */
async function sayDamage({ journal }: RunContext, epoch: number, lost: number): Promise<void> {
  if (journal.cut)
    await journal.record([
      {
        kind: 'alarm',
        key: `journal-cut/${epoch}`,
        message: 'The last line of the journal was cut in the middle and was dropped. Nothing had been done on it yet.',
      },
    ]);
  if (lost > 0) await journal.record([{ kind: 'alarm', key: `journal-lost/${epoch}`, message: sayLost(lost) }]);
}

async function loop(context: RunContext, bell: Bell, time: TimeWatch, settleTime: number): Promise<void> {
  const { journal, plan } = context;
  let saved = Number.NEGATIVE_INFINITY;
  // Another plan wants boards and facts of its own, so whoever began this loop begins it anew.
  while (journal.state.endedAt === undefined && !context.signal.aborted && journal.plan === plan) {
    const rung = bell.next();
    context.journal.refuseBroken();
    refuseBrokenBackground(context);
    await context.journal.refuseVanished();
    if (!(await lookAfterJump(context, time))) {
      await pause(context, UNREACHABLE, rung);
      continue;
    }
    await takeCommands(context);
    if (journal.plan !== plan) return;
    const actions = next(context.plan, context.journal.state, context.now(), limitsNow(context, settleTime));
    const toDo = actions.filter(({ kind }) => kind !== 'wait');
    if (toDo.length > 0) {
      await perform(context, toDo);
      const pause = A_HUNDRED_FIGURES * Math.floor(context.figures.size / 100);
      const since = context.now().getTime() - saved;
      if (since >= 0 && since < pause * 1000) continue;
      saved = context.now().getTime();
      await saveFigures(context);
    } else await sleep(context, actions, rung);
  }
}

/** @throws what something in the background broke on */
function refuseBrokenBackground({ broken, signal }: RunContext): void {
  if (broken.length > 0 && !signal.aborted) throw broken[0];
}

/** Room was reserved for it; a disk that does not even take that has said so already. */
async function sayWhyItStops(journal: RunJournal, { epoch }: Lease, { message, remedy }: FailbackError): Promise<void> {
  await journal
    .record([{ kind: 'alarm', key: `journal-full/${epoch}`, message: `${message} ${remedy}` }], { sync: true })
    .catch(() => {});
}

/** Service time between two writings of the figures, for each hundred of them: ten thousand rows are not written anew each minute. */
const A_HUNDRED_FIGURES = 5;

/**
 * Losing the figures loses nothing, so a disk that does not take them stops nothing; the journal says when it is full. They
 * count the lines that the disk has for sure: others go with an ordinary power cut and are not missed. A process that lost
 * the run writes no figures over those of the one that has it.
 */
async function saveFigures({ run, now, clock, figures, journal }: RunContext): Promise<void> {
  try {
    await journal.refuseVanished();
    await writeProgress(run, {
      now: now().toISOString(),
      wall: new Date().toISOString(),
      speed: clock.speed,
      steps: [...figures.values()],
      journal: journal.synced,
    });
  } catch {
    // What is wrong with the journal is told by the next line that cannot be written to it.
  }
}

/** A rehearsal was never asked what a live run is asked, so none may be made of it. */
function targetChanged({ id }: RunHandle): FailbackError {
  return new FailbackError(
    'run-target-changed',
    `The run '${id}' began on another target than its folder names now, and what is refused on Azure was not asked of a rehearsal.`,
    'Restore the folder of the run from a backup, or start a new run from the plan.',
  );
}

function allLive(): FailbackError {
  return new FailbackError(
    'approve-all-live',
    "'--approve all=WHO' answers every gate, points of no return among them, and this run changes real machines.",
    'Name the gates one by one, or rehearse against a simulated estate.',
  );
}
