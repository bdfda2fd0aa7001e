/** How a node of the Runs tree looks and sounds. Pure. */

import { sayCount, sayDuration, sayMoment } from '../../../core/report/say.ts';
import { howTo, isGate } from '../../../core/run/gates.ts';
import type { StepView } from '../../../core/run/view.ts';
import { showControls } from '../../../core/show-controls.ts';
import { sayWhoAnswers } from '../../infrastructure/gate.ts';
import { isPausable, isResumable, isSilent, isStoppable, isUnfinished } from '../../infrastructure/run-standing.ts';
import type { SeenRun } from '../../infrastructure/runs-watch.ts';
import { sayPercent, sayRunStatus, sayTargetShort } from '../../infrastructure/say-run.ts';
import { withoutCommands } from '../../infrastructure/without-commands.ts';
import type { RunNode } from './run-node.ts';
import { iconOfRun, iconOfStatus, type NodeIcon } from './status-icon.ts';

export interface NodeFace {
  readonly label: string;
  readonly description: string;
  readonly icon: NodeIcon;
  /** Lines of plain text; names in them are somebody else's, so they are never read as Markdown. */
  readonly tooltip: readonly string[];
  /** What the menus of package.json ask for. */
  readonly context: string;
  readonly unfolds: 'open' | 'closed' | 'never';
}

export function faceOf(node: RunNode): NodeFace {
  const face = rawFace(node);
  return { ...face, label: showControls(face.label), description: showControls(face.description) };
}

/** What a screen reader says: icons and colours say nothing to it. */
export function spokenFace(face: NodeFace): string {
  return [face.label, face.icon.says, face.description].filter((part) => part !== '').join(', ');
}

function rawFace(node: RunNode): NodeFace {
  switch (node.kind) {
    case 'run':
      return faceOfRun(node.run);
    case 'gate':
      return {
        label: node.step.plan.title,
        description: [...inWave(node.step), `waits for ${sayWhoAnswers(node.step)}`].join(' · '),
        icon: { id: 'bell-dot', color: 'notificationsWarningIcon.foreground', says: 'waits for an answer' },
        tooltip: [
          node.step.plan.title,
          `Waits for ${sayWhoAnswers(node.step)}.`,
          ...wantsSignature(node.step),
          ...howTo(node.step.plan),
          ...whyFinal(node.step),
          ...givenAnswers(node.step),
        ],
        context: 'gate',
        unfolds: 'never',
      };
    case 'wave': {
      const { wave } = node;
      const home = wave.machines.filter(({ status }) => status === 'home').length;
      const left = wave.timeLeft === undefined ? [] : [`about ${sayDuration(wave.timeLeft.likely)} left`];
      return {
        label: wave.name,
        description: [sayPercent(wave.fraction), `${home} of ${wave.machines.length} home`, ...left].join(' · '),
        icon: iconOfStatus(wave.status),
        tooltip: [
          `Wave ${wave.name}: ${home} of ${sayCount(wave.machines.length, 'machine')} home.`,
          sentence(wave.current),
          ...timeLeft(wave.timeLeft),
        ],
        context: isStoppable(node.run, wave.status === 'done') ? 'wave stoppable' : 'wave',
        unfolds: wave.status === 'done' || wave.status === 'pending' ? 'closed' : 'open',
      };
    }
    case 'machine': {
      const { machine } = node;
      const idle = machine.status === 'stopped' && machine.current === '';
      const at = machine.status === 'home' || idle ? machine.status : machine.current;
      return {
        label: machine.name,
        description: machine.status === 'running' ? `${sayPercent(machine.fraction)} · ${at}` : at,
        icon: iconOfStatus(machine.status),
        tooltip: [machine.name, sentence(machine.current), `${sayPercent(machine.fraction)} of its way.`],
        context: isStoppable(node.run, machine.status === 'home' || idle) ? 'machine stoppable' : 'machine',
        unfolds: 'closed',
      };
    }
    case 'step':
      return faceOfStep(node.step);
  }
}

function faceOfRun(run: SeenRun): NodeFace {
  const { summary, view } = run;
  if (summary.trouble !== undefined) {
    return {
      label: summary.runbook,
      description: 'cannot be read',
      icon: { id: 'error', color: 'testing.iconErrored', says: 'cannot be read' },
      tooltip: [summary.trouble],
      context: 'run unreadable',
      unfolds: 'never',
    };
  }
  const ended = !isUnfinished(run);
  const left = view?.timeLeft;
  return {
    label: summary.runbook,
    description: [
      ended ? `${summary.home} of ${summary.machines} home` : sayPercent(summary.fraction),
      sayRunStatus(summary),
      sayTargetShort(summary.target),
    ].join(' · '),
    icon: iconOfRun(summary),
    tooltip: [
      ...(summary.silentSince === undefined ? [] : [silence(summary.silentSince)]),
      `Run ${summary.id}, ${sayTargetShort(summary.target)}, started by ${summary.startedBy} ${sayMoment(summary.createdAt)}.`,
      `${summary.home} of ${sayCount(summary.machines, 'machine')} home.`,
      ...(summary.because === undefined ? [] : [summary.because]),
      ...timeLeft(left),
      ...(view?.state.alarms ?? []).filter(({ overAt }) => overAt === undefined).map(({ message }) => message),
      ...(summary.alive || ended ? [] : ['No process executes it just now. Resume it to go on; nothing is lost.']),
    ],
    context: contextOfRun(run),
    unfolds: ended ? 'closed' : 'open',
  };
}

function silence(since: string): string {
  return `The process that executes it was not heard of since ${sayMoment(since)}: it may hang, or be stopped. Look at that process. If it hangs, take the run from it with “Take Over Run…”.`;
}

function contextOfRun(run: SeenRun): string {
  const words = ['run'];
  if (isSilent(run)) words.push('silent');
  if (isUnfinished(run)) words.push('cancellable');
  if (isPausable(run)) words.push('pausable');
  if (isResumable(run)) words.push('resumable');
  return words.join(' ');
}

function faceOfStep(step: StepView): NodeFace {
  const { plan, state } = step;
  const survived = state.survived.length === 0 ? [] : [`${sayCount(state.survived.length, 'fault')} survived`];
  // The icon says so much already; a description is for what it cannot say.
  const quiet = state.status === 'pending' || state.status === 'done';
  const doing = state.status === 'running' && step.note !== '' ? [step.note] : quiet ? [] : [sayStatus(step)];
  return {
    label: plan.title,
    description: [...doing, ...survived].join(' · '),
    icon: iconOfStatus(state.status),
    tooltip: [
      plan.title,
      ...(state.startedAt === undefined ? [] : [`Began ${sayMoment(state.startedAt)}.`]),
      ...(state.endedAt === undefined ? [] : [`Ended ${sayMoment(state.endedAt)}.`]),
      ...(state.note === undefined ? [] : [withoutCommands(state.note)]),
      ...state.survived,
      ...givenAnswers(step),
      ...whyFinal(step),
      ...(state.failure === undefined
        ? []
        : [`${state.failure.code}: ${state.failure.message}`, withoutCommands(state.failure.remedy)]),
    ],
    context: contextOfStep(step),
    unfolds: 'never',
  };
}

function contextOfStep({ plan, state }: StepView): string {
  if (isGate(plan) && state.status === 'waiting') return 'gate';
  const undoable = plan.kind === 'failover' && plan.undo !== null && state.status === 'done';
  return undoable ? 'step done undoable' : `step ${state.status}`;
}

function sayStatus({ plan, state }: StepView): string {
  if (state.status !== 'asking') return state.status;
  return plan.kind === 'delete-old' ? 'waits for a person who does it' : 'asks a person what became of it';
}

/** Several waves often have the same gate. */
function inWave({ plan }: StepView): readonly string[] {
  return plan.wave === null ? [] : [plan.wave];
}

function wantsSignature({ plan }: StepView): readonly string[] {
  return plan.kind === 'approve' && plan.signed === true
    ? ['Wants a signature with an SSH key; a rehearsal takes a typed name, too.']
    : [];
}

function whyFinal({ plan }: StepView): readonly string[] {
  return plan.irreversible === null ? [] : [`No way back: ${plan.irreversible}`];
}

function givenAnswers({ state }: StepView): readonly string[] {
  return state.answers.map(
    ({ who, answer, proof, comment }) => `${who} (${proof}): ${answer}${comment ? `, “${comment}”` : ''}.`,
  );
}

function timeLeft(left: { readonly low: number; readonly high: number } | undefined): readonly string[] {
  return left === undefined ? [] : [`Between ${sayDuration(left.low)} and ${sayDuration(left.high)} left.`];
}

function sentence(words: string): string {
  return words === '' ? '' : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
