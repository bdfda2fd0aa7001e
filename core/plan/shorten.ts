import type { Seconds } from '../quantity.ts';
import type { Runbook } from '../runbook/runbook.ts';
import type { Draft, Place } from './draft.ts';
import { someOf } from './missing-ids.ts';
import type { PlanStep } from './plan.ts';
import { readableDuration } from './readable.ts';

interface Saving {
  readonly seconds: Seconds;
  readonly sentence: string;
}

/** Below this share of the whole a saving is not worth a sentence. */
const WORTH_SAYING = 0.03;

/** What would make the whole shorter: sentences drawn from the critical path, the largest saving first. */
export function shorten(draft: Draft, path: readonly Place[], runbook: Runbook): string[] {
  const steps = path.flatMap((place) => draft.steps[place] ?? []);
  const whole = draft.total().likely;
  return [
    ...waitingForPeople(steps),
    ...holds(steps),
    ...replication(steps, runbook),
    ...places(steps, whole),
    ...turns(steps),
    ...windows(steps),
  ]
    .filter(({ seconds }) => seconds >= whole * WORTH_SAYING && seconds > 0)
    .sort((one, other) => other.seconds - one.seconds)
    .slice(0, 5)
    .map(({ sentence }) => sentence);
}

function sum(steps: readonly PlanStep[]): Seconds {
  return steps.reduce((total, { estimate }) => total + estimate.likely, 0);
}

function waitingForPeople(steps: readonly PlanStep[]): Saving[] {
  const asked = steps.filter(({ kind }) => kind === 'approve' || kind === 'ask' || kind === 'backup');
  if (asked.length === 0) return [];
  const seconds = sum(asked);
  const times = asked.length === 1 ? 'once' : `${asked.length} times, one after the other`;
  return [
    {
      seconds,
      sentence: `People are asked ${times}: answering at once would save up to ${readableDuration(seconds)}.`,
    },
  ];
}

function holds(steps: readonly PlanStep[]): Saving[] {
  const held = steps.filter(({ kind }) => kind === 'hold');
  if (held.length === 0) return [];
  const seconds = sum(held);
  const waves = someOf([...new Set(held.map(({ wave }) => wave ?? 'the run'))]);
  return [{ seconds, sentence: `The holds of ${waves} take ${readableDuration(seconds)}.` }];
}

function replication(steps: readonly PlanStep[], runbook: Runbook): Saving[] {
  const slow = steps.filter(({ kind }) => kind === 'replicate');
  if (slow.length === 0) return [];
  const seconds = sum(slow);
  const names = someOf(slow.flatMap(({ machine }) => machine ?? []));
  const way = runbook.connections.some(({ bandwidth }) => bandwidth !== undefined)
    ? 'twice the bandwidth'
    : 'twice the assumed bandwidth';
  return [
    {
      seconds: seconds / 2,
      sentence: `Replicating ${names} takes ${readableDuration(seconds)}; ${way} would save up to ${readableDuration(seconds / 2)}.`,
    },
  ];
}

/** A reprotect that follows a commit waited for the places of another machine. */
function places(steps: readonly PlanStep[], whole: Seconds): Saving[] {
  const waited = steps.filter(({ kind }, at) => kind === 'reprotect' && steps[at - 1]?.kind === 'commit');
  if (waited.length === 0) return [];
  const times = waited.length === 1 ? 'once' : `${waited.length} times`;
  return [
    {
      seconds: whole / (waited.length + 1),
      sentence: `Machines wait ${times} until others have committed and freed places; a further appliance would let them start at once.`,
    },
  ];
}

/** A failover that follows a failover of its own wave queued behind it. */
function turns(steps: readonly PlanStep[]): Saving[] {
  const queued = steps.filter((step, at) => step.kind === 'failover' && steps[at - 1]?.kind === 'failover');
  return [...Map.groupBy(queued, ({ wave }) => wave)].map(([wave, later]) => ({
    seconds: sum(later),
    sentence: `\`at-most:\` makes wave '${wave}' fail over in ${later.length + 1} turns; in one turn it would take ${readableDuration(sum(later))} less.`,
  }));
}

function windows(steps: readonly PlanStep[]): Saving[] {
  return steps
    .filter(({ kind, estimate }) => kind === 'window' && estimate.likely > 0)
    .map(({ wave, estimate }) => ({
      seconds: estimate.likely,
      sentence: `Wave '${wave}' is ready ${readableDuration(estimate.likely)} before its window opens.`,
    }));
}
