import type { GateStep } from '../../core/plan/plan.ts';
import { answerCommand } from '../../core/run/answer-command.ts';
import type { CommandOutcome } from '../../core/run/command-outcome.ts';
import type { RunCommand } from '../../core/run/commands.ts';
import type { RunEventBody } from '../../core/run/events.ts';
import { fits, isAnswered, isGate, isStarter, missingAnswers, personOf } from '../../core/run/gates.ts';
import { indexOf } from '../../core/run/plan-index.ts';
import type { GateAnswer } from '../../core/run/state.ts';
import { setAside, waiting } from '../journal/inbox.ts';
import { rehearseByHand } from './rehearse-by-hand.ts';
import type { RunContext } from './run-context.ts';
import { takeReplan } from './take-replan.ts';
import { verifyAnswer } from './verify-answer.ts';

/**
 * Takes up what lies in the inbox, oldest first: each is judged, answered in the journal, and only then set aside. A
 * crash in between finds the answer in the journal and does not take the command up again.
 */
export async function takeCommands(context: RunContext): Promise<number> {
  const entries = await waiting(context.run);
  for (const { id, command, trouble } of entries) {
    if (!context.journal.hasAnswered(id) && command !== undefined) {
      const outcome = await seenOnSite(
        context,
        command,
        command.kind === 'replan'
          ? await takeReplan(context, command)
          : answerCommand(
              context.plan,
              context.journal.state,
              command,
              context.now(),
              await verifyAnswer(context, command),
            ),
      );
      // A look that a shutdown cut off says nothing: the word stays in the inbox for the next process.
      if (outcome === undefined) return entries.length;
      const answered: RunEventBody = {
        kind: 'command',
        id,
        command,
        taken: outcome.taken,
        message: outcome.message,
      };
      const follows = outcome.taken ? await rehearseByHand(context, outcome.follows) : [];
      await context.journal.record([answered, ...follows], { sync: true });
      if (outcome.taken && 'step' in command) context.cooling.delete(command.step);
    }
    if (command === undefined)
      await context.journal.record([
        {
          kind: 'alarm',
          key: `inbox/${id}`,
          message: `The command '${id}' in the inbox cannot be read and was set aside.${trouble === undefined ? '' : ` ${trouble}`}`,
        },
      ]);
    await setAside(context.run, id);
    // What comes after it is judged by the plan that it brought.
    if (context.journal.plan !== context.plan) return entries.length;
  }
  return entries.length;
}

/**
 * The word that an old machine is deleted is not believed against what vCenter shows. Where nobody can look, the word
 * counts, and the journal says that nobody looked.
 */
async function seenOnSite(
  context: RunContext,
  command: RunCommand,
  outcome: CommandOutcome,
): Promise<CommandOutcome | undefined> {
  if (!outcome.taken || !(command.kind === 'approve' || command.kind === 'done')) return outcome;
  const step = indexOf(context.plan).steps.get(command.step);
  if (step?.kind !== 'delete-old' || step.call.resourceId === null || context.effects.oldMachine === undefined)
    return outcome;
  const uuid = step.call.resourceId;
  const seen = await context.effects.oldMachine(uuid).catch(() => 'unknown' as const);
  if (seen === 'unknown' && context.signal.aborted) return undefined;
  if (seen === 'there')
    return {
      taken: false,
      message: `The site still shows a machine with the UUID ${uuid}, so '${step.machine}' is not deleted yet. Delete it from disk, not from the inventory alone, and say so again.`,
      follows: [],
    };
  const how = seen === 'gone' ? 'no server of the site shows it any more' : 'nobody could look at the whole site';
  return { ...outcome, follows: outcome.follows.map((event) => withNote(event, how)) };
}

function withNote(event: RunEventBody, how: string): RunEventBody {
  return event.kind === 'step-done' ? { ...event, note: `${event.note ?? 'Done'}; ${how}` } : event;
}

/** Gates for which an answer was given in advance. Journalled as claimed, with the words by which it was given. */
export async function answerInAdvance(context: RunContext): Promise<void> {
  const { waiting: gates, asking } = context.journal.state.count;
  if (context.approvals.length === 0 || gates + asking === 0) return;
  const { steps } = indexOf(context.plan);
  for (const id of [...context.journal.state.open]) {
    const step = steps.get(id);
    const state = context.journal.state.steps.get(id);
    if (step?.kind === 'delete-old' && state?.status === 'asking') await supposeDeleted(context, step.id);
    if (step === undefined || !isGate(step) || state?.status !== 'waiting') continue;
    const events = answersInAdvance(context, step, state.answers);
    if (events.length > 0) await context.journal.record(await rehearseByHand(context, events), { sync: true });
  }
}

/** What a person does by hand is supposed to be done where whoever rehearses answers everything in advance. */
async function supposeDeleted(context: RunContext, step: string): Promise<void> {
  const all = context.approvals.find(({ gate }) => gate === 'all');
  if (all === undefined) return;
  const note = `Supposed to be done, on the word of ${all.who}: this is a rehearsal`;
  const events = await rehearseByHand(context, [{ kind: 'step-done', step, note }]);
  await context.journal.record(events, { sync: true });
}

function answersInAdvance(context: RunContext, gate: GateStep, given: readonly GateAnswer[]): readonly RunEventBody[] {
  const events: RunEventBody[] = [];
  const answers = [...given];
  for (const approval of context.approvals) {
    const { state } = context.journal;
    if (!fits(approval, gate, state.target)) continue;
    if (gate.kind === 'approve' && gate.secondPerson === true && approval.gate !== 'all')
      if (isStarter(gate, approval.who, state)) continue;
    const forAll = approval.gate === 'all';
    const person = personOf(gate, approval.who);
    if (!forAll && gate.by.people.length > 0 && person === undefined) continue;
    // In a rehearsal one person may stand for all; on Azure everybody answers for themselves.
    const stands = forAll ? missingAnswers(gate, answers).map(({ name }) => name) : [];
    const wanted = gate.by.mode === 'all' && forAll && stands.length > 0 ? stands : [approval.who];
    for (const who of wanted) {
      if (answers.some((answer) => answer.who === who)) continue;
      const answer = gate.kind === 'approve' ? ('approved' as const) : ('done' as const);
      const comment = forAll ? `Given in advance by ${approval.who} for every gate of a rehearsal` : 'Given in advance';
      const planHash = context.plan.hash;
      events.push({ kind: 'gate-answered', step: gate.id, answer, who, proof: 'claimed', comment, planHash });
      answers.push({ answer, who, proof: 'claimed', comment, at: context.now().toISOString(), planHash });
    }
    if (isAnswered(gate, answers) || (forAll && gate.by.mode === 'any'))
      return [...events, { kind: 'step-done', step: gate.id }];
  }
  return events;
}
