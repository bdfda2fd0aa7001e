import type { Moment, Runbook } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { momentsOf } from '../decisions.ts';
import { broken, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { situationOf } from '../situation.ts';
import { noStepSays, type SpokenStep } from '../spoken-steps.ts';
import type { RuleContext } from '../verdict.ts';

type Params = (SpokenStep & { readonly classic: boolean }) | { readonly soak: true };

/** Cancelling a failover, or undoing one, by the words of the portal and of people; of its job speaks FB174. */
const UNDOING = /\b(?:cancel|undo|revert|roll(?:ing)? back)\w*\b(?!.{0,40}\bjob).{0,40}\b(?:failover|failback)\b/i;

export const failbackUndone = defineRule<Params>({
  code: 'FB175',
  title: 'Step undoes a failover that cannot be undone',
  kind: 'guard',
  severity: 'error',
  severityBecause:
    'whoever counts on going back finds out at the worst moment that there is no way; a soak before commit is information only.',
  architecture: 'both',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.modernizedTutorial,
    says: 'only the planned failover from Azure to the site can be cancelled, until it is committed; one from the site to Azure cannot, and classic cannot cancel and retry a failback at all',
    confidence: 'documented',
  },
  byHand:
    'Read the asks and scripts of the runbook. On classic the replicated item offers no Cancel failover; on modernized it offers it after a failback, until commit.',
  mend: 'Take the step out. On classic, verify before the failover what can be verified, and plan for repair at home: the machines in Azure stay, shut down, until commit. On modernized, cancel before commit or not at all.',
  message: (params) => {
    if ('soak' in params)
      return 'The runbook waits before commit. On classic that is time to look and to repair, not to go back: a failback cannot be cancelled, and nothing written at home returns to Azure.';
    return params.classic
      ? `The step '${params.words}' undoes a failover. Classic has no such operation: once failed over, the machine is at home, and can only be repaired there.`
      : `The step '${params.words}' undoes a failover after the commit. A failback can be cancelled before commit only, and a failover to Azure never.`;
  },
  remedy: (params) =>
    'soak' in params
      ? 'Nothing, if that is what the time is for.'
      : 'Take the step out, or move it to where undoing is still possible: on modernized between failover and commit.',
  reads: [],
  *check(context) {
    const classic = context.runbook.architecture.value === 'classic';
    const spoken = noStepSays('steps that undo a failover', UNDOING, classic ? undefined : isTooLate)(context);
    for (const verdict of spoken)
      yield verdict.kind === 'broken' ? { ...verdict, params: { ...verdict.params, classic } } : verdict;
    if (classic) yield* soaks(context);
  },
});

/** On modernized: after the commit, or around protecting to Azure again. */
function isTooLate({ when, stage }: Moment): boolean {
  return stage === 'protect' || (stage === 'commit' && when === 'after');
}

function* soaks(context: RuleContext) {
  const { runbook, howToCapture: how } = situationOf(context);
  for (const { owner, at } of holdsBeforeCommit(runbook)) {
    const question = { subject: owner, at, fact: 'wait before commit', how };
    yield verdictOn<Params>(question, broken({ soak: true }, [], { severity: 'info' }));
  }
}

function holdsBeforeCommit(runbook: Runbook) {
  return momentsOf(runbook).flatMap(({ moment, owner }) =>
    moment.when === 'before' && moment.stage === 'commit'
      ? moment.items.flatMap((item) => (item.kind === 'hold' ? [{ owner: owner.name, at: item.at }] : []))
      : [],
  );
}
