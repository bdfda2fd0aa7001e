import { sayCount } from '../../core/report/say.ts';
import type { Replan } from '../../core/run/replan.ts';
import { showControlsInLines } from '../../core/show-controls.ts';
import type { Paint } from '../terminal/paint.ts';

/** What planning a run anew comes to, as text. */
export function showReplan(outcome: Replan, paint: Paint): string {
  switch (outcome.kind) {
    case 'same':
      return 'The decisions still to come are what they were; nothing is to be planned anew. Take up what failed with `failback retry`.\n';
    case 'contradicts':
      return `${paint.bad('refused')}: the run cannot go on by a plan that follows from the facts as they are now, for what is done rests on others.\n${list(outcome.why)}Finish these machines as they were planned, or leave them out, and bring the rest home by a new run.\n`;
    case 'moves': {
      const { plan, moved, again, blockedBy } = outcome;
      const gates = plan.steps.filter(({ id, kind }) => kind === 'approve' && again.includes(id));
      const others = again.length - gates.length;
      const sections = [
        `Plan ${plan.hash.slice(0, 12)} would decide otherwise:\n${list(moved)}`,
        gates.length === 0
          ? 'No approval is asked anew.\n'
          : `Asked anew, because an approval speaks for the plan it was given on:\n${list(gates.map(({ title, wave }) => (wave === null ? title : `${title} (wave ${wave})`)))}`,
        ...(others === 0 ? [] : [`${sayCount(others, 'check or task', 'checks and tasks')} begin anew with them.\n`]),
        ...(blockedBy.length === 0 ? [] : [`${paint.bad('In the way of a live run')} now:\n${list(blockedBy)}`]),
      ];
      return sections.join('');
    }
  }
}

function list(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${showControlsInLines(sentence).replaceAll('\n', '\n  ')}\n`).join('');
}
