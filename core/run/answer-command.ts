import { someOf } from '../plan/missing-ids.ts';
import type { Plan, PlanStep } from '../plan/plan.ts';
import { answerGate } from './answer-gate.ts';
import { type CommandOutcome, refused, said, taken } from './command-outcome.ts';
import type { RunCommand } from './commands.ts';
import { undone } from './decide-step.ts';
import { isGate } from './gates.ts';
import type { LedgerState } from './ledger.ts';
import { indexOf } from './plan-index.ts';
import { type Proof, UNSIGNED } from './signed-answer.ts';
import type { StepState } from './state.ts';
import { stoppedAtOnce, subjectsOf } from './stopping.ts';

/**
 * Judges a command against the run as it is. Pure: the executor journals the outcome, and has verified the signature of an
 * answer that has one.
 */
export function answerCommand(
  plan: Plan,
  state: LedgerState,
  command: RunCommand,
  now: Date,
  proof: Proof = UNSIGNED,
): CommandOutcome {
  switch (command.kind) {
    case 'pause':
      if (state.endedAt !== undefined) return refused('The run is over; there is nothing to pause.');
      return taken('The run starts nothing new until it is resumed. Jobs under way go on.');
    case 'resume':
      if (state.endedAt !== undefined)
        return refused(
          `The run is over (${state.status}). Take up what failed with 'failback retry', or start a new run.`,
        );
      return taken('The run goes on.');
    case 'cancel':
      if (state.endedAt !== undefined) return refused('The run is over already.');
      return taken('The run starts nothing new and lets accepted jobs finish. No job in Azure is cancelled.');
    case 'stop':
      return stop(plan, state, command);
    case 'handover': {
      const { who: from, to, note } = command;
      return taken(`The run is in the hands of '${to}' now.`, [
        { kind: 'handed-over', from, to, ...(note === undefined ? {} : { note }) },
      ]);
    }
    case 'replan':
      return refused('The plan that was proposed is not in the folder of the run any more. Plan anew.');
    default:
      return answerForStep(plan, state, command, now, proof);
  }
}

function stop(plan: Plan, state: LedgerState, command: RunCommand & { kind: 'stop' }): CommandOutcome {
  const { what, name } = command;
  const { waves, machines } = indexOf(plan);
  if (state.endedAt !== undefined) return refused(`The run is over (${state.status}): nothing is called any more.`);
  if (!(what === 'wave' ? waves.has(name) : machines.has(name)))
    return refused(
      `The plan has no ${what} '${name}'. It has ${someOf([...(what === 'wave' ? waves : machines).keys()])}.`,
    );
  const follows = stoppedAtOnce(plan, state, subjectsOf(plan, what, name), command);
  const rest =
    what === 'wave'
      ? 'Other waves go on, but for those that wait for it.'
      : 'Other machines go on, but for what waits for it.';
  return taken(
    `${what === 'wave' ? `Wave '${name}'` : `'${name}'`} is stopped: nothing more is called for it. Jobs under way end by themselves; none is cancelled. ${rest}`,
    follows,
  );
}

type StepCommand = Extract<RunCommand, { step: string }>;

function answerForStep(plan: Plan, state: LedgerState, command: StepCommand, now: Date, proof: Proof): CommandOutcome {
  const step = indexOf(plan).steps.get(command.step);
  const at = state.steps.get(command.step);
  if (step === undefined || at === undefined)
    return refused(`The plan has no step '${command.step}'. 'failback status RUN' lists the steps that wait.`);
  if (state.cancelling && command.kind !== 'undo') return refused('The run was cancelled and takes up nothing more.');
  switch (command.kind) {
    case 'approve':
    case 'decline':
    case 'done':
      return isGate(step) ? answerGate(plan, state, step, at, command, now, proof) : sayDone(state, step, at, command);
    case 'retry':
      return retry(step, at);
    case 'skip':
      return skip(plan, state, step, at, command.who, command.because);
    case 'undo':
      return undo(plan, state, step, at);
  }
}

function sayDone(state: LedgerState, step: PlanStep, at: StepState, command: StepCommand): CommandOutcome {
  if (command.kind === 'decline') return refused(`'${step.title}' is not a gate, so there is nothing to decline.`);
  if (at.status !== 'asking') return refused(`'${step.title}' does not ask anything: it is ${said(at)}.`);
  const undo = state.books.get(step.id)?.undo;
  // What is said to be done is the cancelling, not the failover.
  if (undo !== undefined)
    return taken(`The failover of '${step.machine}' counts as cancelled on the word of ${command.who}.`, [
      { kind: 'step-failed', step: step.id, failure: undone(step, undo) },
    ]);
  return taken(`'${step.title}' counts as done on the word of ${command.who}.`, [
    { kind: 'step-done', step: step.id, note: `Done, on the word of ${command.who}` },
  ]);
}

function retry(step: PlanStep, at: StepState): CommandOutcome {
  if (['failed', 'declined', 'asking'].includes(at.status)) return taken(`'${step.title}' is taken up again.`);
  return refused(`'${step.title}' is ${said(at)}; only what failed, was declined or is unclear can be taken up again.`);
}

/** Kinds without which the rest of a machine's way makes no sense. */
const WAY = ['reprotect', 'replicate', 'failover', 'commit', 'protect', 'home', 'delete-old'];

function skip(
  plan: Plan,
  state: LedgerState,
  step: PlanStep,
  at: StepState,
  who: string,
  because: string,
): CommandOutcome {
  if (step.kind === 'approve' || step.kind === 'backup' || step.kind === 'preflight')
    return refused(
      `'${step.title}' guards what comes after it and cannot be left out. Answer it, decline it, or change the runbook and have that reviewed.`,
    );
  // A window that was open may have closed on what comes after it; leaving it out is how a person says to go on.
  const mayStillBeLeftOut = step.kind === 'window' && at.status === 'done';
  if (['done', 'skipped'].includes(at.status) && !mayStillBeLeftOut)
    return refused(`'${step.title}' is ${said(at)} already.`);
  const accepted = at.acceptedBy !== undefined && !(step.kind === 'reprotect' && at.status === 'failed');
  const mayBe = (state.books.get(step.id)?.openRequests.length ?? 0) > 0;
  if (accepted || mayBe || at.status === 'looking')
    return refused(
      `Azure took the call of '${step.title}' or may have, so it cannot be left out as if nothing happened. Retry it, undo it, or finish the machine by hand.`,
    );
  // A reprotect asks the vault for its process server by itself, so waiting for it to show may be left out.
  if (at.status === 'running' && !['replicate', 'home', 'registered'].includes(step.kind))
    return refused(`'${step.title}' is under way; wait for its end.`);
  const left = WAY.includes(step.kind) ? restOfWay(plan, state, step) : [step];
  const message =
    left.length === 1
      ? `'${step.title}' is left out.`
      : `'${step.machine}' is left out from here on: ${left.length} steps. It stays as it is in Azure.`;
  return taken(
    message,
    left.map(({ id }) => ({ kind: 'step-skipped', step: id, who, because })),
  );
}

function restOfWay(plan: Plan, state: LedgerState, step: PlanStep): readonly PlanStep[] {
  const way = step.machine === null ? [step] : (indexOf(plan).stepsOfMachine.get(step.machine) ?? [step]);
  return way.slice(way.indexOf(step)).filter(({ id }) => {
    const status = state.steps.get(id)?.status;
    return status !== 'done' && status !== 'skipped';
  });
}

function undo(plan: Plan, state: LedgerState, step: PlanStep, at: StepState): CommandOutcome {
  if (step.kind === 'failover' && plan.architecture === 'classic')
    return refused(
      `'${step.title}' cannot be taken back: a classic failover cannot be cancelled. What is left is to commit it, or to fail over to Azure again once the machine is protected.`,
    );
  if (step.kind !== 'failover' || step.undo === null)
    return refused(
      `'${step.title}' cannot be taken back. What can is a failover of the modernized architecture, before its commit.`,
    );
  if (at.status !== 'done')
    return refused(`'${step.title}' is ${said(at)}; only a failover that is done can be taken back.`);
  const commit = indexOf(plan)
    .stepsOfMachine.get(step.machine ?? '')
    ?.find(({ kind }) => kind === 'commit');
  if (commit !== undefined && (state.steps.get(commit.id)?.attempt ?? 0) > 0)
    return refused(`The commit of '${step.machine}' was sent already, and a committed failover cannot be taken back.`);
  return taken(`The failover of '${step.machine}' is being cancelled. It loses ${step.undo.loses}.`);
}
